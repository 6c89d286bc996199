/** Shows text to take along, with a button that copies it. */

import { h } from "./dom.js";

const CALM_MS = 1600;

/** A block of code; `name` says for screen readers what the button copies. */
export function codeBlock(code, name) {
  return h("div", { class: "code" }, h("pre", { tabindex: "0" }, h("code", {}, code)), copyButton(code, name));
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
      select(button.parentElement.querySelector("code, output"));
    }
    setTimeout(() => (word.textContent = "Copy"), CALM_MS);
  };
  const button = h("button", { type: "button", class: "small copy", "aria-label": `Copy ${name}`, onclick: copy }, word);
  return button;
}

function select(element) {
  getSelection().selectAllChildren(element);
}
