/** The range, what it is compared with, the interval and the time zone that all of a view shares. */

import { html, useState } from "../vendor/preact.js";
import { Menu } from "../parts/menu.js";
import { day } from "./browser/formats.js";
import { addDays, bucketsIn, COMPARISONS, dateIn, INTERVALS, isTimezone, RANGES, rangeOf } from "./question/range.js";

const MOST_BUCKETS = 2000;

export function RangeBar({ question, change, compares, interval, code, view }) {
  const { from, to } = rangeOf(question);
  const dates = question.range === "24h" ? "" : `${day(from)} – ${day(addDays(to, -1))}`;
  const said = question.range === "custom" ? dates : RANGES[question.range].said;
  return html`<div class="range-bar" role="group" aria-label="Range">
    <${Menu} label="Range" said=${said} wide>
      ${(close) => html`<${Ranges} question=${question} pick=${(part) => (close(), change(part))} change=${change} />`}
    </${Menu}>
    ${question.range !== "custom" && question.range !== "all" && html`<span class="quiet dates">${dates}</span>`}
    ${compares &&
    html`<label class="inline"><span class="unseen">Compare with</span>
      <select name="compare" value=${question.compare} onChange=${({ target }) => change({ compare: target.value })} disabled=${question.range === "all"}>
        ${Object.entries(COMPARISONS).map(([name, title]) => html`<option value=${name} selected=${name === question.compare}>${name === "none" ? title : `vs ${title.toLowerCase()}`}</option>`)}
      </select></label>`}
    ${interval &&
    html`<label class="inline"><span class="unseen">Interval</span>
      <select name="interval" value=${question.interval} onChange=${({ target }) => change({ interval: target.value })}>
        <option value="auto" selected=${question.interval === "auto"}>Interval: auto</option>
        ${Object.entries(INTERVALS).map(
          ([name, title]) =>
            html`<option value=${name} selected=${name === question.interval} disabled=${bucketsIn(question, name) > MOST_BUCKETS}>By ${title.toLowerCase()}</option>`,
        )}
      </select></label>`}
  </div>`;
}

function Ranges({ question, pick, change }) {
  const today = dateIn(question.timezone);
  const [from, setFrom] = useState(question.from || addDays(today, -6));
  const [to, setTo] = useState(question.to || today);
  const wrong = !from || !to || from > to;
  const custom = (event) => {
    event.preventDefault();
    if (!wrong) pick({ range: "custom", from, to });
  };
  return html`<ul class="choices">
      ${Object.entries(RANGES).map(
        ([name, { said, key }]) =>
          html`<li><button type="button" aria-pressed=${question.range === name} onClick=${() => pick({ range: name, from: "", to: "" })}>${said}${key && html`<kbd aria-hidden="true">${key}</kbd>`}</button></li>`,
      )}
    </ul>
    <form class="stack custom" onSubmit=${custom}>
      <label>First day <input type="date" name="from" value=${from} required onInput=${({ target }) => setFrom(target.value)} /></label>
      <label>Last day <input type="date" name="to" value=${to} required onInput=${({ target }) => setTo(target.value)} aria-describedby="range-wrong" /></label>
      <p id="range-wrong" class="hint" role="status">${wrong ? "The last day has to come after the first." : ""}</p>
      <button type="submit" class="small primary" aria-disabled=${wrong}>Show these days</button>
      <${Zone} timezone=${question.timezone} change=${change} />
    </form>`;
}

function Zone({ timezone, change }) {
  const [typed, type] = useState(timezone);
  const [offered, offer] = useState([]);
  const right = isTimezone(typed);
  const set = () => right && typed !== timezone && change({ timezone: typed });
  return html`<label>Time zone
      <input name="timezone" list="timezones" autocomplete="off" spellcheck="false" value=${typed} aria-invalid=${!right} aria-describedby="zone-wrong"
        onFocus=${() => offer(Intl.supportedValuesOf("timeZone"))} onInput=${({ target }) => type(target.value)} onChange=${set} />
    </label>
    <p id="zone-wrong" class="hint" role="status">${right ? "" : "Type a time zone such as Europe/Berlin."}</p>
    <datalist id="timezones">${offered.map((name) => html`<option value=${name} />`)}</datalist>`;
}
