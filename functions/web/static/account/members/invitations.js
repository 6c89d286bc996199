/** The invitations of a team that wait, and the form that sends another. */

import { call } from "../../shell/asking/api.js";
import { byId, h, whileBusy } from "../../shell/browser/dom.js";
import { copyButton } from "../code-block.js";
import { clear, showNote, showProblem } from "../notice.js";
import { given, ROLES, said } from "./roles.js";

const BASE = "/api/auth/organization";
const until = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const notice = byId("notice");
const form = byId("invite-form");

/** Shows those that wait; `mine` is the reader's role, `again` shows the team anew. */
export function showInvitations(organizationId, invitations, mine, again) {
  const waiting = invitations.filter(({ status, expiresAt }) => status === "pending" && Date.parse(expiresAt) > Date.now());
  byId("invitations").replaceChildren(...waiting.map((invitation) => row(organizationId, invitation, again)));
  const role = byId("invite-role");
  const chosen = role.value || "member";
  role.replaceChildren(...given(mine).map((each) => h("option", { value: each, selected: each === chosen }, ROLES[each])));
  form.onsubmit = (event) => {
    event.preventDefault();
    attempt(form.querySelector("button"), async () => {
      const { email } = await call("POST", `${BASE}/invite-member`, { organizationId, email: form.elements.email.value, role: role.value });
      form.reset();
      await again();
      showNote(notice, `${email} is invited.`, h("p", {}, "Where mail is set up the link is on its way; you can also copy it below."));
    });
  };
}

function row(organizationId, { id, email, role, expiresAt }, again) {
  const resend = h("button", { type: "button", class: "small", "aria-label": `Send again to ${email}` }, "Send again");
  resend.onclick = () =>
    attempt(resend, async () => {
      await call("POST", `${BASE}/invite-member`, { organizationId, email, role, resend: true });
      await again();
      showNote(notice, `The invitation of ${email} is sent again.`);
    });
  const cancel = h("button", { type: "button", class: "small", "aria-label": `Cancel the invitation of ${email}` }, "Cancel");
  cancel.onclick = () =>
    attempt(cancel, async () => {
      await call("POST", `${BASE}/cancel-invitation`, { invitationId: id });
      await again();
    });
  return h(
    "li",
    {},
    h("span", { class: "name" }, email),
    h("span", { class: "quiet" }, `${said(role)} · until ${until.format(new Date(expiresAt))}`),
    linkOf(id, email),
    resend,
    cancel,
  );
}

function linkOf(id, email) {
  const link = `${location.origin}/settings/invitation?id=${id}`;
  return h("span", { class: "key" }, h("output", { class: "unseen" }, link), copyButton(link, `the link for ${email}`));
}

function attempt(button, work) {
  return whileBusy(button, async () => {
    clear(notice);
    try {
      await work();
    } catch (error) {
      showProblem(notice, error);
    }
  });
}
