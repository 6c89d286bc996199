/** The dashboard page: one app, one range, a trend and a funnel, all of it in the address bar. */

import { showChooser, showWho } from "./account.js";
import * as address from "./address.js";
import { call } from "./api.js";
import { byId, go, h } from "./dom.js";
import { hasEvents, waitForFirstEvent } from "./first-event.js";
import { funnelPanel } from "./funnel-panel.js";
import { newAppForm } from "./new-app.js";
import { clear, showNote, showProblem } from "./notice.js";
import { rangeForm } from "./range-form.js";
import { trendPanel } from "./trend-panel.js";

const LAST_APP = "spoor.lastApp";
const notice = byId("notice");
const ingest = byId("main").dataset.ingest;

start();
showWho();

async function start() {
  clear(notice);
  try {
    const { apps } = await call("GET", "/api/apps");
    byId("loading").hidden = true;
    await open(apps, location.pathname.split("/")[2]);
  } catch (error) {
    byId("loading").hidden = true;
    showProblem(notice, error, start);
  }
}

async function open(apps, appId) {
  if (apps.length === 0) {
    byId("first-app").hidden = false;
    newAppForm((made) => go(`/dashboard/${made.id}`));
    return;
  }
  const app = apps.find(({ id }) => id === (appId ?? localStorage.getItem(LAST_APP))) ?? (appId ? null : apps[0]);
  showChooser(apps, app?.id, ({ id }) => `/dashboard/${id}`);
  if (!app) {
    showNote(
      notice,
      "This app is not there",
      h("p", {}, "It may have been deleted, or it belongs to somebody else. Choose another one above."),
    );
    return;
  }
  localStorage.setItem(LAST_APP, app.id);
  if (!appId) history.replaceState(null, "", `/dashboard/${app.id}${location.search}`);
  document.title = `${app.name} · Spoor`;
  byId("app-name").textContent = app.name;
  await showReports(app);
}

async function showReports(app) {
  let question = address.read(location.search);
  let waiting = false;
  const ranges = rangeForm(change);
  const trend = trendPanel(app.id, change, whenEmpty);
  const funnel = await funnelPanel(app.id, change);
  if (!question.funnel && !question.steps.length) question = { ...question, funnel: funnel.newest() };

  function change(part) {
    question = { ...question, ...part };
    const search = address.write(question);
    if (search !== location.search) history.pushState(null, "", search);
    refresh(part);
  }

  /** Ask again; where only the trend's own part changed, the funnel stays as it is, and the other way round. */
  function refresh(part) {
    ranges.show(question);
    const touches = (...names) => !part || ["range", "from", "to", "timezone", ...names].some((name) => name in part);
    return Promise.all([
      touches("event", "measure", "interval") && trend.refresh(question),
      touches("steps", "window", "funnel") && funnel.refresh(question),
    ]);
  }

  /** Nothing in the range: is there anything at all? If not, the reader needs the snippet and not a chart. */
  async function whenEmpty() {
    if (waiting) return true;
    if (await hasEvents(app.id)) return false;
    waiting = true;
    byId("reports").hidden = true;
    waitForFirstEvent(app, ingest).then(() => {
      waiting = false;
      byId("reports").hidden = false;
      refresh();
    });
    return true;
  }

  window.addEventListener("popstate", () => {
    question = address.read(location.search);
    refresh();
  });
  byId("reports").hidden = false;
  await refresh();
}
