/** Does what a session alone may not do: asks for the password where the reader has not just signed in. */

import { ask } from "../../shell/browser/dialog.js";
import { byId, h } from "../../shell/browser/dom.js";
import { showNote, showProblem } from "../notice.js";

const ASKS_FOR_IT = ["SESSION_NOT_FRESH", "SESSION_EXPIRED"];

/**
 * What `work(proof)` gives, done without a proof or else with a password; null where the reader thinks better of it.
 * Problems are shown in `place`, and give null as well.
 */
export async function proving(place, work) {
  try {
    return await work({});
  } catch (error) {
    if (!ASKS_FOR_IT.includes(error.code)) return problem(place, error);
  }
  const text = "It is some time since you signed in. Show that it is you.";
  const field = { label: "The password of your account", value: "", secret: byId("who").textContent };
  const password = await ask({ title: "Your password", text, action: "Go on", field });
  if (password === null) return null;
  return work({ password }).catch((error) => problem(place, error));
}

function problem(place, error) {
  if (error.code === "CREDENTIAL_ACCOUNT_NOT_FOUND") signInFirst(place);
  else showProblem(place, error);
  return null;
}

function signInFirst(place) {
  const again = h("a", { href: "/sign-in?next=/settings/security&again=1" }, "Sign in once more");
  showNote(place, "Your account has no password", h("p", {}, again, ", then do it within ten minutes."));
}
