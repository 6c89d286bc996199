/** Stickiness: on how many days of the range visitors came. */

import { html } from "../vendor/preact.js";
import { Bars } from "../parts/bars.js";
import { Empty, Panel } from "../parts/panel.js";
import { EventPicker } from "../parts/picking/pickers.js";
import { common } from "../shell/question/address.js";
import { count, counted, percent } from "../shell/browser/formats.js";
import { lastOf, lately } from "../shell/question/range.js";
import { inUnits } from "../shell/question/unit.js";
import { text } from "../shell/question/words.js";

export const words = { event: text("", 200) };

/** What it means here that some trackers know a visitor for a day only. */
export const counts = () => "They never seem to come back.";

export function asks(question) {
  return { days: { report: "stickiness", ...common(question), ...lately(question, "day"), interval: "day", ...(question.event ? { event: question.event } : {}) } };
}

export const isEmpty = ({ days }) => Boolean(days.answer && !days.stale && !days.answer.visitors.some(Boolean));

export function View({ app, question, answers, change, again }) {
  const last = lastOf(question, "day");
  return html`<div class="view">
    <div class="view-head"><h1>Stickiness</h1></div>
    <section class="panel whole row asked" aria-label="Question">
      <span class="quiet">A day counts with</span>
      <${EventPicker} app=${app} label="Event of an active day" event=${question.event || null} pick=${(event) => change({ event: event ?? "" })} />
    </section>
    <${Panel} title="Days of activity" note=${last ? `the last ${counted(last, "day")}` : ""} of=${answers.days} again=${again} height="24rem" wide take=${{ appId: app.id, question: asks(question).days }}>
      ${(answer) => html`<${Days} answer=${answer} question=${question} />`}
    </${Panel}>
  </div>`;
}

/** Days beyond the last that anybody reached are left away. */
function Days({ answer, question }) {
  const all = answer.visitors.reduce((sum, one) => sum + one, 0);
  if (!all) return html`<${Empty} title="Nobody was active in this range"><p>Take a wider range, or another event.</p></${Empty}>`;
  const last = answer.visitors.findLastIndex(Boolean);
  const again = all - answer.visitors[0];
  const rows = answer.days.slice(0, last + 1).map((day, index) => ({ value: day, said: counted(day, "day"), figure: answer.visitors[index] }));
  return html`<p class="figures"><strong class="big">${percent(again / all)}</strong> <span class="quiet">came on more than one day: ${count(again)} of ${counted(all, inUnits(question, "visitor"))}</span></p>
    <${Bars} rows=${rows} all=${all} what=${inUnits(question, "Visitors")} />`;
}
