/** Lifecycle: who is new, who came back, who returned after a while, who stayed away. */

import { html } from "../vendor/preact.js";
import { Over } from "../charts/over.js";
import { Empty, Panel } from "../parts/panel.js";
import { EventPicker } from "../parts/picking/pickers.js";
import { common, intervalOf } from "../shell/question/address.js";
import { bucketNames, count } from "../shell/browser/formats.js";
import { inUnits } from "../shell/question/unit.js";
import { oneOf, text } from "../shell/question/words.js";

/** The states of an interval, and what each says. */
const STATES = {
  new: ["New", "the first time ever"],
  returning: ["Returning", "active in the interval before, too"],
  resurrecting: ["Resurrecting", "back after an interval or more without"],
  dormant: ["Dormant", "active in the interval before, and not in this one"],
};
const INTERVALS = ["auto", "day", "week", "month"];

export const words = { event: text("", 200), interval: oneOf(INTERVALS, "auto") };

/** Hours are no rhythm to come back in. */
const longEnough = (interval) => (interval === "hour" ? "day" : interval);

/** What it means here that some trackers know a visitor for a day only. */
export const counts = () => "They never seem to come back.";

export function asks(question) {
  const interval = longEnough(intervalOf(question));
  return { life: { report: "lifecycle", ...common(question), interval, ...(question.event ? { event: question.event } : {}) } };
}

const nobody = (answer) => !Object.keys(STATES).some((state) => answer[state].some(Boolean));

export function View({ app, question, answers, change, again }) {
  return html`<div class="view">
    <div class="view-head"><h1>Lifecycle</h1></div>
    <section class="panel whole row asked" aria-label="Question">
      <span class="quiet">Active is who did</span>
      <${EventPicker} app=${app} label=${inUnits(question, "Event of an active visitor")} event=${question.event || null} pick=${(event) => change({ event: event ?? "" })} />
    </section>
    <${Panel} title=${inUnits(question, "Visitors by state")} of=${answers.life} again=${again} height="26rem" wide take=${{ appId: app.id, question: asks(question).life }}>
      ${(answer) => (nobody(answer) ? html`<${Empty} title="Nobody was active in this range"><p>Take a wider range, or another event.</p></${Empty}>` : html`<${States} app=${app} change=${change} answer=${answer} question=${question} />`)}
    </${Panel}>
  </div>`;
}

function States({ app, change, answer, question }) {
  const interval = longEnough(intervalOf(question));
  const whole = answer.buckets.findLastIndex((_, index) => Date.parse(answer.buckets[index + 1] ?? "9999-01-01") <= Date.now());
  const last = Math.max(whole, 0);
  const series = Object.entries(STATES).map(([state, [label]]) => ({ label, values: answer[state] }));
  return html`<p class="quiet">${bucketNames(interval, question.timezone).long(answer.buckets[last])}${whole < 0 ? ", so far" : ""}</p>
    <dl class="states">${Object.entries(STATES).map(([state, [label, says]], index) => html`<div><dt><span class=${`letter c${index}`} aria-hidden="true" />${label}</dt><dd><strong>${count(Math.abs(answer[state][last]))}</strong> <span class="quiet">${says}</span></dd></div>`)}</dl>
    <${Over} app=${app} change=${change} question=${question} interval=${interval} title=${inUnits(question, "Visitors by state")} buckets=${answer.buckets} series=${series} look="stacked" height=${320} />`;
}
