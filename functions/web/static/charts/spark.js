/** A line without axes, as small as a word. */

import { html } from "../vendor/preact.js";

export function Spark({ values, width = 96, height = 24 }) {
  const known = values.filter((value) => value != null);
  const most = Math.max(...known, 1);
  const at = (value, index) => `${((index / Math.max(values.length - 1, 1)) * width).toFixed(1)},${(height - 2 - ((value ?? 0) / most) * (height - 4)).toFixed(1)}`;
  return html`<svg class="spark" width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} aria-hidden="true"><polyline class="line c0" points=${values.map(at).join(" ")} /></svg>`;
}
