/** Funnels: how many did several things in this order, and where they were lost. */

import { html, useEffect, useState } from "../vendor/preact.js";
import { FunnelBars } from "../charts/funnel.js";
import { Over } from "../charts/over.js";
import { Empty, Panel } from "../parts/panel.js";
import { exclusionOf } from "../parts/picking/exclusions.js";
import { EventPicker, PropertyPicker } from "../parts/picking/pickers.js";
import { pathsInstead } from "./funnels/instead.js";
import { Times } from "./funnels/times.js";
import { Problem } from "../parts/problem.js";
import { WhatChanged, whyAsked } from "../parts/why.js";
import { StepEditor } from "../parts/picking/steps.js";
import { Table } from "../parts/table.js";
import { saidValue } from "../parts/bars.js";
import { addressOf, compared, intervalOf } from "../shell/question/address.js";
import { useFetched } from "../shell/asking/fetching.js";
import { call } from "../shell/asking/api.js";
import { ask } from "../shell/browser/dialog.js";
import { filterFor, isPlain, propertyName, withFilter } from "../shell/question/filters.js";
import { count, percent } from "../shell/browser/formats.js";
import { VIEWS } from "../shell/registry.js";
import { inUnits } from "../shell/question/unit.js";
import { flag, json, oneOf, text, whole } from "../shell/question/words.js";

const WEEK_S = 604_800;
const UNITS = { 86400: "days", 3600: "hours", 60: "minutes", 1: "seconds" };
const ORDERS = { ordered: "In this order", strict: "Directly one after the other", unordered: "In any order", firstEntry: "In order, from the first entry" };

/** A step of the address: `{event, label?, filters?}`. */
function stepOf(value) {
  if (typeof value === "string") return { event: value };
  if (typeof value !== "object" || value === null || (typeof value.event !== "string" && value.event !== null)) return undefined;
  return value;
}

const steps = json(stepOf, 20);
export const words = {
  funnel: text("", 64),
  // A step may stand there as plain text, too: that is how links have been until now.
  step: { ...steps, read: (all) => steps.read(all.map((one) => (/^\{/.test(one) ? one : JSON.stringify(one)))) },
  window: whole(WEEK_S, 1, 366 * 86_400),
  order: oneOf(Object.keys(ORDERS), "ordered"),
  by: text("", 200),
  without: json(exclusionOf, 10),
  interval: oneOf(["auto", "hour", "day", "week", "month"], "auto"),
  why: flag(),
  times: flag(),
};

export const compares = true;
/** What it means here that some trackers know a visitor for a day only. */
export const counts = () => "What they went on with on another day is not seen as theirs.";

/** Steps in any order have no between. */
const exclusionsOf = ({ without, order }) => (order === "unordered" ? [] : without);

export function asks(question) {
  const { funnel, step, window, order, by } = question;
  if (!funnel && step.length === 0) return {};
  const what = step.length ? { steps: step, conversionWindowSeconds: window } : { funnelId: funnel };
  const asked = { report: "funnel", ...compared(question), ...what, order, interval: intervalOf(question), ...(exclusionsOf(question).length ? { exclusions: exclusionsOf(question) } : {}), ...(question.times ? { timeToConvert: true } : {}), ...(by ? { breakdown: { property: by, limit: 10 } } : {}) };
  return { funnel: asked, ...(question.why && canExplain(question) ? { why: whyAsked(asked) } : {}) };
}

/** All of time has nothing before it that it could have changed from. */
const canExplain = (question) => question.range !== "all";

export function View(props) {
  const { app, question, answers, change, again } = props;
  const saved = useFetched(`/api/apps/${app.id}/funnels`);
  const funnels = saved.answer?.funnels ?? [];
  const chosen = funnels.find(({ id }) => id === question.funnel);
  useEffect(() => {
    if (saved.answer && !question.funnel && !question.step.length && funnels.length) change({ funnel: funnels[0].id }, { replace: true });
  }, [saved.answer]);
  const asked = asks(question).funnel;
  return html`<div class="view">
    <div class="view-head"><h1>Funnels</h1><${Saved} ...${{ app, funnels, saved, chosen, question, change }} /></div>
    <div class="columns">
      <section class="panel" aria-labelledby="steps-title">
        <h2 id="steps-title">Steps</h2>
        <${Folded} fold=${Boolean(asked)} said=${(question.step.length ? question.step : (chosen?.steps ?? [])).map(nameOf).join(" → ")}>
        <${Editor} key=${`${question.funnel} ${chosen ? "there" : ""} ${JSON.stringify([question.step, question.without])} ${question.window} ${question.order}`} ...${{ app, question, change, chosen, saved }} />
        </${Folded}>
      </section>
      ${asked
        ? html`<${Panel} title=${chosen?.name ?? "Conversion"} of=${answers.funnel} again=${again} height="22rem" take=${{ appId: app.id, question: asked }}
            actions=${html`${canExplain(question) && !question.why && html`<button type="button" class="small" onClick=${() => change({ why: true, compare: question.compare === "none" ? "previous" : question.compare })}>What changed?</button>`}<${PropertyPicker} app=${app} label="By" none="Nothing" property=${question.by} pick=${(by) => change({ by })} />`}>
            ${(answer) => html`<${Answer} app=${app} answer=${answer} question=${question} change=${change} go=${props.go} written=${question.step.length ? question.step : (chosen?.steps ?? [])} window=${question.step.length ? question.window : chosen?.conversionWindowSeconds} />`}
          </${Panel}>`
        : html`<section class="panel"><${Empty} title=${inUnits(question, "Where do visitors get lost?")}><p>Name two or more events in the order you expect, then run the funnel.</p></${Empty}></section>`}
    </div>
    ${answers.why && html`<${WhatChanged} of=${answers.why} again=${again} what="the conversion" kind="rate" question=${question} close=${() => change({ why: false })}
      narrow=${(filter) => change({ filter: withFilter(question.filter, filter) })} behind=${(filter) => behind(app, question, chosen, filter)} />`}
  </div>`;
}

const nameOf = ({ label, event }) => label || event || "Any event";

/** On a small screen the numbers come first, and what they are of is one line that opens. */
function Folded({ fold, said, children }) {
  return fold && matchMedia("(max-width: 44rem)").matches ? html`<details><summary>${said || "Change the steps"}</summary>${children}</details>` : children;
}

/** Who entered and did not convert where a filter holds. */
function behind(app, question, chosen, filter) {
  const steps = question.step.length ? question.step : (chosen?.steps ?? []);
  if (steps.length < 2) return "";
  const window = question.step.length ? question.window : chosen.conversionWindowSeconds;
  return addressOf(app.id, "visitors", { ...question, filter: withFilter(question.filter, filter) }, { step: steps.map((one) => JSON.stringify(one)), at: steps.length - 1, outcome: "droppedOff", window, order: question.order, without: exclusionsOf(question).map((one) => JSON.stringify(one)) });
}

/** What is being written; nothing is asked before Run. */
function Editor({ app, question, change, chosen, saved }) {
  const given = question.step.length ? question.step : (chosen?.steps ?? []);
  const seconds = question.step.length ? question.window : (chosen?.conversionWindowSeconds ?? question.window);
  const [written, write] = useState(given.length >= 2 ? given : [...given, ...Array(2 - given.length).fill({ event: "" })]);
  const size = Object.keys(UNITS).map(Number).toReversed().find((one) => seconds % one === 0);
  const [amount, setAmount] = useState(String(seconds / size));
  const [unit, setUnit] = useState(size);
  const [order, setOrder] = useState(question.order);
  const [without, exclude] = useState(question.without);
  const [problem, tell] = useState(null);
  const [told, say] = useState("");
  const complete = written.filter(({ event }) => event !== "");
  const window = Math.round(Number(amount) * unit);
  const right = complete.length > 0 && window >= 1;
  const changed = JSON.stringify([complete, window]) !== JSON.stringify([chosen?.steps, chosen?.conversionWindowSeconds]);
  const run = (event) => {
    event.preventDefault();
    if (!right) return;
    const sound = without.filter(({ toStep }) => toStep <= complete.length);
    change({ ...(chosen && !changed ? { funnel: chosen.id, step: [] } : { step: complete, window }), order, without: sound });
  };
  const attempt = async (work) => {
    tell(null);
    try {
      await work();
      await saved.again();
    } catch (error) {
      tell(error);
    }
  };
  const root = `/api/apps/${app.id}/funnels`;
  const update = () => attempt(async () => {
    await call("PATCH", `${root}/${chosen.id}`, { steps: complete, conversionWindowSeconds: window });
    say(`“${chosen.name}” is updated.`);
    change({ funnel: chosen.id, step: [], window: WEEK_S }, { replace: true });
  });
  const save = () => attempt(async () => {
    const value = complete.map(nameOf).join(" → ").slice(0, 100);
    const name = await ask({ title: "Save this funnel", action: "Save", field: { label: "Name", value } });
    if (!name) return;
    const made = await call("POST", root, { name, steps: complete, conversionWindowSeconds: window });
    change({ funnel: made.id, step: [], window: WEEK_S });
  });
  return html`<form class="stack" id="funnel-form" onSubmit=${run}>
    <${StepEditor} app=${app} question=${question} steps=${written} write=${write} />
    <fieldset class="row window">
      <legend>Within, counted from the first step</legend>
      <input type="number" min="1" step="1" required aria-label="How long" value=${amount} onInput=${({ target }) => setAmount(target.value)} />
      <select aria-label="Unit" onChange=${({ target }) => setUnit(Number(target.value))}>
        ${Object.entries(UNITS).toReversed().map(([one, title]) => html`<option value=${one} selected=${Number(one) === unit}>${title}</option>`)}
      </select>
    </fieldset>
    <label>Order <select onChange=${({ target }) => setOrder(target.value)}>${Object.entries(ORDERS).map(([name, title]) => html`<option value=${name} selected=${name === order}>${title}</option>`)}</select></label>
    ${order !== "unordered" && complete.length > 1 && html`<${Without} app=${app} without=${without} exclude=${exclude} steps=${complete.length} />`}
    ${problem && html`<${Problem} problem=${problem} />`}
    <p class="hint" role="status">${told || (complete.length ? "" : inUnits(question, "Name the event that a visitor enters with."))}</p>
    <div class="actions">
      <button type="submit" class="primary" aria-disabled=${!right}>Run</button>
      ${chosen && changed && html`<button type="button" onClick=${update} aria-disabled=${!right}>Update “${chosen.name.slice(0, 40)}”</button>`}
      <button type="button" onClick=${save} aria-disabled=${!right}>${chosen ? "Save as new …" : "Save …"}</button>
    </div>
  </form>`;
}

/** Events that shut whoever does them in between out. */
function Without({ app, without, exclude, steps: last }) {
  return html`<div class="stack">
    ${without.map(({ event, fromStep, toStep }, index) => html`<p class="row between-ends" key=${index}><span>not ${event} between steps ${fromStep} and ${toStep}</span><button type="button" class="icon" aria-label=${`Take out: not ${event}`} onClick=${() => exclude(without.toSpliced(index, 1))}>×</button></p>`)}
    <${EventPicker} app=${app} label="Leave out who did in between" event="+ Leave out who did …" any="" pick=${(event) => exclude([...without, { event, fromStep: 1, toStep: last }])} />
  </div>`;
}

/** The funnels that were saved: choose one, rename it, delete it. */
function Saved({ app, funnels, saved, chosen, question, change }) {
  const [problem, tell] = useState(null);
  const root = `/api/apps/${app.id}/funnels`;
  const attempt = (work) => async () => {
    tell(null);
    try {
      await work();
      await saved.again();
    } catch (error) {
      tell(error);
    }
  };
  const rename = attempt(async () => {
    const name = await ask({ title: "Rename this funnel", action: "Rename", field: { label: "Name", value: chosen.name } });
    if (name) await call("PATCH", `${root}/${chosen.id}`, { name });
  });
  const remove = attempt(async () => {
    const text = "Only the saved steps go; no event is touched.";
    if ((await ask({ title: `Delete “${chosen.name}”?`, text, action: "Delete", danger: true })) === null) return;
    await call("DELETE", `${root}/${chosen.id}`);
    change({ funnel: "", step: chosen.steps, window: chosen.conversionWindowSeconds }, { replace: true });
  });
  const choose = ({ target }) => change(target.value ? { funnel: target.value, step: [], window: WEEK_S } : { funnel: "" });
  return html`<div class="row">
    <label><span class="unseen">Saved funnels</span><select id="saved-funnels" disabled=${!funnels.length} onChange=${choose}>
      <option value="">${funnels.length ? "Saved funnels …" : saved.state === "loading" ? "…" : "No saved funnels yet"}</option>
      ${funnels.map(({ id, name }) => html`<option value=${id} selected=${id === question.funnel}>${name}</option>`)}
    </select></label>
    ${chosen && html`<button type="button" class="small" onClick=${rename}>Rename</button><button type="button" class="small" onClick=${remove}>Delete</button>`}
    ${problem && html`<${Problem} problem=${problem} />`}
  </div>`;
}

const rateOf = ({ entered, converted }) => (entered ? converted / entered : null);

function Answer({ app, answer, question, change, go, written, window }) {
  const [problem, tell] = useState(null);
  const { steps: all, entered, converted, breakdown, overTime, timeToConvert, previous } = answer;
  if (!entered) return html`<${Empty} title="Nobody entered"><p>${inUnits(question, "No visitor")} did the first step in this range. Check its name, or take a wider range.</p></${Empty}>`;
  const pick = ({ value }) => change({ filter: withFilter(question.filter, filterFor(question.by, value)) });
  const step = written.map((one) => JSON.stringify(one));
  const exclusions = exclusionsOf(question);
  const who = (at, outcome) => addressOf(app.id, "visitors", question, { step, at, outcome, window, ...(question.order === "ordered" ? {} : { order: question.order }), without: exclusions.map((one) => JSON.stringify(one)) });
  const instead = (at) => pathsInstead(app, question, { steps: written, window, order: question.order, exclusions }, at).then(go, tell);
  return html`<div id="funnel-result">
    <p class="figures"><strong class="big">${percent(converted / entered)}</strong> <span class="quiet">converted: ${count(converted)} of ${count(entered)} who entered${previous?.entered ? `, ${percent(previous.converted / previous.entered)} before` : ""}</span></p>
    <${FunnelBars} steps=${all} unit=${inUnits(question, "visitors")} who=${Object.hasOwn(VIEWS, "visitors") ? who : undefined} instead=${instead} />
    ${problem && html`<${Problem} problem=${problem} />`}
    ${all.length > 1 && html`<h3>Time to convert <button type="button" class="link" aria-pressed=${question.times} onClick=${() => change({ times: !question.times })}>${question.times ? "Hide" : "Show how long it took"}</button></h3>
      ${timeToConvert && html`<${Times} whole=${timeToConvert.whole} />`}`}
    ${overTime && overTime.length > 1 && html`<h3>Over time, by when they entered</h3>
      <${Over} app=${app} change=${change} question=${question} interval=${intervalOf(question)} title="Conversion" kind="rate" height=${190} buckets=${overTime.map(({ start }) => start)}
        series=${[{ label: "Converted", values: overTime.map(rateOf), before: previous?.entered && previous.overTime ? previous.overTime.map(rateOf) : undefined }]} />`}
    ${breakdown && html`<${Table} name=${`By ${propertyName(question.by)}`} rows=${breakdown} pick=${pick} picks=${({ value }) => isPlain(value)} columns=${[
      { title: propertyName(question.by), of: ({ value }) => saidValue(value) },
      ...all.map((step, index) => ({ title: nameOf(step), number: true, of: ({ steps: own }) => count(own[index].visitors) })),
      { title: "Converted", number: true, of: ({ steps: own }) => percent(own.at(-1).conversionFromStart) },
    ]} />`}
  </div>`;
}
