/** Buttons that sign in with an account somewhere else: they ask the auth API where to go, and go. */

import { call } from "../../shell/asking/api.js";
import { byId, go, whileBusy } from "../../shell/browser/dom.js";
import { clear, showProblem } from "../notice.js";

/** Brings the buttons to life, where the server knows a provider, and tells how the last journey ended. */
export function offerProviders() {
  const place = byId("social");
  for (const button of place?.querySelectorAll("button") ?? []) {
    button.addEventListener("click", () => whileBusy(button, () => leave(button.value, place.dataset.next)));
  }
  const error = new URLSearchParams(location.search).get("error");
  if (place && error) showProblem(byId("notice"), { message: said(error) });
}

async function leave(provider, next) {
  clear(byId("notice"));
  const back = location.pathname;
  try {
    const wish = { provider, callbackURL: next, errorCallbackURL: back };
    const { url } = await call("POST", "/api/auth/sign-in/social", wish);
    await go(url);
  } catch (error) {
    showProblem(byId("notice"), error);
  }
}

function said(error) {
  if (error === "access_denied") return "You did not allow it there, so you are not signed in here.";
  if (error === "account_not_linked")
    return "There is an account with this address already. Sign in with your password.";
  if (error === "email_domain_not_allowed")
    return "Your address there is none that may come in here, or it is not verified there.";
  if (error === "signup_disabled") return "There is no account here for you, and nobody new can sign up.";
  return "Signing in there did not work. Try again.";
}
