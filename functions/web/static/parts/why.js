/** What changed? Which values of which properties explain that a number moved, and what is left without them. */

import { html } from "../vendor/preact.js";
import { filterFor, propertyName } from "../shell/question/filters.js";
import { inUnits } from "../shell/question/unit.js";
import { counted, KINDS, listed, moment, percent, saidChange, changeOf } from "../shell/browser/formats.js";
import { saidValue } from "./bars.js";
import { Panel } from "./panel.js";

/**
 * What is asked about a question of trends or of a funnel: the report `changes`, which takes its words whole.
 *
 * @param {Record<string, any>} asked
 */
export function whyAsked({ report, compare, batch, ...question }) {
  const { interval, breakdown, ...rest } = question;
  return { report: "changes", question: report === "trends" ? { ...rest, interval: "day" } : rest, compare: compare ?? "previous", batch: 2 };
}

/**
 * `of` is the answer of `whyAsked`; `kind` how its number is written; `what` what it counts ("the conversion"); `narrow` is
 * given a filter and narrows the view by it; `behind(filter)` is the address of the visitors behind a cause, or nothing.
 */
export function WhatChanged({ of, again, what, kind, question, narrow, behind, close }) {
  const shut = html`<button type="button" class="small" onClick=${close}>Close</button>`;
  return html`<${Panel} title="What changed?" of=${of} again=${again} height="8rem" wide actions=${shut}>
    ${(answer) => html`<${Told} ...${{ answer, what, kind, question, narrow, behind }} />`}
  </${Panel}>`;
}

function Told({ answer, what, kind, question, narrow, behind }) {
  const { now, before, significant, causes, began, tested, properties } = answer;
  const { full } = KINDS[kind];
  const looked = html`<p class="hint">${counted(tested, "value")} of ${listed(properties.map(propertyName))} ${tested === 1 ? "was" : "were"} looked at, each tested for chance and by leaving it out.</p>`;
  const moved = changeOf(now, before);
  const whole = html`${what} ${now === before ? `stayed at ${full(now)}` : `went from ${full(before)} to ${full(now)}`}${moved === null || now === before || kind === "rate" ? "" : ` (${saidChange(moved)})`}`;
  if (!significant) return html`<p class="finding">Nothing that goes beyond chance: ${whole}.</p>${looked}`;
  if (!causes.length) return html`<p class="finding">More than chance: ${whole}. No single value explains it.</p>${looked}`;
  return html`${causes.map((cause, index) => html`<${Cause} key=${index} ...${{ cause, full, question, narrow, behind }} />`)}
    <p>In all, ${whole}.${began ? html` It began ${moment(began.at, question.timezone)}${began.annotation ? html` with <strong>${began.annotation.text}</strong>` : ""}.` : ""}</p>
    ${looked}`;
}

function Cause({ cause, full, question, narrow, behind }) {
  const { property, value, now, before, share, withoutIt } = cause;
  const filter = filterFor(property, value);
  const rest = withoutIt.significant ? "the rest moved, too" : "nothing else moved beyond chance";
  const who = behind?.(filter);
  return html`<div class="cause">
    <p class="finding">Where ${propertyName(property).toLowerCase()} is <strong>${saidValue(value)}</strong>: <strong>${full(now)}</strong>, ${full(before)} before. That is ${percent(Math.min(share, 1))} of the change.</p>
    <p>Without it ${full(withoutIt.now)}, ${full(withoutIt.before)} before: ${rest}.</p>
    <p class="actions">
      <button type="button" class="small" onClick=${() => narrow(filter)}>Look at these alone</button>
      ${who && html`<a class="button small" href=${who}>${inUnits(question, "See the visitors behind it")}</a>`}
    </p>
  </div>`;
}
