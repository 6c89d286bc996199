/** A figure, large, with by how much it moved. */

import { html } from "../vendor/preact.js";
import { changeOf, KINDS, saidChange } from "../shell/browser/formats.js";

/** `kind` is one of KINDS; `better` says which way is good: "up", "down", or "" where neither is. */
export function Tile({ title, value, before, kind = "count", better = "up", chosen, pick }) {
  const { full } = KINDS[kind];
  const moved = changeOf(value, before);
  const way = moved === null || Math.abs(moved) < 0.005 ? "same" : moved > 0 ? "up" : "down";
  const good = way === "same" || !better ? "" : way === better ? "good" : "bad";
  const inside = html`<span class="tile-title">${title}</span>
    <strong class="tile-value">${value === undefined ? " " : full(value)}</strong>
    <span class=${`tile-change ${good}`}>${moved === null
      ? before === undefined ? " " : "nothing before"
      : html`<span aria-hidden="true">${{ up: "↑", down: "↓", same: "" }[way]} </span>${saidChange(moved)}<span class="before"> was ${full(before)}</span>`}</span>`;
  return pick
    ? html`<button type="button" class="tile" aria-pressed=${Boolean(chosen)} onClick=${pick}>${inside}</button>`
    : html`<div class="tile">${inside}</div>`;
}
