/** One's own e-mail address: whether it is verified, and how it is changed. */

import { call } from "../../shell/asking/api.js";
import { byId, h, whileBusy } from "../../shell/browser/dom.js";
import { clear, showNote } from "../notice.js";
import { proving } from "./prove.js";
import { sendLink } from "../entry/verification.js";

const notice = byId("notice");
const form = byId("address-form");
let verified = false;

/** Shows what is known of the user's address. */
export function showAddress({ email, emailVerified }) {
  verified = emailVerified;
  const send = ({ currentTarget }) => whileBusy(currentTarget, () => sendLink(notice, email));
  byId("address-state").replaceChildren(
    emailVerified ? `${email} is verified. ` : `${email} is not verified yet. `,
    ...(emailVerified ? [] : [h("button", { type: "button", class: "small", onclick: send }, "Send a link to verify it")]),
  );
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  whileBusy(form.querySelector("button"), async () => {
    clear(notice);
    const wish = { newEmail: form.elements.newEmail.value, callbackURL: "/verify-email" };
    const done = await proving(notice, (proof) => call("POST", "/api/auth/change-email", { ...wish, ...proof }));
    if (!done) return;
    form.reset();
    const where = verified ? "to the address that you have. The link in it lets the change begin." : "to the new address. The link in it makes the change.";
    showNote(notice, "A mail is on its way.", h("p", {}, `It goes ${where}`));
  });
});
