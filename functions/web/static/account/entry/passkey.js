/** Signs in with a passkey: the browser asks the reader's device, which answers a challenge of the auth API. */

import { call } from "../../shell/asking/api.js";
import { byId, go, whileBusy } from "../../shell/browser/dom.js";
import { clear, showProblem } from "../notice.js";

const BASE = "/api/auth/passkey";

/** Whether this browser has passkeys at all, and says what they are in JSON. */
export const knowsPasskeys = () => Boolean(globalThis.PublicKeyCredential && "parseRequestOptionsFromJSON" in PublicKeyCredential);

/** Brings the button to life, where the server has passkeys and the browser too. */
export function offerPasskey() {
  const place = byId("passkey");
  if (!place || !knowsPasskeys()) return;
  place.hidden = false;
  const button = place.querySelector("button");
  button.addEventListener("click", () => whileBusy(button, () => enter(place.dataset.next)));
}

async function enter(next) {
  const notice = byId("notice");
  clear(notice);
  try {
    const asked = await call("GET", `${BASE}/generate-authenticate-options`);
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked);
    const answered = /** @type {PublicKeyCredential} */ (await navigator.credentials.get({ publicKey }));
    const { twoFactorRedirect } = await call("POST", `${BASE}/verify-authentication`, { response: answered.toJSON() });
    await go(twoFactorRedirect ? `/sign-in/code?next=${encodeURIComponent(next)}` : next);
  } catch (error) {
    showProblem(notice, { ...error, status: error.status ?? 400, message: said(error) });
  }
}

/** What the browser itself refuses it says in words for programs. */
function said(error) {
  if (error.code === "PASSKEY_NOT_FOUND") return "This passkey opens no account here. It may have been removed.";
  return error instanceof DOMException ? "No passkey was used. Try again, or sign in with your password." : error.message;
}
