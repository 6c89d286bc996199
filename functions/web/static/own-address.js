/** One's own e-mail address: whether it is verified, and how it is changed. */

import { call } from "./api.js";
import { byId, h, whileBusy } from "./dom.js";
import { clear, showNote, showProblem } from "./notice.js";
import { sendLink } from "./verification.js";

const notice = byId("notice");
const form = byId("address-form");

/** Shows what is known of the user's address. */
export function showAddress({ email, emailVerified }) {
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
    try {
      const wish = { newEmail: form.elements.newEmail.value, callbackURL: "/verify-email" };
      await call("POST", "/api/auth/change-email", wish);
      form.reset();
      showNote(notice, "A mail is on its way.", h("p", {}, "The address changes when the link in it is opened."));
    } catch (error) {
      showProblem(notice, error);
    }
  });
});
