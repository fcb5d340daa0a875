import { html } from '../html.mjs';

/** The shop's window. */
export function page(products) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Shop</title>
      </head>
      <body>
        <h1>Shop</h1>
        <table>
          ${products.map(row)}
        </table>
        ${products.length === 0 ? html`<p>There is nothing to buy yet.</p>` : ''}
      </body>
    </html>`;
}

function row({ sku, name, price, stock }) {
  return html`<tr title="${sku}">
    <td>${name}</td>
    <td>${price}</td>
    <td>${stock === 0 ? 'sold out' : `${stock} in stock`}</td>
  </tr> `;
}
