/** The page that a mail's link leads to: a new password for the token in the address. */

import { applyTheme } from "../shell/browser/colours.js";
import { call } from "../shell/asking/api.js";
import { byId, h, whileBusy } from "../shell/browser/dom.js";
import { clear, showNote, showProblem } from "./notice.js";
import { revealPassword } from "./entry/reveal.js";

applyTheme();
const form = byId("reset-form");
const notice = byId("notice");
const token = new URLSearchParams(location.search).get("token");

revealPassword();
history.replaceState(null, "", location.pathname); // the token is worth a password: out of the address, and the history
if (token) form.hidden = false;
else expired();

form.addEventListener("submit", (event) => {
  event.preventDefault();
  whileBusy(form.querySelector("button[type=submit]"), async () => {
    clear(notice);
    try {
      await call("POST", "/api/auth/reset-password", { newPassword: form.elements.password.value, token });
      form.hidden = true;
      showNote(notice, "The password is set.", h("p", {}, "Sign in with it."));
    } catch (error) {
      if (error.code === "INVALID_TOKEN") expired();
      else showProblem(notice, error);
    }
  });
});

function expired() {
  form.hidden = true;
  showNote(notice, "This link does not work any more", h("p", {}, h("a", { href: "/forgot-password" }, "Ask for a new one"), "."));
}
