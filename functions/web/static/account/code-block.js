/** Shows text to take along, with a button that copies it. */

import { h } from "../shell/browser/dom.js";

const CALM_MS = 1600;

/** A block of code under a word about it; `name` says for screen readers what the button copies. */
export function codeBlock(code, note, name) {
  return h(
    "div",
    { class: "code" },
    h("div", { class: "code-head" }, h("span", { class: "quiet" }, note), copyButton(code, name)),
    h("pre", { tabindex: "0", "aria-label": name }, h("code", {}, code)),
  );
}

/** A button that puts `text` on the clipboard and says so. */
export function copyButton(text, name) {
  const word = h("span", { "aria-live": "polite" }, "Copy");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      word.textContent = "Copied";
    } catch {
      // No permission, or a page served without https: the reader can still select the text.
      word.textContent = "Press Ctrl+C";
      select(button.closest(".code, .key").querySelector("code, output"));
    }
    setTimeout(() => (word.textContent = "Copy"), CALM_MS);
  };
  const button = h(
    "button",
    { type: "button", class: "small copy", "aria-label": `Copy ${name}`, onclick: copy },
    word,
  );
  return button;
}

function select(element) {
  getSelection().selectAllChildren(element);
}
