/** Tells the reader what is missing or went wrong, and what to do; the place is an aria-live region of the page. */

import { h } from "./dom.js";

/** An error of the API, with each field's own message; `again` adds a button that tries once more. */
export function showProblem(place, error, again) {
  place.replaceChildren(
    h(
      "div",
      { class: "notice problem", role: "alert" },
      h("p", {}, error.message),
      error.errors?.length
        ? h(
            "ul",
            {},
            error.errors.map(({ path, message }) => h("li", {}, `${path}: ${message}`)),
          )
        : null,
      again ? h("button", { type: "button", class: "small", onclick: again }, "Try again") : null,
    ),
  );
}

/** A calm word: nothing to show yet, or something was done. */
export function showNote(place, title, ...children) {
  place.replaceChildren(h("div", { class: "notice" }, h("p", { class: "notice-title" }, title), ...children));
}

export function clear(place) {
  place.replaceChildren();
}
