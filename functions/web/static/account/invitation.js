/** The page that an invitation's link ends at: whose it is, to what, and the two answers to it. */

import { call } from "../shell/asking/api.js";
import { byId, go, h, whileBusy } from "../shell/browser/dom.js";
import { clear, showNote, showProblem } from "./notice.js";
import { meaning } from "./members/roles.js";
import { showWho } from "./top.js";

const BASE = "/api/auth/organization";
const notice = byId("notice");
const panel = byId("invitation");
const invitationId = new URLSearchParams(location.search).get("id") ?? "";

showWho();
start();

async function start() {
  clear(notice);
  try {
    const found = await call("GET", `${BASE}/get-invitation?id=${encodeURIComponent(invitationId)}`);
    byId("team-name").textContent = found.organizationName;
    byId("invited-by").textContent = `${found.inviterEmail} has invited you to this team.`;
    byId("invited-as").textContent = meaning(found.role);
    panel.hidden = false;
    byId("accept").onclick = () => answer(byId("accept"), accept);
    byId("reject").onclick = () => answer(byId("reject"), reject);
  } catch (error) {
    tell(error);
  }
}

async function accept() {
  const { member } = await call("POST", `${BASE}/accept-invitation`, { invitationId });
  await go(`/settings/teams/${member.organizationId}`);
}

async function reject() {
  await call("POST", `${BASE}/reject-invitation`, { invitationId });
  panel.hidden = true;
  showNote(notice, "You have said no", h("p", {}, h("a", { href: "/settings" }, "Settings")));
}

function answer(button, work) {
  return whileBusy(button, async () => {
    clear(notice);
    try {
      await work();
    } catch (error) {
      tell(error);
    }
  });
}

/** Most who see a refusal are signed in with another address than the one that was invited. */
function tell(error) {
  panel.hidden ||= error.status === 400;
  const again = h("a", { href: `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}&again=1` }, "Sign in with it");
  if (error.code === "YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION")
    showNote(notice, "This invitation is for another address", h("p", {}, "It opens in an account with the address that the mail came to. ", again, "."));
  else if (error.code === "INVITATION_NOT_FOUND")
    showNote(notice, "This invitation is not open any more", h("p", {}, "It may have been answered, cancelled, or be older than two days. Ask whoever invited you for another."));
  else if (error.code?.startsWith("EMAIL_VERIFICATION_REQUIRED"))
    showNote(notice, "Verify your address first", h("p", {}, h("a", { href: "/settings/security" }, "Security"), " has a button for it."));
  else if (error.status === 404) showNote(notice, "There are no teams here", h("p", {}, "Whoever runs this server has not switched them on."));
  else showProblem(notice, error, start);
}
