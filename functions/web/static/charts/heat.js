/** A grid whose cells are the darker the more they hold: a table underneath, so that it can be read and heard. */

import { html } from "../vendor/preact.js";

/** `rows` are `{head, note, cells}`, a cell `{share, said, title}` or null; `columns` are the heads; `pick(row, column)`. */
export function HeatMap({ name, corner = "", columns, rows, pick }) {
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${name}>
    <table class="heat">
      <thead><tr><th scope="col">${corner}</th>${columns.map((one) => html`<th scope="col" class="number">${one}</th>`)}</tr></thead>
      <tbody>${rows.map(
        ({ head, note, cells }, row) => html`<tr><th scope="row">${head}${note && html` <span class="quiet">${note}</span>`}</th>${cells.map((cell, column) =>
          cell
            ? html`<td class=${`h${Math.round(Math.min(Math.max(cell.share, 0), 1) * 10)}`} title=${cell.title}>${pick ? html`<button type="button" onClick=${() => pick(row, column)}>${cell.said}</button>` : cell.said}</td>`
            : html`<td class="none" />`,
        )}</tr>`,
      )}</tbody>
    </table>
  </div>`;
}
