/** The alerts of an app: what they are about, how they stand, what they told, and the ways to quiet them. */

import { call } from "../../shell/asking/api.js";
import { ask } from "../../shell/browser/dialog.js";
import { byId, h, whileBusy } from "../../shell/browser/dom.js";
import { count, moment } from "../../shell/browser/formats.js";
import { clear, showNote, showProblem } from "../notice.js";

const DAY_MS = 86_400_000;
const STATES = { waiting: "not looked at yet", calm: "within its bound", firing: "beyond its bound", failed: "not found out", stopped: "stopped" };
const BECAME = { waiting: "waits", sending: "being sent", sent: "arrived", mailed: "mailed", failed: "failed", unknown: "nobody knows whether it arrived" };

/** The list of the page; who may only look sees it without buttons. */
export function openAlerts(app) {
  const address = `/api/apps/${app.id}/alerts`;
  const notice = byId("alerts-notice");
  const mayKeep = (app.team?.role ?? "owner") !== "viewer";
  show();

  async function show() {
    try {
      const { alerts } = await call("GET", address);
      byId("alerts-title").textContent = alerts.length ? `Alerts, ${count(alerts.length)}` : "Alerts";
      byId("alert-list").replaceChildren(...alerts.map(item));
      byId("no-alerts").hidden = alerts.length > 0;
    } catch (error) {
      showProblem(notice, error);
    }
  }

  function item(alert) {
    const place = h("div", { class: "stack" });
    const path = `${address}/${alert.id}`;
    const snoozed = alert.snoozedUntil && new Date(alert.snoozedUntil) > new Date();
    const change = (words) => call("PATCH", path, words).then(show);
    const does = (text, work) => {
      const button = h("button", { type: "button", class: "small", "aria-label": `${text}: ${alert.name}` }, text);
      button.addEventListener("click", () => whileBusy(button, () => attempt(work)));
      return button;
    };
    const buttons = [does("History", () => history(path, place))];
    if (mayKeep)
      buttons.push(
        does("Test", async () => {
          await call("POST", `${path}/test`);
          showNote(notice, "On its way", h("p", {}, "What it would say now arrives within minutes, marked as a test. The history says what became of it."));
        }),
        snoozed ? does("End the snooze", () => change({ snoozedUntil: null })) : does("Snooze for a day", () => change({ snoozedUntil: new Date(Date.now() + DAY_MS).toISOString() })),
        does(alert.muted ? "Unmute" : "Mute", () => change({ muted: !alert.muted })),
        does("Delete …", () => forget(alert, path)),
      );
    const quiet = alert.muted ? "muted" : snoozed ? `snoozed until ${moment(alert.snoozedUntil)}` : STATES[alert.state];
    return h(
      "li",
      { class: "stack" },
      h("span", { class: "name" }, alert.name),
      h("span", { class: "quiet" }, `${saidRule(alert)}, ${saidTo(alert)}: ${quiet}`),
      ...[alert.problem, alert.failing && `The last message did not arrive. ${alert.failing}`].filter(Boolean).map((text) => h("span", { class: "problem" }, text)),
      h("div", { class: "actions" }, ...buttons),
      place,
    );
  }

  async function forget(alert, path) {
    const text = "It tells nothing any more, and its history goes with it.";
    if ((await ask({ title: `Delete ${alert.name}?`, text, action: "Delete this alert", danger: true })) === null) return;
    await call("DELETE", path);
    await show();
  }

  async function attempt(work) {
    clear(notice);
    try {
      await work();
    } catch (error) {
      showProblem(notice, error);
    }
  }
}

async function history(path, place) {
  const { messages } = await call("GET", `${path}/history`);
  const rows = messages.map((one) =>
    h("li", {}, h("span", { class: "name" }, one.kind === "test" ? `Test: ${one.sentence}` : one.sentence), h("span", { class: "quiet" }, `${one.picture} ${moment(one.createdAt)}, ${one.to}: ${BECAME[one.state]}${one.problem ? `. ${one.problem}` : ""}`)),
  );
  place.replaceChildren(rows.length ? h("ul", { class: "apps" }, ...rows) : h("p", { class: "quiet" }, "It has told nothing yet."));
}

function saidRule({ when, schedule }) {
  if (schedule) return `each ${schedule.every} at ${schedule.at}`;
  const every = when.every ?? "day";
  if (when.silentFor) return `0 for ${when.silentFor} minutes`;
  if (when.changedBy) return `changed by ${count(when.changedBy * 100)} % each ${every}`;
  return when.above === undefined ? `below ${when.below} each ${every}` : `above ${when.above} each ${every}`;
}

const saidTo = ({ to }) => to.map((each) => Object.values(each)[0]).join(", ");
