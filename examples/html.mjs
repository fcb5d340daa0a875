const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text that is HTML already. */
class Html {
  #text;
  constructor(text) {
    this.#text = text;
  }
  toString() {
    return this.#text;
  }
}

/** Makes HTML of a template: values are escaped, also within quoted attributes, unless they are of `html` too. */
export function html(parts, ...values) {
  return new Html(String.raw({ raw: parts }, ...values.map(markup)));
}

function markup(value) {
  if (value instanceof Html) return value;
  if (Array.isArray(value)) return value.map(markup).join('');
  return String(value ?? '').replace(/[&<>"']/g, (character) => ESCAPES[character]);
}
