import { html } from '../html.mjs';
import { Post } from './entities.mjs';

const POSTS = 20;

/** The blog for readers. */
export async function pageRoutes(app) {
  app.get('/', async ({ em }, reply) => {
    const options = { populate: ['author', 'tags'], orderBy: { id: 'desc' }, limit: POSTS };
    const posts = await em.find(Post, {}, options);
    return reply
      .type('text/html')
      .header('content-security-policy', "default-src 'none'")
      .send(String(page(posts)));
  });
}

function page(posts) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Blog</title>
      </head>
      <body>
        <h1>Blog</h1>
        ${posts.length === 0 ? html`<p>There is nothing to read yet.</p>` : posts.map(article)}
      </body>
    </html>`;
}

function article({ slug, title, text, createdAt, author, tags }) {
  return html`<article id="${slug}">
    <h2>${title}</h2>
    <p>${author.name}, ${createdAt.toISOString().slice(0, 10)}</p>
    <p>${text}</p>
    <p>
      ${tags.getItems().map(({ name }) => html`<a href="/posts?tag=${encodeURIComponent(name)}">${name}</a> `)}
    </p>
  </article>`;
}
