/** The security page: sign-in sessions, password, API tokens, recent activity, and the end of the account. */

import { showWho } from "./top.js";
import { call, session } from "../shell/asking/api.js";
import { refreshTokens, showTokens } from "./own/api-tokens.js";
import { ask } from "../shell/browser/dialog.js";
import { byId, go, whileBusy } from "../shell/browser/dom.js";
import { clear, showNote, showProblem } from "./notice.js";
import { showAddress } from "./own/own-address.js";
import { showPasskeys } from "./own/passkeys.js";
import { proving } from "./own/prove.js";
import { showActivity } from "./own/recent-activity.js";
import { endOthers, showSessions } from "./own/sign-in-sessions.js";

const notice = byId("notice");
const form = byId("password-form");

showWho();
// All of it is shown at once: lists that come one by one would push what stands below them about.
Promise.all([showTokens(), showPasskeys(), start()]).finally(() => (byId("all").hidden = false));

form.addEventListener("submit", (event) => {
  event.preventDefault();
  whileBusy(form.querySelector("button"), changePassword);
});
byId("delete-account").addEventListener("click", ({ currentTarget }) => whileBusy(currentTarget, deleteAccount));

async function start() {
  const answer = await session().catch((error) => showProblem(notice, error, start));
  if (!answer) return;
  byId("password-account").value = answer.user.email;
  showAddress(answer.user);
  tellSecondFactor(answer.user.twoFactorEnabled);
  endOthers(answer.session.token);
  await Promise.all([showSessions(answer.session.token), showActivity(answer.session.id)]);
}

/** Where users have none at all, nothing is said of it. */
function tellSecondFactor(on) {
  byId("second-factor").hidden = on === undefined;
  byId("second-factor-state").textContent = on ? "Signing in asks for a code from your phone." : "Your password alone signs in.";
}

async function changePassword() {
  clear(notice);
  const { currentPassword, newPassword, revokeOtherSessions, revokeApiTokens } = form.elements;
  const wish = {
    currentPassword: currentPassword.value,
    newPassword: newPassword.value,
    revokeOtherSessions: revokeOtherSessions.checked,
    revokeApiTokens: revokeApiTokens.checked,
  };
  try {
    await call("POST", "/api/auth/change-password", wish);
    form.reset();
    showNote(notice, "The password is changed.");
    await Promise.all([start(), refreshTokens()]);
  } catch (error) {
    showProblem(notice, error);
  }
}

async function deleteAccount() {
  clear(notice);
  const { user } = (await call("GET", "/api/auth/get-session")) ?? {};
  if (!user) return;
  const text = "All your apps go, with everything in them, but for what you share with a team that goes on. This can't be undone.";
  const field = { label: `Type ${user.email} to go on`, value: "", mustEqual: user.email };
  if ((await ask({ title: "Delete your account?", text, action: "Delete the account", danger: true, field })) === null)
    return;
  const done = await proving(notice, (proof) => call("POST", "/api/auth/delete-user", { callbackURL: "/", ...proof }));
  if (done?.message === "User deleted") await go("/");
  if (done) showNote(notice, "A mail is on its way: the link in it deletes the account.");
}
