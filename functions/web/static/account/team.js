/** One team: who is in it, who is invited, which apps it sees, and its end. */

import { call } from "../shell/asking/api.js";
import { ask } from "../shell/browser/dialog.js";
import { byId, go, h, whileBusy } from "../shell/browser/dom.js";
import { showInvitations } from "./members/invitations.js";
import { clear, showNote, showProblem } from "./notice.js";
import { tellClosed } from "./members/closed.js";
import { openRule } from "./members/rule.js";
import { given, isOwner, ROLES, runsTeam, said } from "./members/roles.js";
import { showWho } from "./top.js";

const BASE = "/api/auth/organization";
const notice = byId("notice");
const organizationId = location.pathname.split("/")[3];

showWho();
start();

act("leave", async () => {
  const text = "You see its apps no more, and what you have shared with it is yours alone again.";
  if ((await ask({ title: "Leave the team?", text, action: "Leave", danger: true })) === null) return;
  await call("POST", `${BASE}/leave`, { organizationId });
  await go("/settings/teams");
});
act("delete-team", async () => {
  const name = byId("team-name").textContent;
  const text = "Nobody reaches an app through it any more. The apps themselves stay with their owners.";
  const field = { label: `Type ${name} to go on`, value: "", mustEqual: name };
  if ((await ask({ title: `Delete ${name}?`, text, action: "Delete the team", danger: true, field })) === null) return;
  await call("POST", `${BASE}/delete`, { organizationId });
  await go("/settings/teams");
});
byId("name-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = event.currentTarget.elements.name.value.trim();
  attempt(event.currentTarget.querySelector("button"), async () => {
    await call("POST", `${BASE}/update`, { organizationId, data: { name } });
    await start();
    showNote(notice, "Renamed.");
  });
});

async function start() {
  clear(notice);
  try {
    const asked = [call("GET", `${BASE}/get-full-organization?organizationId=${organizationId}`), call("GET", "/api/auth/get-session"), call("GET", "/api/apps")];
    const [team, own, { apps, closedTeams = [] }] = await Promise.all(asked);
    show(team, own.user.id);
    const closed = closedTeams.filter(({ id }) => id === organizationId);
    if (closed.length) tellClosed(notice, closed);
    await openRule(team, own, attempt);
    showApps(apps.filter((app) => app.team?.id === organizationId));
    byId("all").hidden = false;
  } catch (error) {
    byId("all").hidden = true;
    if (error.status === 403 || error.code === "ORGANIZATION_NOT_FOUND")
      showNote(notice, "You are not in this team", h("p", {}, "It may have been deleted, or you have left it."));
    else showProblem(notice, error, start);
  }
}

function show(team, userId) {
  const mine = team.members.find((member) => member.userId === userId).role;
  document.title = `${team.name} · Teams · Spoor`;
  byId("team-name").textContent = team.name;
  byId("name-form").elements.name.value = team.name;
  for (const id of ["inviting", "naming"]) byId(id).hidden = !runsTeam(mine);
  byId("delete-team").hidden = !isOwner(mine);
  byId("members").replaceChildren(...team.members.map((member) => row(member, mine, userId)));
  if (runsTeam(mine)) showInvitations(organizationId, team.invitations, mine, start);
}

function row(member, mine, userId) {
  const { name, email } = member.user;
  const own = member.userId === userId;
  const may = runsTeam(mine) && (isOwner(mine) || !isOwner(member.role));
  return h(
    "li",
    {},
    h("span", { class: "name" }, name, own && h("span", { class: "quiet" }, " (you)")),
    h("span", { class: "quiet" }, email),
    may ? roleChoice(member, mine) : h("span", {}, said(member.role)),
    may && !own && removal(member),
  );
}

function roleChoice({ id, role, user }, mine) {
  const several = role.includes(",") ? [h("option", { value: role, selected: true }, said(role))] : [];
  const options = given(mine).map((each) => h("option", { value: each, selected: each === role }, ROLES[each]));
  const select = h("select", { "aria-label": `Role of ${user.name}` }, several, options);
  select.onchange = () =>
    attempt(select, async () => {
      try {
        await call("POST", `${BASE}/update-member-role`, { organizationId, memberId: id, role: select.value });
      } catch (error) {
        select.value = role;
        throw error;
      }
      await start();
    });
  return select;
}

function removal({ id, user }) {
  const button = h("button", { type: "button", class: "small", "aria-label": `Remove ${user.name}` }, "Remove");
  button.onclick = () =>
    attempt(button, async () => {
      const text = "They see the team’s apps no more, at once. What they have shared with the team is theirs alone again.";
      if ((await ask({ title: `Remove ${user.name}?`, text, action: "Remove", danger: true })) === null) return;
      await call("POST", `${BASE}/remove-member`, { organizationId, memberIdOrEmail: id });
      await start();
    });
  return button;
}

function showApps(apps) {
  byId("no-apps").hidden = apps.length > 0;
  byId("apps").replaceChildren(
    ...apps.map(({ id, name }) =>
      h("li", {}, h("a", { class: "name", href: `/settings/${id}` }, name), h("a", { href: `/dashboard/${id}`, "aria-label": `Dashboard of ${name}` }, "Dashboard")),
    ),
  );
}

function act(id, work) {
  byId(id).addEventListener("click", () => attempt(byId(id), work));
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
