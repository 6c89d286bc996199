/** How far visitors got: a bar for each step, with its conversion, and what was lost on the way to it. */

import { html } from "../vendor/preact.js";
import { count, percent, span } from "../shell/browser/formats.js";

/**
 * `steps` as the API answers them, of so many of a `unit`; `who(step, outcome)` is the address of who is behind a number, `instead(step)` shows
 * where those went who dropped off after it.
 */
export function FunnelBars({ steps, who, instead, unit = "visitors" }) {
  return html`<ol class="funnel">
    ${steps.map((step, index) => html`<li key=${index}>
      ${index > 0 && html`<${Between} previous=${steps[index - 1]} step=${step} lostAt=${who?.(index, "droppedOff")} instead=${instead && (() => instead(index))} />`}
      <div class="step">
        <span class="number" aria-hidden="true">${index + 1}</span>
        <span class="name">${step.label || step.event || "Any event"}</span>
        <span class="visitors">${who && step.visitors ? html`<a href=${who(index + 1, "reached")}>${count(step.visitors)}<span class="unseen"> ${unit}: who</span></a>` : html`${count(step.visitors)}<span class="unseen"> ${unit}</span>`}</span>
        <span class="share">${percent(step.conversionFromStart)}<span class="unseen"> of all who entered</span></span>
        <span class="bar"><span style=${`width:${((step.conversionFromStart ?? 0) * 100).toFixed(2)}%`} /></span>
      </div>
    </li>`)}
  </ol>`;
}

function Between({ previous, step, lostAt, instead }) {
  const lost = previous.visitors - step.visitors;
  return html`<p class="between">
    <span>${percent(step.conversionFromPrevious)} went on</span>
    ${lost > 0 && (lostAt ? html`<a class="lost" href=${lostAt}>${count(lost)} dropped off</a>` : html`<span class="lost">${count(lost)} dropped off</span>`)}
    ${lost > 0 && instead && html`<button type="button" class="link" onClick=${instead}>where they went instead</button>`}
    ${step.medianSecondsFromPrevious != null && html`<span>median ${span(step.medianSecondsFromPrevious)} later</span>`}
  </p>`;
}
