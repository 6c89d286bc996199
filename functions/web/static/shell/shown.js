/** Asks what a view asks, and shows it inside the frame: with the bars above it, and a word where something is wrong. */

import { html, useEffect, useState } from "../vendor/preact.js";
import { Problem, Slow } from "../parts/problem.js";
import { useAnswers } from "./asking/answers.js";
import { useFresh } from "./asking/fetching.js";
import { FilterBar } from "./filter-bar.js";
import { Frame } from "./frame.js";
import { Later } from "./later.js";
import { DayVisitors } from "../parts/day-visitors.js";
import { rangeOf } from "./question/range.js";
import { RangeBar } from "./range-bar.js";
import { Told } from "./told.js";

const DAY_MS = 86_400_000;
const REFRESHED_MS = 60_000;
const firstRun = () => import("../views/first-run.js");

/** `code` is the view's module: see README.md for what it exports. */
export function Shown({ code, ...props }) {
  const { app, question, change, told, settled, ingest } = props;
  const kept = code.useKept?.(app, question);
  const asks = code.asks?.(question, { ...props, kept }) ?? {};
  const asked = useAnswers(app.id, asks);
  const fetched = useFresh();
  const [empty, setEmpty] = useState(false);
  const [fresh, welcome] = useState(false);
  const all = Object.values(asked.answers);
  const done = all.length === 0 || all.some(({ state }) => state !== "loading");
  useEffect(() => void (done && settled()), [done]);

  useEffect(() => {
    if (!code.refreshed || Date.parse(rangeOf(question).to) < Date.now() - DAY_MS) return undefined;
    const timer = setInterval(() => document.visibilityState === "visible" && asked.again(), REFRESHED_MS);
    return () => clearInterval(timer);
  }, [JSON.stringify(question)]);

  // Nothing in this range: is there anything at all? If not, the reader needs the snippet and not a chart.
  const nothing = all.length > 0 && Boolean(code.isEmpty?.(asked.answers));
  useEffect(() => setEmpty(nothing), [nothing, app.id]);

  const failed = all.filter(({ problem }) => problem);
  const whole = all.length > 0 && failed.length === all.length && failed[0].problem;
  // A question that makes no sense is mended where it was put; its part says what is wrong with it.
  const senseless = whole && [400, 413, 422].includes(whole.status);
  const bars = code.bars ?? ["range", "filters"];
  const tell = html`<${Told} told=${told} />
    ${asked.slow && html`<${Slow} />`}
    ${whole && !senseless && html`<${Problem} problem=${whole} again=${asked.again} />`}`;
  const view = html`<${code.View} ...${props} ...${asked} kept=${kept} />`;
  return html`<${Frame} ...${props} asOf=${asked.asOf ?? fetched.asOf} ways=${asked.ways} busy=${asked.busy} again=${() => (asked.again(), fetched.again())}>
    ${bars.length > 0 &&
    html`<div class="question-bar">
      ${bars.includes("range") && html`<${RangeBar} ...${props} compares=${code.compares ?? false} interval=${"interval" in (code.words ?? {})} />`}
      ${bars.includes("filters") && html`<${FilterBar} app=${app} question=${question} change=${change} />`}
    </div>`}
    ${tell}
    ${empty
      ? html`<${Later} load=${firstRun} part="FirstEvent" app=${app} ingest=${ingest} arrived=${() => (setEmpty(false), welcome(true), asked.again())} otherwise=${view} />`
      : html`${fresh && html`<${Later} load=${firstRun} part="Arrived" app=${app} question=${question} close=${() => welcome(false)} />`}
          <${DayVisitors} app=${app} question=${question} change=${change} counts=${question.group ? "" : code.counts?.(question)} asOf=${all.length === 0 || asked.asOf} />
          ${!(whole && !senseless && all.every(({ answer }) => answer === undefined)) && view}`}
  </${Frame}>`;
}
