/** Retention: of those who started in a period, how many came back in each one after it. */

import { html, useState } from "../vendor/preact.js";
import { HeatMap } from "../charts/heat.js";
import { TimeChart, Legend } from "../charts/time.js";
import { saidValue } from "../parts/bars.js";
import { Problem } from "../parts/problem.js";
import { Empty, Panel } from "../parts/panel.js";
import { EventPicker, PropertyPicker } from "../parts/picking/pickers.js";
import { Table } from "../parts/table.js";
import { common } from "../shell/question/address.js";
import { filterFor, isPlain, propertyName, withFilter } from "../shell/question/filters.js";
import { lastOf, lately, rangeOf } from "../shell/question/range.js";
import { inUnits } from "../shell/question/unit.js";
import { bucketNames, count, counted, percent } from "../shell/browser/formats.js";
import { COHORT, cohortOf, segmentName, useSegments } from "../shell/asking/segments.js";
import { oneOf, text, whole } from "../shell/question/words.js";

const INTERVALS = { day: "Daily", week: "Weekly", month: "Monthly" };
const COHORTS = { first: "for the first time ever", every: "in the period, first time or not" };
const COUNTINGS = { on: "in exactly that period", onOrAfter: "in that period or a later one" };
const LOOKS = { grid: "Grid", curves: "Curves" };
const USUAL_PERIODS = { day: 14, week: 8, month: 6 };
const MOST_CURVES = 10;

export const words = {
  start: text("", 200),
  return: text("", 200),
  per: oneOf(Object.keys(INTERVALS), "week"),
  periods: whole(0, 0, 52),
  cohort: oneOf(Object.keys(COHORTS), "first"),
  counting: oneOf(Object.keys(COUNTINGS), "on"),
  by: text("", 200),
  // Told apart by whether they belong to a cohort.
  apart: text("", 64),
  look: oneOf(Object.keys(LOOKS), "grid"),
};

const periodsOf = (question) => question.periods || USUAL_PERIODS[question.per];

/** What it means here that some trackers know a visitor for a day only. */
export const counts = () => "They never seem to come back.";

export function asks(question) {
  const { start, per, cohort, counting, by } = question;
  const asked = {
    report: "retention",
    ...common(question),
    ...lately(question, per),
    interval: per,
    periods: periodsOf(question),
    cohort,
    counting,
    ...(start ? { startEvent: start } : {}),
    ...(question.return ? { returnEvent: question.return } : {}),
  };
  const side = (operator) => ({ ...asked, filters: [...(asked.filters ?? []), { property: COHORT, operator, value: question.apart }], batch: 1 });
  return {
    kept: { ...asked, ...(by ? { breakdown: { property: by, limit: 8 } } : {}) },
    ...(question.apart ? { those: side("is"), others: side("isNot") } : {}),
  };
}

export function View(props) {
  const { app, question, answers, change, again } = props;
  const last = lastOf(question, question.per);
  return html`<div class="view">
    <div class="view-head"><h1>Retention</h1></div>
    <section class="panel whole" aria-label="Question"><${Asked} ...${props} /></section>
    ${question.apart && html`<${Apart} ...${props} />`}
    <${Panel} title=${`${INTERVALS[question.per]} retention${question.by ? ` by ${propertyName(question.by)}` : ""}`} note=${last ? `the last ${counted(last, question.per)}` : ""} of=${answers.kept} again=${again} height="26rem" wide take=${{ appId: app.id, question: asks(question).kept }}>
      ${(answer) => html`<${Answer} answer=${answer} question=${question} change=${change} />`}
    </${Panel}>
  </div>`;
}

/** Retention of those who belong to a cohort beside that of all others. */
function Apart({ app, question, answers: { those, others }, change, again }) {
  useSegments(app.id);
  const name = segmentName(question.apart);
  const both = those.answer && others.answer;
  const rows = both ? [[name, those.answer], ["All others", others.answer]].map(([said, { cohorts }]) => ({ said, size: cohorts.reduce((sum, { size }) => sum + size, 0), shares: mean(cohorts) })) : [];
  const reached = Math.max(...rows.map(({ shares }) => shares.findLastIndex((share) => share !== null) + 1), 1);
  const of = { ...(those.problem ? those : others), answer: both || undefined, stale: those.stale || others.stale };
  const leave = html`<button type="button" class="small" onClick=${() => change({ apart: "" })}>Close</button>`;
  return html`<${Panel} title=${`${name}, and all others`} of=${of} again=${again} height="9rem" wide actions=${leave}>
    ${() => html`<${Table} name="Told apart" rows=${rows} columns=${[
        { title: "Who", of: ({ said }) => said },
        { title: "Started", number: true, of: ({ size }) => count(size) },
        ...columnsOf(question, reached).slice(1).map((title, index) => ({ title, number: true, of: ({ shares }) => percent(shares[index + 1]) })),
      ]} />
      <p class="hint">It says that they go together, not that one makes the other: who stays longer has more time to do anything.</p>`}
  </${Panel}>`;
}

function Asked({ app, question, change }) {
  const [problem, tell] = useState(null);
  const apart = (event) => {
    if (event === null) return change({ apart: "" });
    return cohortOf(app.id, `Did ${event}`, { kind: "did", event, ...rangeOf(question) }).then((id) => (tell(null), change({ apart: id })), tell);
  };
  const chosen = (name, label, choices) => html`<label class="inline"><span class="unseen">${label}</span><select onChange=${({ target }) => change({ [name]: target.value })}>
    ${Object.entries(choices).map(([one, said]) => html`<option value=${one} selected=${one === question[name]}>${said}</option>`)}
  </select></label>`;
  return html`<div class="stack">
    <div class="row asked"><span class="quiet">Started with</span><${EventPicker} app=${app} label="Event that starts" event=${question.start || null} pick=${(event) => change({ start: event ?? "" })} />${chosen("cohort", "Which start counts", COHORTS)}</div>
    <div class="row asked"><span class="quiet">came back with</span><${EventPicker} app=${app} label="Event that returns" event=${question.return || null} pick=${(event) => change({ return: event ?? "" })} />${chosen("counting", "When a return counts", COUNTINGS)}</div>
    <div class="row asked">
      ${chosen("per", "Period", INTERVALS)}
      <label class="inline">Periods <input class="brief" type="number" min="1" max="52" value=${periodsOf(question)} onChange=${({ target }) => target.validity.valid && target.value && change({ periods: Number(target.value) })} /></label>
      <${PropertyPicker} app=${app} label="Broken down by" property=${question.by} none="Nothing" pick=${(by) => change({ by })} />
      <span class="inline"><span class="quiet" aria-hidden="true">Told apart by who did</span><${EventPicker} app=${app} label="Told apart by who did" any="Nothing" event=${null} pick=${apart} /></span>
      <div class="tabs" role="group" aria-label="Drawn as">${Object.entries(LOOKS).map(([name, title]) => html`<button type="button" aria-pressed=${name === question.look} onClick=${() => change({ look: name })}>${title}</button>`)}</div>
    </div>
    ${problem && html`<${Problem} problem=${problem} />`}
  </div>`;
}

function Answer({ answer, question, change }) {
  const started = answer.cohorts.filter(({ size }) => size > 0);
  if (!started.length) {
    return html`<${Empty} title="Nobody started in this range">
      <p>A cohort begins with its period: a range of less than one whole ${question.per} has none. Take a wider range, or another event.</p>
      <p class="actions">${question.range !== "90d" && html`<button type="button" class="small" onClick=${() => change({ range: "90d" })}>Show 90 days</button>`}</p>
    </${Empty}>`;
  }
  const all = mean(answer.cohorts);
  const reached = all.findLastIndex((share) => share !== null) + 1;
  const names = bucketNames(question.per, question.timezone);
  return html`<p class="figures"><strong class="big">${percent(all[1])}</strong> <span class="quiet">came back one ${question.per} later; ${counted(started.reduce((sum, { size }) => sum + size, 0), inUnits(question, "visitor"))} in ${counted(started.length, "cohort")}</span></p>
    ${question.look === "curves"
      ? html`<${Curves} question=${question} lines=${answer.breakdown ? answer.breakdown.map(({ value, cohorts }) => ({ label: saidValue(value), values: mean(cohorts).slice(0, reached) })) : curvesOf(started, names, reached)} all=${all.slice(0, reached)} />`
      : html`<${Grid} question=${question} cohorts=${answer.cohorts} all=${all.slice(0, reached)} names=${names} />`}
    ${answer.breakdown && html`<${ByValue} answer=${answer} reached=${reached} question=${question} change=${change} />`}`;
}

/** The share that came back in each period, of all who could: cohorts whose period is not over are left out of it. */
function mean(cohorts) {
  const periods = cohorts[0]?.values.length ?? 0;
  return Array.from({ length: periods }, (_, period) => {
    const over = cohorts.filter(({ values }) => values[period] !== null);
    const size = over.reduce((sum, one) => sum + one.size, 0);
    return size ? over.reduce((sum, { values }) => sum + values[period], 0) / size : null;
  });
}

const columnsOf = (question, length) => Array.from({ length }, (_, period) => `${question.per[0].toUpperCase()}${question.per.slice(1)} ${period}`);

/** Of all time, periods before anybody started are left away, as a chart does it. */
function Grid({ question, cohorts: periods, all, names }) {
  const cohorts = question.range === "all" ? periods.slice(periods.findIndex(({ size }) => size > 0)) : periods;
  const cell = (size) => (value) => (value === null ? null : { share: size ? value / size : 0, said: size ? percent(value / size) : "–", title: `${count(value)} of ${count(size)}` });
  const rows = [
    { head: "All", note: count(cohorts.reduce((sum, { size }) => sum + size, 0)), cells: all.map((share) => (share === null ? null : { share, said: percent(share), title: "all cohorts together" })) },
    ...cohorts.map(({ start, size, values }) => ({ head: names.long(start), note: count(size), cells: values.slice(0, all.length).map(cell(size)) })),
  ];
  return html`<${HeatMap} name="Retention by cohort" corner="Cohort" columns=${columnsOf(question, all.length)} rows=${rows} />`;
}

const curvesOf = (cohorts, names, reached) => cohorts.slice(-MOST_CURVES).map(({ start, size, values }) => ({ label: names.long(start), values: values.slice(0, reached).map((value) => (value === null ? null : value / size)) }));

function Curves({ question, lines, all }) {
  const points = columnsOf(question, all.length).map((name, period) => ({ short: String(period), long: name, open: false }));
  const series = lines.length > 1 ? lines : [{ label: "All", values: all }];
  return html`<${TimeChart} name="Retention" points=${points} series=${series} look="line" kind="rate" /><${Legend} series=${series} />`;
}

function ByValue({ answer, reached, question, change }) {
  const pick = ({ value }) => change({ filter: withFilter(question.filter, filterFor(question.by, value)) });
  const rows = answer.breakdown.map(({ value, cohorts }) => ({ value, size: cohorts.reduce((sum, one) => sum + one.size, 0), shares: mean(cohorts) }));
  return html`<${Table} name=${`By ${propertyName(question.by)}`} rows=${rows} pick=${pick} picks=${({ value }) => isPlain(value)} columns=${[
    { title: propertyName(question.by), of: ({ value }) => saidValue(value) },
    { title: "Started", number: true, of: ({ size }) => count(size) },
    ...columnsOf(question, reached).slice(1).map((title, index) => ({ title, number: true, of: ({ shares }) => percent(shares[index + 1]) })),
  ]} />`;
}
