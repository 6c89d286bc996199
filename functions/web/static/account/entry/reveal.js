/** The button that shows what was typed into the password field. */

import { byId } from "../../shell/browser/dom.js";

/** Makes `#reveal` show and hide the text of `#password`. */
export function revealPassword() {
  const password = byId("password");
  byId("reveal").addEventListener("click", ({ currentTarget }) => {
    const visible = password.type === "password";
    password.type = visible ? "text" : "password";
    currentTarget.textContent = visible ? "Hide" : "Show";
    currentTarget.setAttribute("aria-label", visible ? "Hide the password" : "Show the password");
  });
}
