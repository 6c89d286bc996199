/** One's own passkeys: added by the device at hand, renamed, removed. */

import { call } from "../../shell/asking/api.js";
import { ask } from "../../shell/browser/dialog.js";
import { byId, h, whileBusy } from "../../shell/browser/dom.js";
import { knowsPasskeys } from "../entry/passkey.js";
import { clear, showNote, showProblem } from "../notice.js";

const BASE = "/api/auth/passkey";
const made = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const notice = byId("notice");
const list = byId("passkeys");
const form = byId("passkey-form");

/** Shows them, where this server has passkeys. */
export async function showPasskeys() {
  if (!list) return;
  form.hidden = !knowsPasskeys();
  form.onsubmit = (event) => {
    event.preventDefault();
    attempt(form.querySelector("button"), () => add(form.elements.name.value.trim()));
  };
  try {
    list.replaceChildren(...(await call("GET", `${BASE}/list-user-passkeys`)).map(row));
  } catch (error) {
    showProblem(notice, error, showPasskeys);
  } finally {
    list.removeAttribute("aria-busy");
  }
}

async function add(name) {
  const asked = await call("GET", `${BASE}/generate-register-options`);
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked);
  const answered = /** @type {PublicKeyCredential} */ (await navigator.credentials.create({ publicKey }));
  await call("POST", `${BASE}/verify-registration`, { name, response: answered.toJSON() });
  form.reset();
  await showPasskeys();
  showNote(notice, `${name} signs you in from now on.`);
}

function row({ id, name, createdAt, backedUp }) {
  const called = name ?? "A passkey";
  const rename = h("button", { type: "button", class: "small", "aria-label": `Rename ${called}` }, "Rename");
  const remove = h("button", { type: "button", class: "small", "aria-label": `Remove ${called}` }, "Remove");
  rename.onclick = () =>
    attempt(rename, async () => {
      const given = await ask({ title: "Rename the passkey", action: "Rename", field: { label: "Name", value: called } });
      if (given === null) return;
      await call("POST", `${BASE}/update-passkey`, { id, name: given });
      await showPasskeys();
    });
  remove.onclick = () =>
    attempt(remove, async () => {
      const text = "It signs in no more. Your device may go on offering it until you delete it there, too.";
      if ((await ask({ title: `Remove ${called}?`, text, action: "Remove", danger: true })) === null) return;
      await call("POST", `${BASE}/delete-passkey`, { id });
      await showPasskeys();
    });
  const kept = [backedUp && "kept in several devices", `since ${made.format(new Date(createdAt))}`].filter(Boolean).join(" · ");
  return h("li", {}, h("span", { class: "name" }, called), h("span", { class: "quiet" }, kept), rename, remove);
}

function attempt(button, work) {
  return whileBusy(button, async () => {
    clear(notice);
    try {
      await work();
    } catch (error) {
      tell(error);
    }
  });
}

function tell(error) {
  const again = h("a", { href: "/sign-in?next=/settings/security&again=1" }, "Sign in once more");
  if (error.code === "SESSION_NOT_FRESH") showNote(notice, "It is some time since you signed in", h("p", {}, again, ", then add it within ten minutes."));
  else if (error instanceof DOMException)
    showNote(notice, error.name === "InvalidStateError" ? "This device has a passkey for you already." : "No passkey was added.");
  else showProblem(notice, error);
}
