/** Takes a panel along: onto a board, as CSV, as a picture, or as the request that a program would send. */

import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { saidFilter } from "../shell/filters.js";
import { Later } from "../shell/later.js";
import { Menu } from "./menu.js";

const CALM_MS = 1600;

const board = () => import("../views/add-to-board.js");

/**
 * `question` is `{report, …fields}` as it was asked, `ready` whether there is an answer to it; `menu` has more to do.
 *
 * @param {any} props
 */
export function Takeaway({ appId, question = { report: "" }, title, filters: shown, ready, menu }) {
  const [said, say] = useState("");
  const [adding, add] = useState(false);
  /** @type {any} */
  const { report, batch, ...body } = question;
  const path = `/reports/${report}`;
  const calm = (text) => (say(text), setTimeout(() => say(""), CALM_MS));
  const csv = async () => {
    const answer = await fetch(`/api/apps/${appId}${path}?format=csv`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/csv" },
      body: JSON.stringify(body),
    }).catch(() => null);
    if (!answer?.ok) return calm("Could not be had");
    save(await answer.blob(), `${title}.csv`);
    return calm("Saved");
  };
  const request = async () => {
    const text = `curl ${location.origin}/api/v1/apps/${appId}${path} \\\n  -H "Authorization: Bearer $SPOOR_TOKEN" \\\n  -H "Content-Type: application/json" \\\n  -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`;
    await navigator.clipboard.writeText(text).then(() => calm("Copied"), () => calm("The browser forbids copying"));
  };
  const picture = async (panel) => {
    const { pictureOf } = await import("./picture.js");
    const lines = [title, spanOf(body), ...(shown ?? []).map(saidFilter)];
    const blob = await pictureOf(panel.querySelector(".chart svg, svg.sankey"), lines).catch(() => null);
    if (!blob) return calm("Could not be drawn");
    return navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]).then(() => calm("Copied"), () => (save(blob, `${title}.png`), calm("Saved")));
  };
  return html`<${Menu} label=${menu ? `What to do with ${title}` : `Take ${title} along`} said=${said || "⋯"} small end>
    ${(close) => html`<ul class="choices">
      ${menu?.map(({ said: doing, act, on }) => html`<li><button type="button" aria-pressed=${on ?? null} onClick=${() => (close(), act())}>${doing}</button></li>`)}
      ${ready && html`${!menu && html`<li><button type="button" onClick=${() => (close(), add(true))}>Add to a board …</button></li>`}
      <li><button type="button" onClick=${() => (close(), csv())}>Save as CSV</button></li>
      <li><button type="button" onClick=${() => (close(), request())}>Copy as API request</button></li>
      <${Picture} draw=${(panel) => (close(), picture(panel))} />`}
    </ul>`}
  </${Menu}><span class="unseen" role="status">${said}</span>
  ${adding && html`<${Later} load=${board} part="AddToBoard" appId=${appId} question=${question} title=${title} close=${() => add(false)} />`}`;
}

/** Offered where the panel has a chart. */
function Picture({ draw }) {
  const place = useRef(null);
  const [panel, find] = useState(null);
  useEffect(() => {
    const around = place.current.closest("section");
    if (around?.querySelector(".chart svg, svg.sankey")) find(around);
  }, []);
  return html`<li ref=${place} hidden=${!panel}><button type="button" onClick=${() => draw(panel)}>Copy as picture</button></li>`;
}

const spanOf = ({ from, to, timezone }) => `${from.slice(0, 10)} up to ${to.slice(0, 10)}, ${timezone}`;

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), CALM_MS);
}
