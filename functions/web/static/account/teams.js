/** The teams page: those that the reader is in, invitations that wait for them, and a form for a new team. */

import { call } from "../shell/asking/api.js";
import { byId, go, h, whileBusy } from "../shell/browser/dom.js";
import { clear, showNote, showProblem } from "./notice.js";
import { said } from "./members/roles.js";
import { showWho } from "./top.js";

const BASE = "/api/auth/organization";
const since = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const notice = byId("notice");
const form = byId("new-team-form");

const who = showWho();
start();

form.addEventListener("submit", (event) => {
  event.preventDefault();
  whileBusy(form.querySelector("button"), make);
});

async function start() {
  clear(notice);
  try {
    const teams = await call("GET", `${BASE}/list`);
    byId("teams").replaceChildren(...teams.map(row));
    if (teams.length === 0) showNote(byId("no-teams"), "No team yet", h("p", {}, "Make one, invite who shall see your apps, then share an app with it in the app’s settings."));
    await showInvitations();
    byId("all").hidden = false;
  } catch (error) {
    if (error.status === 404) showNote(notice, "There are no teams here", h("p", {}, "Whoever runs this server has not switched them on."));
    else showProblem(notice, error, start);
  } finally {
    byId("teams").removeAttribute("aria-busy");
  }
}

/** Only for a verified address: others read of an invitation in the mail alone. */
async function showInvitations() {
  const verified = (await who)?.user.emailVerified;
  const waiting = verified ? await call("GET", `${BASE}/list-user-invitations`) : [];
  const open = waiting.filter(({ expiresAt }) => Date.parse(expiresAt) > Date.now());
  byId("invited").hidden = open.length === 0;
  byId("invitations").replaceChildren(
    ...open.map(({ id, organizationName, role }) =>
      h(
        "li",
        {},
        h("a", { class: "name", href: `/settings/invitation?id=${id}` }, organizationName),
        h("span", { class: "quiet" }, `as ${said(role)}`),
      ),
    ),
  );
}

async function make() {
  clear(notice);
  const name = form.elements.name.value.trim();
  try {
    const team = await call("POST", `${BASE}/create`, { name, slug: slugOf(name) });
    await go(`/settings/teams/${team.id}`);
  } catch (error) {
    showProblem(notice, error);
  }
}

/** Nobody sees it here; an application that uses the same teams may. */
function slugOf(name) {
  const words = name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  const letters = crypto.getRandomValues(new Uint32Array(2)).reduce((text, number) => text + number.toString(36), "");
  return `${words || "team"}-${letters}`;
}

function row({ id, name, createdAt }) {
  return h(
    "li",
    {},
    h("a", { class: "name", href: `/settings/teams/${id}` }, name),
    h("span", { class: "quiet" }, `since ${since.format(new Date(createdAt))}`),
  );
}
