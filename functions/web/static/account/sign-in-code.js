/** Between the password and the page: asks for a code from the phone, or for one from paper. */

import { applyTheme } from "../shell/browser/colours.js";
import { call } from "../shell/asking/api.js";
import { byId, go, h, whileBusy } from "../shell/browser/dom.js";
import { clear, showNote, showProblem } from "./notice.js";

const PHONE = {
  path: "/api/auth/two-factor/verify-totp",
  label: "Code",
  hint: "Your authenticator shows six digits for this account.",
  mode: "numeric",
  other: "I do not have my phone",
};
const PAPER = {
  path: "/api/auth/two-factor/verify-backup-code",
  label: "Backup code",
  hint: "One of those that you kept when you set this up, such as aB3dE-fG5hJ. Each works once.",
  mode: "text",
  other: "I have my phone",
};
/** After these the question is closed: it has to begin with the password again. */
const OVER = ["INVALID_TWO_FACTOR_COOKIE", "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE", "TOTP_NOT_ENABLED"];

applyTheme();
const form = byId("code-form");
const notice = byId("notice");
const field = byId("code");
let kind = PHONE;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  whileBusy(form.querySelector("button"), submit);
});
byId("other-kind").addEventListener("click", () => {
  kind = kind === PHONE ? PAPER : PHONE;
  byId("code-label").textContent = kind.label;
  byId("code-hint").textContent = kind.hint;
  byId("other-kind").textContent = kind.other;
  field.inputMode = kind.mode;
  field.value = "";
  field.focus();
});

async function submit() {
  clear(notice);
  // Phones show `123 456`, and paste it so.
  const code = kind === PHONE ? field.value.replace(/\s/g, "") : field.value.trim();
  try {
    await call("POST", kind.path, { code, trustDevice: form.elements.trustDevice.checked });
    return await go(form.dataset.next);
  } catch (error) {
    if (OVER.includes(error.code)) startAgain(error);
    else showProblem(notice, error);
    field.select();
  }
  return undefined;
}

function startAgain(error) {
  const link = h("a", { href: `/sign-in?next=${encodeURIComponent(form.dataset.next)}&again=1` }, "Sign in again");
  showNote(notice, error.code === OVER[0] ? "It took too long." : error.message, h("p", {}, link));
}
