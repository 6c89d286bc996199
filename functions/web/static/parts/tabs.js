/** A choice of a few, one of which is shown. */

import { html } from "../vendor/preact.js";

/** `tabs` are titles by name, a title alone or first in a list. */
export function Tabs({ name, tabs, chosen, pick }) {
  return html`<div class="tabs" role="group" aria-label=${name}>
    ${Object.entries(tabs).map(([one, title]) => html`<button type="button" aria-pressed=${one === chosen} onClick=${() => pick(one)}>${[title].flat()[0]}</button>`)}
  </div>`;
}
