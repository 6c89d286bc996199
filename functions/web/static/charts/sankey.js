/** Streams between steps, as wide as they are strong. */

import { html } from "../vendor/preact.js";
import { count } from "../shell/browser/formats.js";
import { sankey, sankeyLeft, sankeyLinkHorizontal } from "../vendor/sankey.js";
import { useWidth } from "./time.js";

const LEAST_PX = 640;
/** Room beyond the last step for the names of its nodes, which are cut at 22 letters. */
const NAMES_PX = 190;

/** `nodes` are `{id, said, step, figure}`, `links` `{source, target, count}` by id; `pick(node)` is called for a click. */
export function Sankey({ name, nodes, links, pick, height = 420 }) {
  const [place, width] = useWidth();
  return html`<div class="chart-place scroll" tabindex="0" role="group" aria-label=${name} ref=${place} style=${`min-height:${height}px`}>
    ${width > 0 && nodes.length > 0 && html`<${Streams} ...${{ name, nodes, links, pick, height, width: Math.max(width, LEAST_PX) }} />`}
  </div>`;
}

function Streams({ name, nodes, links, pick, height, width }) {
  const lay = sankey()
    .nodeId(({ id }) => id)
    .nodeAlign(sankeyLeft)
    .nodeWidth(12)
    .nodePadding(14)
    .extent([
      [2, 8],
      [width - NAMES_PX, height - 8],
    ]);
  const laid = lay({ nodes: nodes.map((node) => ({ ...node })), links: links.map(({ source, target, count: value }) => ({ source, target, value })) });
  const path = sankeyLinkHorizontal();
  return html`<svg class="sankey" width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} role="group" aria-label=${name}>
    ${laid.links.map((link) => html`<path class="stream" d=${path(link)} stroke-width=${Math.max(link.width, 1)}><title>${`${link.source.said} → ${link.target.said}: ${count(link.value)}`}</title></path>`)}
    ${laid.nodes.map((node) => {
      const said = `${node.said}: ${count(node.figure ?? node.value)}`;
      const keys = (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), pick(node));
      const acts = pick ? { tabindex: 0, role: "button", onClick: () => pick(node), onKeyDown: keys } : {};
      return html`<g class="node" ...${acts}><rect x=${node.x0} y=${node.y0} width=${node.x1 - node.x0} height=${Math.max(node.y1 - node.y0, 2)} rx="2"><title>${said}</title></rect><text x=${node.x1 + 6} y=${(node.y0 + node.y1) / 2 + 4}>${short(node.said)}<tspan class="figure"> ${count(node.figure ?? node.value)}</tspan></text></g>`;
    })}
  </svg>`;
}

const short = (text) => (text.length > 22 ? `${text.slice(0, 21)}…` : text);
