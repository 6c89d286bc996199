/** Tell me when …: keeps a panel's question as an alert, or as a digest. */

import { html, useState } from "../vendor/preact.js";
import { Dialog } from "../parts/dialog.js";
import { Problem } from "../parts/problem.js";
import { placeOf } from "../shell/question/address.js";
import { inUnits } from "../shell/question/unit.js";
import { call } from "../shell/asking/api.js";
import { whileBusy } from "../shell/browser/dom.js";

const LONGEST_ADDRESS = 4000;
const LONGEST_NAME = 100;
const LETTERS = "ABCDEFGHIJKLMNOPQRST";
const SESSIONS = { bounceRate: "Bounce rate", medianDurationSeconds: "Median duration, in seconds" };
/** The numbers of each report, the usual one first. */
const NUMBERS = {
  funnel: { conversion: "Conversion", entered: "Entered", converted: "Converted" },
  retention: { returned: "Share that came back", started: "Started" },
  sessions: { sessions: "Sessions", visitors: "Visitors", ...SESSIONS, eventsPerSession: "Events per session" },
  paths: { begun: "Visitors at the first step" },
  lifecycle: { active: "Active visitors", new: "New", returning: "Returning", resurrecting: "Resurrecting", dormant: "Dormant" },
  stickiness: { visitors: "Active visitors" },
  overview: { visitors: "Visitors", sessions: "Sessions", events: "Events", pageviews: "Page views", ...SESSIONS },
};
const RATES = ["conversion", "returned", "bounceRate"];
const RULES = {
  above: "goes above",
  below: "falls below",
  changedBy: "changes by",
  silentFor: "has been 0 for",
  schedule: "is there, as a digest",
};
const EVERY = { hour: "hour", day: "day", week: "week", month: "month" };
const WAYS = {
  mail: { said: "Mail", hint: "An address of somebody who may see this app, and has verified it." },
  slack: { said: "Slack", hint: "The address of an incoming webhook, as Slack gives it." },
  discord: { said: "Discord", hint: "The address of a channel’s webhook, as Discord gives it." },
  teams: { said: "Teams", hint: "The address of a workflow that posts what it gets." },
  webhook: { said: "Webhook", hint: "Any public https address. What is posted is signed." },
};

/** The question without its range and what no number needs; the alert says the range. */
export function watched({ report, batch, from, to, timezone, compare, breakdown, ...question }) {
  return { report, question, timezone };
}

/** The numbers that can be watched in a question, by their words. */
export function numbersOf({ report, group = "", series = [], formulas = [] }) {
  const of = { group };
  if (report !== "trends") return Object.fromEntries(Object.entries(NUMBERS[report] ?? {}).map(([word, said]) => [word, inUnits(of, said)]));
  const all = [...series.map(({ event, measure, label }) => label ?? `${event ?? "Any event"}: ${group && measure === "perVisitor" ? "per account" : inUnits(of, measure ?? "total")}`), ...formulas.map(({ label, expression }) => label ?? expression)];
  return Object.fromEntries(all.map((said, at) => [LETTERS[at], said]));
}

/** What the form says of when it tells; of a rate people say percent. */
export function ruleOf({ rule, value, every, number }) {
  if (rule === "schedule") return { schedule: { every: every === "hour" ? "day" : every } };
  if (rule === "silentFor") return { when: { silentFor: Math.round(Number(value)) } };
  const share = rule === "changedBy" || RATES.includes(number);
  return { when: { [rule]: share ? Number(value) / 100 : Number(value), every } };
}

function addressNow() {
  const { view = "overview" } = placeOf(location.pathname);
  const address = `${view}${location.search}`;
  return address.length <= LONGEST_ADDRESS ? { address } : {};
}

/** What stands behind the value. */
function unitOf({ rule, number }) {
  if (rule === "silentFor") return "minutes";
  return rule === "changedBy" || RATES.includes(number) ? "%" : "";
}

export function TellMeWhen({ appId, question, title, close }) {
  const numbers = numbersOf(question);
  const [form, put] = useState({ name: title.slice(0, LONGEST_NAME), number: Object.keys(numbers)[0], rule: "above", value: "", every: "day", way: "mail", target: "", wakesDatabase: false });
  const [problem, tell] = useState(null);
  const [done, finish] = useState(null);
  const set = (name) => ({ target }) => put({ ...form, [name]: target.type === "checkbox" ? target.checked : target.value });
  const choice = (name, all, label) => html`<label>${label} <select name=${name} onChange=${set(name)}>
    ${Object.entries(all).map(([word, said]) => html`<option value=${word} selected=${form[name] === word}>${said}</option>`)}
  </select></label>`;
  const make = async () => {
    const { name, number, way, target, wakesDatabase } = form;
    finish(await call("POST", `/api/apps/${appId}/alerts`, { name: name.trim(), ...watched(question), ...addressNow(), number, ...ruleOf(form), to: [{ [way]: target.trim() }], wakesDatabase }));
  };
  const submit = (event) => {
    event.preventDefault();
    tell(null);
    whileBusy(event.currentTarget.querySelector("[type=submit]"), () => make().catch(tell));
  };
  if (done)
    return html`<${Dialog} title="You will be told" close=${close}>
      <p role="status">“${done.name}” is looked at for the first time when its period has ended.</p>
      ${done.signingSecret && html`<p>What is posted is signed with this secret, which is told only now:</p><pre>${done.signingSecret}</pre>`}
      <p class="actions"><a class="button small primary" href=${`/settings/${appId}#alerts`}>All alerts of this app</a><button type="button" class="small" onClick=${close}>Stay here</button></p></${Dialog}>`;
  const unit = unitOf(form);
  const lengths = form.rule === "schedule" ? { day: "day", week: "week", month: "month" } : EVERY;
  return html`<${Dialog} title="Tell me when …" close=${close}>
    <form class="stack" onSubmit=${submit}>
      <label>Name <input name="name" required maxlength=${LONGEST_NAME} autocomplete="off" value=${form.name} onInput=${set("name")} /></label>
      ${choice("number", numbers, "The number")}
      ${choice("rule", RULES, "When it")}
      ${form.rule !== "schedule" && html`<label>Bound${unit && `, in ${unit}`} <input name="value" required type="number" step="any" min=${form.rule === "silentFor" ? 10 : null} value=${form.value} onInput=${set("value")} /></label>`}
      ${form.rule !== "silentFor" && choice("every", lengths, form.rule === "schedule" ? "Each" : "Looking at each whole")}
      ${choice("way", Object.fromEntries(Object.entries(WAYS).map(([way, { said }]) => [way, said])), "Told by")}
      <label>Address <input name="target" required type=${form.way === "mail" ? "email" : "url"} maxlength="1000" autocomplete="off" value=${form.target} onInput=${set("target")} /></label>
      <p class="hint">${WAYS[form.way].hint}</p>
      <label class="check"><input name="wakesDatabase" type="checkbox" checked=${form.wakesDatabase} onChange=${set("wakesDatabase")} /> Wake a sleeping database for it</label>
      <p class="hint">Otherwise it is looked at when the database is awake: minutes after events, and four times a day.</p>
      ${problem && html`<${Problem} problem=${problem} />`}
      <div class="actions"><button type="submit" class="primary">Tell me</button></div>
    </form>
  </${Dialog}>`;
}
