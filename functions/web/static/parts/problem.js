/** What is wrong, said to the reader with a way out; and that something takes long. */

import { isPassing } from "../shell/asking/api.js";
import { html } from "../vendor/preact.js";

/** Where the API says what is wrong in which field, that is shown, since it is what can be mended. */
export function Problem({ problem, again, word = "Try again" }) {
  const said = problem.errors?.length ? problem.errors.map(sentence) : [problem.message];
  return html`<div class="notice problem" role="alert">
    ${said.map((text) => html`<p>${text}</p>`)}
    ${again && isPassing(problem) && html`<button type="button" class="small" onClick=${again}>${word}</button>`}
  </div>`;
}

export function Slow() {
  return html`<p class="notice slow" role="status">This takes longer than usual: the database is slow or busy. It goes on by itself.</p>`;
}

function sentence({ path, message }) {
  const place = path?.replace(/^questions\[\d+\]\.?/, "");
  const text = place ? `${place}: ${message}` : message;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
