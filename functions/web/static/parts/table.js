/** Numbers in rows and columns, to read and to scroll by the keyboard, too. */

import { html } from "../vendor/preact.js";

/** `columns` are `{title, of(row), number, head}`; `pick(row)` makes the head of a row a button, where `picks(row)`. */
export function Table({ name, columns, rows, pick, picks = (_row) => true, limit = 500 }) {
  return html`<div class="scroll" tabindex="0" role="group" aria-label=${name}>
    <table>
      <thead><tr>${columns.map(({ title, number }) => html`<th scope="col" class=${number ? "number" : ""}>${title}</th>`)}</tr></thead>
      <tbody>
        ${rows.slice(0, limit).map(
          (row) => html`<tr>${columns.map(({ of, number }, index) => {
            const text = of(row);
            const shown = index === 0 && pick && picks(row) ? html`<button type="button" class="link" onClick=${() => pick(row)}>${text}</button>` : text;
            return index === 0 ? html`<th scope="row">${shown}</th>` : html`<td class=${number ? "number" : ""}>${shown}</td>`;
          })}</tr>`,
        )}
      </tbody>
    </table>
    ${rows.length > limit && html`<p class="hint">The first ${limit} of ${rows.length}; the CSV has all.</p>`}
  </div>`;
}

/** The same under a line to click on. */
export function TableBelow({ said = "The numbers as a table", ...rest }) {
  return html`<details><summary>${said}</summary><${Table} ...${rest} /></details>`;
}
