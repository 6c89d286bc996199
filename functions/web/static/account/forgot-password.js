/** The page for who has forgotten the password: it asks for a link by mail. */

import { applyTheme } from "../shell/browser/colours.js";
import { call } from "../shell/asking/api.js";
import { byId, h, whileBusy } from "../shell/browser/dom.js";
import { clear, showNote, showProblem } from "./notice.js";

applyTheme();
const form = byId("forgot-form");
const notice = byId("notice");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  whileBusy(form.querySelector("button"), async () => {
    clear(notice);
    try {
      const wish = { email: form.elements.email.value, redirectTo: "/reset-password" };
      await call("POST", "/api/auth/request-password-reset", wish);
      showNote(notice, "If there is an account for this address, a mail is on its way.", h("p", {}, "The link in it works for an hour, once."));
      form.hidden = true;
    } catch (error) {
      showProblem(notice, error);
    }
  });
});
