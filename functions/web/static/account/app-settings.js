/** The settings of one app: its name, its key, the snippets to paste, and its end. */

import { showChooser, showWho } from "./top.js";
import { call } from "../shell/asking/api.js";
import { copyButton } from "./code-block.js";
import { ask } from "../shell/browser/dialog.js";
import { byId, h, whileBusy } from "../shell/browser/dom.js";
import { clear, showNote, showProblem } from "./notice.js";
import { openHistory } from "./app/history.js";
import { openImported } from "./app/imported.js";
import { tellClosed } from "./members/closed.js";
import { openAlerts } from "./app/alerts.js";
import { openErasure } from "./app/erasure.js";
import { openLinks } from "./app/links.js";
import { openRules } from "./app/app-rules.js";
import { openSharing } from "./members/sharing.js";
import { showSnippets } from "./app/snippets.js";
import { openPlan } from "./app/tracking-plan.js";

const notice = byId("notice");
const ingest = byId("main").dataset.ingest;
const appId = location.pathname.split("/")[2];
const address = `/api/apps/${appId}`;

const who = showWho();
start();

async function start() {
  clear(notice);
  try {
    const { apps, closedTeams } = await call("GET", "/api/apps");
    const app = apps.find(({ id }) => id === appId);
    showChooser(apps, app?.id, (id) => `/settings/${id}`);
    if (app) open(app);
    else if (closedTeams) tellClosed(notice, closedTeams);
    else
      showNote(
        notice,
        "This app is not there",
        h("p", {}, "It may have been deleted, or it belongs to somebody else."),
      );
  } catch (error) {
    showProblem(notice, error, start);
  }
}

function open(app) {
  show(app);
  byId("app").hidden = false;
  openSharing(app, who);
  openLinks(app);
  openRules(appId);
  openPlan(appId);
  openAlerts(app);
  openHistory(appId, ingest, () => openImported(appId));
  openImported(appId);
  openErasure(app);
  // What the address names was not there yet when the page came.
  if (location.hash) byId(location.hash.slice(1))?.scrollIntoView();
  byId("rename-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = event.currentTarget.elements.name.value.trim();
    attempt(byId("rename"), async () => {
      show((app = await call("PATCH", address, { name })));
      showNote(notice, "Renamed.");
    });
  });
  act("rotate-key", async () => {
    const text = "The old key stops at once: whatever still sends with it is refused until it gets the new one.";
    if ((await ask({ title: "Make a new key?", text, action: "Make a new key", danger: true })) === null) return;
    show((app = await call("POST", `${address}/rotate-key`)));
    showNote(notice, "There is a new key. Put it wherever the old one was.");
  });
  act("delete-app", async () => {
    const text = "All its events, sessions and funnels go with it. This can't be undone.";
    const field = { label: `Type ${app.name} to go on`, value: "", mustEqual: app.name };
    if ((await ask({ title: `Delete ${app.name}?`, text, action: "Delete this app", danger: true, field })) === null)
      return;
    await call("DELETE", address);
    location.replace("/settings");
  });
}

function show({ name, apiKey, id }) {
  document.title = `${name} · Settings · Spoor`;
  byId("app-name").textContent = name;
  byId("rename-form").elements.name.value = name;
  byId("dashboard-link").href = `/dashboard/${id}`;
  byId("key").replaceChildren(h("output", {}, apiKey), copyButton(apiKey, "the key"));
  showSnippets(byId("snippets"), ingest, apiKey);
}

const act = (id, work) => byId(id).addEventListener("click", () => attempt(byId(id), work));

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
