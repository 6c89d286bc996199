/** Asks before something that can't be undone, or for one line of text. */

import { byId, h } from "./dom.js";

/**
 * Resolves to the text typed (or "" without a field) when the reader agrees, to null when not.
 * `field` is `{label, value, mustEqual}`: with `mustEqual` only exactly that text lets the action happen.
 */
export function ask({ title, text, action, danger = false, field }) {
  const input =
    field &&
    h("input", {
      id: "dialog-field",
      required: true,
      maxlength: 100,
      value: field.value,
      autocomplete: "off",
      spellcheck: "false",
    });
  const agree = h("button", { type: "submit", class: danger ? "danger" : "primary", value: "agree" }, action);
  const dialog = h(
    "dialog",
    { "aria-labelledby": "dialog-title" },
    h(
      "form",
      { method: "dialog" },
      h("h2", { id: "dialog-title" }, title),
      text && h("p", {}, text),
      field && h("label", { for: "dialog-field" }, field.label),
      input,
      h("div", { class: "actions" }, agree, h("button", { type: "button", onclick: () => dialog.close("") }, "Cancel")),
    ),
  );
  if (field?.mustEqual) {
    const check = () => input.setCustomValidity(input.value === field.mustEqual ? "" : `Type ${field.mustEqual}`);
    input.addEventListener("input", check);
    check();
  }
  byId("main").append(dialog);
  dialog.showModal();
  input?.select();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "agree" ? (input?.value.trim() ?? "") : null);
    });
  });
}
