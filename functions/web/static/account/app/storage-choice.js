/** The choice of what spoor.js remembers of a visitor, and what the numbers are because of it. */

import { h } from "../../shell/browser/dom.js";

/** What holds when a snippet says nothing. */
export const USUAL_STORAGE = "local";

const CHOICES = [
  {
    storage: "local",
    title: "People",
    means: "A random id stays in the browser. Tabs, visits and days of one browser are one visitor: the usual choice.",
  },
  {
    storage: "session",
    title: "Visits",
    means: "The id goes when the tab is closed. Each tab and each visit is a new visitor, until the page says who it is.",
  },
  {
    storage: "none",
    title: "Days",
    means:
      "Nothing is stored on the device. Visitors are told apart for a day, by address and browser; who comes back tomorrow is new, and charts say that they count days instead of people.",
  },
];

/** What a script element says of a choice; nothing of the usual one. */
export const attributeOf = (storage) => (storage === USUAL_STORAGE ? "" : ` data-storage="${storage}"`);

/** The choice; `chosen(storage)` is called with each. */
export function storageChoice(chosen) {
  const said = h("p", { class: "quiet", role: "status" });
  const choose = ({ storage, means }) => {
    said.replaceChildren(means);
    chosen(storage);
  };
  const choice = CHOICES.map((one, index) =>
    h(
      "label",
      {},
      h("input", { type: "radio", name: "storage", value: one.storage, checked: index === 0, onchange: () => choose(one) }),
      h("span", {}, one.title),
    ),
  );
  said.replaceChildren(CHOICES[0].means);
  return h(
    "div",
    { class: "storage-choice" },
    h("span", { "aria-hidden": "true" }, "Count"),
    h("fieldset", { class: "segments" }, h("legend", { class: "unseen" }, "Count visitors as"), choice),
    said,
  );
}
