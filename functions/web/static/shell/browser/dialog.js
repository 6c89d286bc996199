/** Asks before something that can't be undone, or for one line of text, or a password. */

import { byId, h } from "./dom.js";

/**
 * Resolves to the text typed (or "" without a field) when the reader agrees, to null when not.
 * `field` is `{label, value, mustEqual, secret}`: with `mustEqual` only exactly that text lets the action happen;
 * `secret` is the address of the account whose password is asked for.
 * With `option`, the label of a box to tick, it resolves to whether that was ticked instead.
 *
 * @param {{title: string, text?: string, action: string, danger?: boolean, option?: string,
 *   field?: {label: string, value: string, mustEqual?: string, secret?: string}}} wish
 * @returns {Promise<any>}
 */
export function ask({ title, text, action, danger = false, field, option }) {
  const input =
    field &&
    h("input", {
      id: "dialog-field",
      type: field.secret ? "password" : "text",
      required: true,
      maxlength: field.secret ? 128 : 254,
      value: field.value,
      autocomplete: field.secret ? "current-password" : "off",
      spellcheck: "false",
    });
  const box = option && h("input", { type: "checkbox" });
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
      field?.secret && h("input", { type: "email", value: field.secret, autocomplete: "username", hidden: true }),
      input,
      box && h("label", { class: "check" }, box, ` ${option}`),
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
      if (dialog.returnValue !== "agree") resolve(null);
      else if (box) resolve(box.checked);
      else resolve(field?.secret ? input.value : (input?.value.trim() ?? ""));
    });
  });
}
