/** Tells which words of the address made no sense, and that they count as absent. */

import { html } from "../vendor/preact.js";

export function Told({ told }) {
  if (!told.length) return null;
  return html`<div class="notice" role="status">
    ${told.map(
      ({ name, given, said }) => html`<p>
        The address says <code>${name}=${given.slice(0, 80)}</code>, which is nothing that can be asked here, so the usual is shown instead.
        ${said && html`<span class="quiet"> It may be ${said}.</span>`}
      </p>`,
    )}
  </div>`;
}
