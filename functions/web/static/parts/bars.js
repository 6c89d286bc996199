/** A ranking: each row a bar as long as its share of the largest, to click where that filters by it. */

import { html } from "../vendor/preact.js";
import { isPlain } from "../shell/question/filters.js";
import { count, percent } from "../shell/browser/formats.js";
import { Empty } from "./panel.js";

/**
 * `rows` are `{value, said, figure, before}`, largest first; `pick(value)` makes each a button; `what` names the figure,
 * `all` is what a share is taken of.
 */
export function Bars({ rows, pick, what = "Visitors", all, format = count, empty = "Nothing in this range" }) {
  if (!rows.length) return html`<${Empty} title=${empty} />`;
  const most = Math.max(...rows.map(({ figure }) => figure ?? 0), 1);
  return html`<ul class="bars">
    ${rows.map(({ value, said, figure }) => {
      const text = said ?? saidValue(value);
      const inside = html`<span class="fill" style=${`width:${(((figure ?? 0) / most) * 100).toFixed(2)}%`} /><span class="name" title=${text}>${text}</span>
        <span class="figure">${all ? html`<span class="share">${percent((figure ?? 0) / all)}</span>` : null}<strong>${format(figure)}</strong><span class="unseen"> ${what.toLowerCase()}</span></span>`;
      return html`<li key=${JSON.stringify(value)}>${pick && isPlain(value) ? html`<button type="button" class="bar-row" onClick=${() => pick(value)}>${inside}</button>` : html`<div class="bar-row">${inside}</div>`}</li>`;
    })}
  </ul>`;
}

/** A value as a row says it: none at all, the rest, an empty text. */
export function saidValue(value) {
  if (value === null || value === undefined) return "(none)";
  if (value === "$other") return "Others";
  return value === "" ? "(empty)" : typeof value === "object" ? JSON.stringify(value) : String(value);
}
