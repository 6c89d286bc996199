/** The sign-in and sign-up forms: they call the auth API and go on to where the reader wanted to be. */

import { call } from "./api.js";
import { byId, go, whileBusy } from "./dom.js";
import { clear, showNote, showProblem } from "./notice.js";

const form = byId("sign-form");
const notice = byId("notice");
const button = form.querySelector("button[type=submit]");
const ended = new URLSearchParams(location.search).has("ended");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  whileBusy(button, submit);
});

byId("reveal").addEventListener("click", ({ currentTarget }) => {
  const password = form.elements.password;
  const visible = password.type === "password";
  password.type = visible ? "text" : "password";
  currentTarget.textContent = visible ? "Hide" : "Show";
  currentTarget.setAttribute("aria-label", visible ? "Hide the password" : "Show the password");
});

if (ended) showNote(notice, "Your session has ended. Sign in to go on where you were.");
else if (form.dataset.signedIn === "maybe") leaveIfSignedIn();

async function submit() {
  clear(notice);
  const fields = Object.fromEntries(new FormData(form));
  if (form.elements.rememberMe) fields.rememberMe = form.elements.rememberMe.checked;
  try {
    const { token } = await call("POST", form.getAttribute("action"), fields);
    // The server let through only a page of our own (sign_in_redirect.py).
    if (token) return await go(form.dataset.next);
    showNote(notice, "Your account is ready. Open the link in the mail we sent you, then sign in.");
  } catch (error) {
    showProblem(notice, error);
    if (error.status === 401) form.elements.password.select();
  }
  return undefined;
}

/** A cookie came along, but only the auth API knows whether it still opens anything. */
async function leaveIfSignedIn() {
  const answer = await call("GET", "/api/auth/get-session").catch(() => null);
  if (answer?.session) location.replace(form.dataset.next);
}
