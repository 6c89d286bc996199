/** Asks for another mail with a link that verifies an address. */

import { call } from "../../shell/asking/api.js";
import { h, whileBusy } from "../../shell/browser/dom.js";
import { showNote, showProblem } from "../notice.js";

/** Sends a link, and says so. */
export async function sendLink(place, email) {
  try {
    await call("POST", "/api/auth/send-verification-email", { email, callbackURL: "/verify-email" });
    showNote(place, "A mail is on its way.", h("p", {}, "The link in it works for an hour."));
  } catch (error) {
    showProblem(place, error);
  }
}

/** Puts a button for that into the notice that is shown. */
export function offerNewLink(place, email) {
  const send = ({ currentTarget }) => whileBusy(currentTarget, () => sendLink(place, email));
  place.firstElementChild.append(h("button", { type: "button", class: "small", onclick: send }, "Send the link again"));
}
