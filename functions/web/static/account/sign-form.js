/** The sign-in and sign-up forms: they call the auth API and go on to where the reader wanted to be. */

import { applyTheme } from "../shell/browser/colours.js";
import { call } from "../shell/asking/api.js";
import { byId, go, whileBusy } from "../shell/browser/dom.js";
import { clear, showNote, showProblem } from "./notice.js";
import { revealPassword } from "./entry/reveal.js";
import { offerPasskey } from "./entry/passkey.js";
import { offerProviders } from "./entry/social.js";
import { offerNewLink } from "./entry/verification.js";

applyTheme();
const form = byId("sign-form");
const notice = byId("notice");
const button = form.querySelector("button[type=submit]");
const asked = new URLSearchParams(location.search);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  whileBusy(button, submit);
});

revealPassword();
offerProviders();
offerPasskey();

if (asked.has("ended")) showNote(notice, "Your session has ended. Sign in to go on where you were.");
else if (form.dataset.signedIn === "maybe" && !asked.has("again")) leaveIfSignedIn();

async function submit() {
  clear(notice);
  const fields = Object.fromEntries(new FormData(form));
  if (form.elements.rememberMe) fields.rememberMe = form.elements.rememberMe.checked;
  else fields.callbackURL = "/verify-email"; // where the link of the mail leads, if one is sent
  try {
    const { token, twoFactorRedirect } = await call("POST", form.getAttribute("action"), fields);
    if (twoFactorRedirect) return await go(`/sign-in/code?next=${encodeURIComponent(form.dataset.next)}`);
    // The server let through only a page of our own (sign_in_redirect.py).
    if (token) return await go(form.dataset.next);
    showNote(notice, "Your account is ready. Open the link in the mail we sent you, then sign in.");
  } catch (error) {
    showProblem(notice, error);
    if (error.code === "EMAIL_NOT_VERIFIED") offerNewLink(notice, fields.email);
    if (error.status === 401) form.elements.password.select();
  }
  return undefined;
}

/** A cookie came along, but only the auth API knows whether it still opens anything. */
async function leaveIfSignedIn() {
  const answer = await call("GET", "/api/auth/get-session").catch(() => null);
  if (answer?.session) location.replace(form.dataset.next);
}
