/** Tells the reader what is missing or went wrong, and what to do; the place is an aria-live region of the page. */

import { h } from "../shell/browser/dom.js";

/**
 * An error of the API. Where it says what is wrong in which field, that is shown, since it is what can be mended.
 * `again` adds a button that tries once more, unless the same request would only fail the same way.
 */
export function showProblem(place, error, again) {
  const said = error.errors?.length ? error.errors.map(sentence) : [error.message];
  const passing = !error.status || error.status === 429 || error.status >= 500;
  place.replaceChildren(
    h(
      "div",
      { class: "notice problem", role: "alert" },
      said.map((text) => h("p", {}, text)),
      again && passing ? h("button", { type: "button", class: "small", onclick: again }, "Try again") : null,
    ),
  );
}

function sentence({ path, message }) {
  const text = path ? `${path}: ${message}` : message;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A calm word: nothing to show yet, or something was done. */
export function showNote(place, title, ...children) {
  place.replaceChildren(h("div", { class: "notice" }, h("p", { class: "notice-title" }, title), ...children));
}

export function clear(place) {
  place.replaceChildren();
}
