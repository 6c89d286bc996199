/** Trends: how often something happened, or how many did it, over time. */

import { html, useState } from "../vendor/preact.js";
import { Over } from "../charts/over.js";
import { Empty, Panel } from "../parts/panel.js";
import { EventPicker, PropertyPicker } from "../parts/picking/pickers.js";
import { changeOf, count, saidChange } from "../shell/browser/formats.js";
import { addressOf, compared, intervalOf } from "../shell/question/address.js";
import { filterFor, isPlain, propertyName, withFilter } from "../shell/question/filters.js";
import { flag, json, oneOf, text } from "../shell/question/words.js";
import { inUnits } from "../shell/question/unit.js";
import { Table } from "../parts/table.js";
import { Tabs } from "../parts/tabs.js";
import { saidValue } from "../parts/bars.js";
import { WhatChanged, whyAsked } from "../parts/why.js";

const COUNTS = { total: "Total", visitors: "Visitors", sessions: "Sessions", perVisitor: "Per visitor" };
const OF_NUMBERS = { sum: "Sum", avg: "Average", min: "Smallest", max: "Largest", median: "Median", p90: "90th percentile", p95: "95th percentile", p99: "99th percentile" };
const MEASURES = { ...COUNTS, ...OF_NUMBERS };
const LOOKS = { area: "Line", bars: "Bars", stacked: "Stacked", number: "Number", table: "Table" };
const OF = { event: "of the event", session: "its session began with", sessionEnd: "its session ended with", visitor: "its visitor first had" };
const LETTERS = "ABCDEFGHIJ";
const USUAL = [{ event: null, measure: "total" }];

/** A series of the address: `{event, measure, property}`. */
function seriesOf(value) {
  if (typeof value !== "object" || value === null) return undefined;
  const { event = null, measure = "total", property } = value;
  if ((event !== null && typeof event !== "string") || !Object.hasOwn(MEASURES, measure)) return undefined;
  if (Object.hasOwn(OF_NUMBERS, measure)) return typeof property === "string" && property ? { event, measure, property } : { event, measure: "total" };
  return { event, measure };
}

export const words = {
  series: json(seriesOf, 10),
  formula: text("", 200),
  by: text("", 200),
  of: oneOf(Object.keys(OF), "event"),
  interval: oneOf(["auto", "hour", "day", "week", "month"], "auto"),
  look: oneOf(Object.keys(LOOKS), "area"),
  why: flag(),
};
export const compares = true;

/** What it means here that some trackers know a visitor for a day only. */
export const counts = (question) => (seriesIn(question).some(({ measure }) => ["visitors", "perVisitor"].includes(measure)) ? "Whoever came on two days counts as two." : "");

const seriesIn = (question) => (question.series.length ? question.series : USUAL);

/** Whether it is one number that can be explained: how many, in a range that has something before it. */
const canExplain = (question) => seriesIn(question).length === 1 && ["total", "visitors"].includes(seriesIn(question)[0].measure) && !question.formula && question.range !== "all";

export function asks(question) {
  const trend = {
    report: "trends",
    ...compared(question),
    interval: intervalOf(question),
    series: seriesIn(question),
    ...(question.by ? { breakdown: { property: question.by, of: question.of, limit: 9 } } : {}),
    ...(question.formula ? { formulas: [{ expression: question.formula }] } : {}),
  };
  return { trend, ...(question.why && canExplain(question) ? { why: whyAsked(trend) } : {}) };
}

export const isEmpty = ({ trend }) => Boolean(trend.answer && !trend.stale && trend.answer.series.every(({ total }) => !total));

export function View(props) {
  const { app, question, answers, change, again } = props;
  return html`<div class="view">
    <div class="view-head"><h1>Trends</h1></div>
    <section class="panel whole" aria-label="Question">
      <${Asked} ...${props} />
    </section>
    <${Panel} title=${titleOf(question)} of=${answers.trend} again=${again} height="20rem" wide actions=${canExplain(question) && !question.why && html`<button type="button" class="small" onClick=${() => change({ why: true, compare: question.compare === "none" ? "previous" : question.compare })}>What changed?</button>`} take=${{ appId: app.id, question: asks(question).trend }}>
      ${(answer) => html`<${Answer} app=${app} answer=${answer} question=${question} change=${change} />`}
    </${Panel}>
    ${answers.why && html`<${WhatChanged} of=${answers.why} again=${again} what=${counting(question)} kind="count" question=${question} close=${() => change({ why: false })}
      narrow=${(filter) => change({ filter: withFilter(question.filter, filter) })} behind=${(filter) => behind(app, question, filter)} />`}
  </div>`;
}

function counting(question) {
  const [{ event, measure }] = seriesIn(question);
  if (measure === "visitors") return event ? inUnits(question, "the visitors with") + ` “${event}”` : inUnits(question, "the visitors");
  return `the number of ${event ? `“${event}”` : "events"}`;
}

/** Who did the series' event where a filter holds. */
const behind = (app, question, filter) => addressOf(app.id, "visitors", { ...question, filter: withFilter(question.filter, filter) }, seriesIn(question)[0].event === null ? {} : { step: JSON.stringify({ event: seriesIn(question)[0].event }) });

function titleOf(question) {
  const all = seriesIn(question).map(({ event, measure, property }) => `${event ?? "Any event"}: ${inUnits(question, MEASURES[measure]).toLowerCase()}${property ? ` of ${propertyName(property)}` : ""}`);
  return `${all.join(", ")}${question.by ? ` by ${propertyName(question.by)}` : ""}`;
}

/** The series, their measures, and how they are told apart and drawn. */
function Asked({ app, question, change }) {
  const all = seriesIn(question);
  const put = (index, part) => change({ series: all.with(index, { ...all[index], ...part }) });
  return html`<div class="stack">
    <ol class="series">
      ${all.map(({ event, measure, property }, index) => html`<li key=${index} class="row">
        <span class=${`letter c${index % 10}`} aria-hidden="true">${LETTERS[index]}</span>
        <${EventPicker} app=${app} label=${`Event of series ${LETTERS[index]}`} event=${event} pick=${(name) => put(index, { event: name })} />
        <label class="inline"><span class="unseen">Measure of series ${LETTERS[index]}</span><select value=${measure} onChange=${({ target }) => put(index, { measure: target.value, property: Object.hasOwn(OF_NUMBERS, target.value) ? (property ?? "value") : undefined })}>
          ${Object.entries(MEASURES).map(([name, title]) => html`<option value=${name} selected=${name === measure}>${inUnits(question, title)}</option>`)}
        </select></label>
        ${property && html`<${PropertyPicker} app=${app} label="of" property=${property} numbers pick=${(name) => put(index, { property: name })} />`}
        ${all.length > 1 && html`<button type="button" class="icon" aria-label=${`Take series ${LETTERS[index]} out`} onClick=${() => change({ series: all.toSpliced(index, 1) })}>×</button>`}
      </li>`)}
    </ol>
    <div class="row">
      ${all.length < 10 && html`<button type="button" class="small" onClick=${() => change({ series: [...all, { event: null, measure: "total" }] })}>+ Series</button>`}
      <${PropertyPicker} app=${app} label="Broken down by" property=${question.by} none="Nothing" pick=${(name) => change({ by: name })} />
      ${question.by && html`<label class="inline"><span class="unseen">Whose value</span><select onChange=${({ target }) => change({ of: target.value })}>${Object.entries(OF).map(([name, title]) => html`<option value=${name} selected=${name === question.of}>${inUnits(question, title)}</option>`)}</select></label>`}
      <${Formula} question=${question} change=${change} />
      <${Tabs} name="Drawn as" tabs=${LOOKS} chosen=${question.look} pick=${(look) => change({ look })} />
    </div>
  </div>`;
}

function Formula({ question, change }) {
  const [typed, type] = useState(question.formula);
  return html`<label class="inline">Formula <input class="short" value=${typed} placeholder="A / B" spellcheck="false" autocomplete="off" maxlength="200" onInput=${({ target }) => type(target.value)} onChange=${() => change({ formula: typed.trim() })} /></label>`;
}

function labelOf({ label, event, measure, breakdown }, question) {
  const name = label || event || (measure ? "Any event" : question.formula);
  const values = question.by ? saidValue(breakdown) : "";
  if (!values) return seriesIn(question).length > 1 && measure && !label ? `${name}, ${inUnits(question, MEASURES[measure]).toLowerCase()}` : name;
  return seriesIn(question).length > 1 || question.formula ? `${values} · ${name}` : values;
}

function Answer({ app, answer, question, change }) {
  const { buckets, series, previous } = answer;
  if (series.every(({ total }) => !total)) return html`<${Nothing} question=${question} change=${change} />`;
  const compared = previous?.series.some(({ total }) => total) ? previous : undefined;
  const before = (one, index) => compared?.series.find((other) => JSON.stringify([other.event, other.measure, other.label, other.breakdown]) === JSON.stringify([one.event, one.measure, one.label, one.breakdown])) ?? (question.by ? undefined : compared?.series[index]);
  const lines = series.map((one, index) => ({ label: labelOf(one, question), values: one.values, before: before(one, index)?.values, total: one.total, was: before(one, index)?.total, breakdown: one.breakdown }));
  const by = (value) => change({ filter: withFilter(question.filter, filterFor(question.by, value)) });
  const rows = html`<${Table} name="Totals" rows=${lines} pick=${question.by ? (line) => by(line.breakdown) : undefined} picks=${(line) => isPlain(line.breakdown)}
    columns=${[
      { title: question.by ? propertyName(question.by) : "Series", of: ({ label }) => label },
      { title: "Total", number: true, of: ({ total }) => count(total) },
      ...(compared ? [{ title: "Before", number: true, of: ({ was }) => count(was) }, { title: "Change", number: true, of: ({ total, was }) => (changeOf(total, was) === null ? "–" : saidChange(changeOf(total, was))) }] : []),
    ]} />`;
  if (question.look === "table") return rows;
  const figures = html`<p class="figures" id="trend-figures" role="status">${lines.slice(0, 4).map(({ label, total, was }) => html`<span class="figure-of"><strong class="big">${count(total)}</strong> <span class="quiet">${label}${changeOf(total, was) === null ? "" : ` · ${saidChange(changeOf(total, was))}`}</span></span>`)}</p>`;
  if (question.look === "number") return figures;
  const chosen = lines.slice(0, 10);
  return html`${figures}
    <${Over} app=${app} change=${change} question=${question} interval=${intervalOf(question)} title=${titleOf(question)} buckets=${buckets} series=${chosen.map((line) => (question.look === "stacked" ? { ...line, before: undefined } : line))} look=${question.look} />
    ${lines.length > 1 && rows}`;
}

function Nothing({ question, change }) {
  const named = seriesIn(question).map(({ event }) => event).filter(Boolean);
  return html`<${Empty} title=${named.length === 1 ? `Nothing called “${named[0]}” arrived in this range` : "No event arrived in this range"}>
    <p>${named.length ? "Names are compared letter by letter, capitals too." : "The app has events at other times."}</p>
    <p class="actions">
      ${named.length > 0 && html`<button type="button" class="small" onClick=${() => change({ series: USUAL })}>Show any event</button>`}
      ${question.filter.length > 0 && html`<button type="button" class="small" onClick=${() => change({ filter: [] })}>Take the filters away</button>`}
      ${question.range !== "all" && html`<button type="button" class="small" onClick=${() => change({ range: "all" })}>Show all time</button>`}
    </p>
  </${Empty}>`;
}
