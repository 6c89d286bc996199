/** How long it took those who converted: quantiles, and how many took about how long. */

import { html } from "../../vendor/preact.js";
import { Bars } from "../../parts/bars.js";
import { Empty } from "../../parts/panel.js";
import { span } from "../../shell/browser/formats.js";

/** `whole` is the API's distribution, null where nobody converted. */
export function Times({ whole }) {
  if (!whole) return html`<${Empty} title="Nobody converted in this range" />`;
  const taken = whole.bins.filter(({ visitors }) => visitors);
  const between = whole.bins.slice(whole.bins.indexOf(taken[0]), whole.bins.indexOf(taken.at(-1)) + 1);
  const rows = between.map(({ startSeconds, endSeconds, visitors }) => ({ value: startSeconds, said: `${startSeconds ? `${span(startSeconds)} – ` : "under "}${span(endSeconds)}`, figure: visitors }));
  const all = taken.reduce((sum, { visitors }) => sum + visitors, 0);
  return html`<p class="figures"><strong class="big">${span(whole.median)}</strong> <span class="quiet">is what half needed at most; nine of ten ${span(whole.p90)}, the average ${span(whole.average)}</span></p>
    <${Bars} rows=${rows} all=${all} />`;
}
