/** The page that a mail's link ends at: it says whether the address is verified, and sends another link if not. */

import { applyTheme } from "../shell/browser/colours.js";
import { byId, h, whileBusy } from "../shell/browser/dom.js";
import { clear, showNote } from "./notice.js";
import { sendLink } from "./entry/verification.js";

applyTheme();
const form = byId("verify-form");
const notice = byId("notice");
const error = new URLSearchParams(location.search).get("error");

if (error) {
  const late = error.toUpperCase() === "TOKEN_EXPIRED";
  showNote(notice, late ? "This link has expired" : "This link does not work", h("p", {}, "It may have been cut short, or been used before."));
  form.hidden = false;
} else {
  showNote(notice, "Thank you: your address is verified.");
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clear(notice);
  whileBusy(form.querySelector("button"), () => sendLink(notice, form.elements.email.value));
});
