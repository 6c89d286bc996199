/** Sessions: how many visits there were, how long, how deep, and where they began and ended. */

import { html, useState } from "../vendor/preact.js";
import { Over } from "../charts/over.js";
import { saidValue } from "../parts/bars.js";
import { Empty, Panel } from "../parts/panel.js";
import { PropertyPicker } from "../parts/picking/pickers.js";
import { Table } from "../parts/table.js";
import { Tile } from "../parts/tile.js";
import { compared, intervalOf } from "../shell/question/address.js";
import { filterFor, isPlain, propertyName, withFilter } from "../shell/question/filters.js";
import { count, percent, span } from "../shell/browser/formats.js";
import { inUnits } from "../shell/question/unit.js";
import { oneOf, text } from "../shell/question/words.js";

const ENDS = { session: "first event", sessionEnd: "last event" };
const LIMIT = 15;

export const words = {
  interval: oneOf(["auto", "hour", "day", "week", "month"], "auto"),
  by: text("$pathname", 200),
  of: oneOf(Object.keys(ENDS), "session"),
};
export const compares = true;
/** What it means here that some trackers know a visitor for a day only. */
export const counts = () => "Whoever came on two days counts as two.";

export function asks(question) {
  const interval = intervalOf(question);
  const breakdown = { property: question.by, limit: LIMIT, of: question.of };
  return {
    visits: { report: "sessions", ...compared(question), interval },
    ...(question.by ? { values: { report: "sessions", ...compared(question), interval: "month", breakdown, batch: 1 } } : {}),
  };
}

export const isEmpty = ({ visits }) => Boolean(visits.answer && !visits.stale && !visits.answer.totals.sessions);

export function View({ app, question, answers, change, again }) {
  const asked = asks(question);
  return html`<div class="view">
    <div class="view-head"><h1>Sessions</h1></div>
    <${Panel} title="Sessions over time" of=${answers.visits} again=${again} height="26rem" wide take=${{ appId: app.id, question: asked.visits }}>
      ${(answer) => html`<${Visits} app=${app} change=${change} answer=${answer} question=${question} />`}
    </${Panel}>
    <section class="panel whole row asked" aria-label="Told apart">
      <${PropertyPicker} app=${app} label="Sessions by" property=${question.by} none="Nothing" pick=${(by) => change({ by })} />
      <label class="inline">of the <select onChange=${({ target }) => change({ of: target.value })}>${Object.entries(ENDS).map(([name, said]) => html`<option value=${name} selected=${name === question.of}>${said}</option>`)}</select></label>
    </section>
    ${asked.values && html`<${Panel} title=${`By ${propertyName(question.by)} of the ${ENDS[question.of]}`} of=${answers.values} again=${again} height="22rem" wide take=${{ appId: app.id, question: asked.values }}>
      ${(answer) => html`<${Values} answer=${answer} question=${question} change=${change} />`}
    </${Panel}>`}
  </div>`;
}

/** The figures, and which of the two counts is drawn. */
function Visits({ app, change, answer, question }) {
  const [figure, choose] = useState("sessions");
  const { totals, previous } = answer;
  const before = previous?.totals.sessions ? previous : undefined;
  const tile = (name, title, more = {}) => html`<${Tile} title=${title} value=${totals[name]} before=${before?.totals[name] ?? undefined} ...${more} />`;
  const drawn = { sessions: "Sessions", visitors: inUnits(question, "Visitors") };
  return html`<div class="tiles">
      ${Object.entries(drawn).map(([name, title]) => tile(name, title, { chosen: figure === name, pick: () => choose(name) }))}
      ${tile("bounceRate", "Bounce rate", { kind: "rate", better: "down" })}
      ${tile("medianDurationSeconds", "Duration, median", { kind: "seconds" })}
      ${tile("avgDurationSeconds", "Duration, average", { kind: "seconds" })}
      ${tile("eventsPerSession", "Events a session")}
    </div>
    <${Over} app=${app} change=${change} question=${question} interval=${intervalOf(question)} title=${drawn[figure]} buckets=${answer.buckets} series=${[{ label: drawn[figure], values: answer[figure], before: before?.[figure] }]} />`;
}

function Values({ answer, question, change }) {
  const rows = answer.breakdown ?? [];
  if (!rows.length) return html`<${Empty} title="No session in this range" />`;
  const pick = ({ value }) => change({ filter: withFilter(question.filter, filterFor(question.by, value)) });
  const all = answer.totals.sessions;
  return html`<${Table} name=${`Sessions by ${propertyName(question.by)}`} rows=${rows} pick=${pick} picks=${({ value }) => isPlain(value)} columns=${[
    { title: propertyName(question.by), of: ({ value }) => saidValue(value) },
    { title: "Sessions", number: true, of: ({ totals }) => count(totals.sessions) },
    { title: "Share", number: true, of: ({ totals }) => percent(all ? totals.sessions / all : null) },
    { title: inUnits(question, "Visitors"), number: true, of: ({ totals }) => count(totals.visitors) },
    { title: "Bounce rate", number: true, of: ({ totals }) => percent(totals.sessions ? totals.bounceRate : null) },
    { title: "Duration, median", number: true, of: ({ totals }) => span(totals.medianDurationSeconds) },
    { title: "Events a session", number: true, of: ({ totals }) => count(totals.eventsPerSession) },
  ]} />`;
}
