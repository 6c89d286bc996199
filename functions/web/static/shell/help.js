/** What the keys do. */

import { html } from "../vendor/preact.js";
import { Dialog } from "../parts/dialog.js";
import { RANGES } from "./question/range.js";
import { PAGES, VIEWS } from "./registry.js";

export function Help({ close }) {
  const keys = [
    ["/", "Search views, apps and events"],
    ...[...Object.values(VIEWS), ...Object.values(PAGES)].filter(({ key }) => key).map(({ key, title }) => [`g ${key}`, title]),
    ...Object.values(RANGES).filter(({ key }) => key).map(({ key, said }) => [key, said]),
    ["r", "Ask again"],
    ["?", "This list"],
    ["Esc", "Close what is open"],
    ["← →", "Read a chart, value by value"],
    ["Enter", "Keep a note at the value that is read, or look at it alone"],
  ];
  return html`<${Dialog} title="Shortcuts" close=${close}>
    <dl class="keys">
      ${keys.map(([key, said]) => html`<div><dt>${key.split(" ").map((one) => html`<kbd>${one}</kbd> `)}</dt><dd>${said}</dd></div>`)}
    </dl>
  </${Dialog}>`;
}
