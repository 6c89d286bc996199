/** With which team an app is shared, and what of its settings is for whom; the API judges all of it anew. */

import { call } from "../../shell/asking/api.js";
import { ask } from "../../shell/browser/dialog.js";
import { byId, h, whileBusy } from "../../shell/browser/dom.js";
import { clear, showNote, showProblem } from "../notice.js";
import { isOwner, runsApp, said } from "./roles.js";
import { hasTeams } from "../top.js";

const notice = byId("notice");
const form = byId("sharing-form");

/** Opens the section for an app; `who` is who reads. */
export async function openSharing(app, who) {
  const role = app.team?.role ?? "owner";
  for (const part of document.querySelectorAll("[data-for]")) {
    const wanted = part.getAttribute("data-for");
    part.toggleAttribute("hidden", !(wanted === "owner" ? isOwner(role) : runsApp(role)));
  }
  if (!runsApp(role)) showNote(byId("role-notice"), `You are a ${said(role).toLowerCase()} here`, h("p", {}, `Its settings are for admins and owners of ${app.team.name}.`));
  const answer = await who;
  if (!hasTeams(answer) || (!isOwner(role) && !app.team)) return;
  await show(app, isOwner(role));
}

async function show(app, may) {
  try {
    const teams = may ? await call("GET", "/api/auth/organization/list") : [];
    const others = teams.filter(({ id }) => id !== app.team?.id);
    const link = app.team && h("a", { href: `/settings/teams/${app.team.id}` }, app.team.name);
    byId("shared-with").replaceChildren(...(app.team ? ["Shared with ", link, "."] : ["Yours alone. The members of a team see it once it is shared with them."]));
    byId("sharing-team").replaceChildren(...others.map(({ id, name }) => h("option", { value: id }, name)));
    form.hidden = !may;
    form.querySelector("[type=submit]").hidden = form.querySelector("label").hidden = others.length === 0;
    byId("take-back").hidden = !app.team;
    if (may && teams.length === 0) byId("shared-with").append(" ", h("a", { href: "/settings/teams" }, "Make a team"), ".");
    byId("sharing").hidden = false;
  } catch (error) {
    showProblem(notice, error);
    return;
  }
  form.onsubmit = (event) => {
    event.preventDefault();
    const name = byId("sharing-team").selectedOptions[0].textContent;
    attempt(form.querySelector("[type=submit]"), async () => {
      const shared = await call("PUT", `/api/apps/${app.id}/team`, { teamId: byId("sharing-team").value });
      await show({ ...app, team: shared.team }, may);
      showNote(notice, `The members of ${name} see it now.`);
    });
  };
  byId("take-back").onclick = () =>
    attempt(byId("take-back"), async () => {
      const text = "Nobody but its owner sees it from now on. What was kept in it stays.";
      if ((await ask({ title: `Take it back from ${app.team.name}?`, text, action: "Take it back", danger: true })) === null) return;
      await call("DELETE", `/api/apps/${app.id}/team`);
      await show({ ...app, team: undefined }, may);
      showNote(notice, "It is its owner’s alone again.");
    });
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
