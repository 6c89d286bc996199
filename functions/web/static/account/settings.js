/** The settings page: one's own apps, a form for a new one, and the account. */

import { hasTeams, showWho } from "./top.js";
import { call } from "../shell/asking/api.js";
import { byId, go, h } from "../shell/browser/dom.js";
import { tellClosed } from "./members/closed.js";
import { newAppForm } from "./app/new-app.js";
import { clear, showNote, showProblem } from "./notice.js";

const made = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

newAppForm((app) => go(`/settings/${app.id}`));
const who = showWho();
showApps();

async function showApps() {
  const list = byId("apps");
  clear(byId("notice"));
  try {
    const { apps, closedTeams = [] } = await call("GET", "/api/apps");
    list.replaceChildren(...apps.map(row));
    if (closedTeams.length) tellClosed(byId("notice"), closedTeams);
    if (apps.length === 0)
      showNote(
        byId("no-apps"),
        "No app yet",
        h("p", {}, "An app is one product or site whose events belong together. Name the first one."),
      );
  } catch (error) {
    showProblem(byId("notice"), error, showApps);
  } finally {
    list.removeAttribute("aria-busy");
    byId("teams").hidden = !hasTeams(await who);
    byId("all").hidden = false; // at once with the list, which would push it down
  }
}

function row({ id, name, createdAt, team }) {
  return h(
    "li",
    {},
    h("a", { class: "name", href: `/settings/${id}` }, name),
    h("span", { class: "quiet" }, [team && `with ${team.name}`, `since ${made.format(new Date(createdAt))}`].filter(Boolean).join(" · ")),
    h("a", { href: `/dashboard/${id}`, "aria-label": `Dashboard of ${name}` }, "Dashboard"),
  );
}
