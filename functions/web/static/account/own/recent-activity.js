/** What has happened to one's own account lately, so that a stranger's doing is seen. */

import { call } from "../../shell/asking/api.js";
import { device } from "./device.js";
import { byId, h } from "../../shell/browser/dom.js";
import { showProblem } from "../notice.js";

const SHOWN = 10;
const when = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const list = byId("activity");
const more = byId("more-activity");

const NAMES = {
  signUp: "Account created",
  signIn: "Sign-in",
  signOut: "Sign-out",
  passwordResetAsked: "Link to reset the password asked for",
  passwordReset: "Password reset",
  passwordChanged: "Password changed",
  passwordTried: "Password entered",
  emailVerified: "Address verified",
  emailChangeAsked: "Change of the address asked for",
  emailChanged: "Address changed",
  accountLinked: "Account at a provider linked",
  accountUnlinked: "Account at a provider unlinked",
  sessionRevoked: "Sign-out of another browser",
  sessionsRevoked: "Sign-out everywhere",
  tokenMade: "API token made",
  tokenRevoked: "API token revoked",
  tokensRevoked: "All API tokens revoked",
  deletionAsked: "Deletion of the account asked for",
  accountDeleted: "Deletion of the account",
  secondFactorAsked: "Code asked for",
  secondFactorPrepared: "Second factor prepared",
  secondFactorOn: "Second factor turned on",
  secondFactorOff: "Second factor turned off",
  secondFactorShown: "Secret of the second factor shown",
  backupCodesMade: "New backup codes made",
  backupCodeUsed: "Backup code used",
  passkeyAdded: "Passkey added",
  passkeyRemoved: "Passkey removed",
  teamMade: "Team made",
  teamDeleted: "Team deleted",
  teamJoined: "Team joined",
  teamLeft: "Team left",
  memberInvited: "Somebody invited to a team",
  memberRemoved: "Somebody removed from a team",
  memberRoleChanged: "Role in a team given",
  secondFactorRequired: "Second factor required in a team",
  secondFactorNotRequired: "Second factor no longer required in a team",
  invitationCancelled: "Invitation cancelled",
  invitationRejected: "Invitation to a team refused",
};

/** Shows it; `current` is the id of this browser's own session. */
export async function showActivity(current) {
  try {
    const { activity } = await call("GET", "/api/activity");
    const rows = activity.map((entry) => row(entry, current));
    list.replaceChildren(...rows.slice(0, SHOWN));
    more.hidden = rows.length <= SHOWN;
    more.onclick = () => {
      list.append(...rows.slice(SHOWN));
      more.hidden = true;
      rows[SHOWN].tabIndex = -1;
      rows[SHOWN].focus();
    };
  } catch (error) {
    list.replaceChildren();
    showProblem(byId("notice"), error, () => showActivity(current));
  } finally {
    list.removeAttribute("aria-busy");
  }
}

function row({ event, outcome, at, sessionId, address, userAgent }, current) {
  const refused = outcome === "refused";
  const own = sessionId && sessionId === current;
  const where = [own ? "this browser" : device(userAgent), address, when.format(new Date(at))].filter(Boolean).join(" · ");
  return h(
    "li",
    {},
    h("span", { class: "name" }, NAMES[event] ?? event, refused && h("strong", { class: "refused" }, " – refused")),
    h("span", { class: "quiet" }, where),
  );
}
