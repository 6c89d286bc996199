/** Takes a panel along: onto a board, into an alert, as CSV, as a picture, or as the request that a program would send. */

import { html, useState } from "../../vendor/preact.js";
import { filterAsked, saidFilter } from "../../shell/question/filters.js";
import { saidUnit } from "../../shell/question/unit.js";
import { saidDays } from "../../shell/browser/formats.js";
import { Later } from "../../shell/later.js";
import { Menu } from "../menu.js";

const CALM_MS = 1600;

const board = () => import("../../views/add-to-board.js");
const alert = () => import("../../views/tell-me-when.js");

/**
 * `question` is `{report, …fields}` as it was asked, `ready` whether there is an answer to it; `menu` has more to do.
 *
 * @param {any} props
 */
export function Takeaway({ appId, question = { report: "" }, title, ready, menu }) {
  const [said, say] = useState("");
  const [adding, add] = useState(false);
  const [telling, tell] = useState(false);
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
  /** What is seen of the panel, with what a reader has to know of it. */
  const drawn = async (button) => {
    const place = button.closest("section")?.querySelector(".result") ?? document.querySelector("main section");
    const picture = await import("./picture.js");
    const app = document.querySelector("#app-chooser option:checked")?.textContent ?? "";
    const lines = [title, [app, `${saidDays(body)}, ${body.timezone}`].filter(Boolean).join(" · "), picture.ruleOf({ report, ...body }), ...[saidUnit(body)].filter(Boolean), ...(body.filters ?? []).map(filterAsked).filter(Boolean).map(saidFilter)];
    return { ...picture, lines, place };
  };
  const picture = async (button) => {
    const { pictureOf, place, lines } = await drawn(button);
    const blob = await pictureOf(place, lines).catch(() => null);
    if (!blob) return calm("Could not be drawn");
    return navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]).then(() => calm("Copied"), () => (save(blob, `${title}.png`), calm("Saved")));
  };
  const drawing = async (button) => {
    const { drawingOf, place, lines } = await drawn(button);
    save(new Blob([drawingOf(place, lines).text], { type: "image/svg+xml" }), `${title}.svg`);
    calm("Saved");
  };
  return html`<${Menu} label=${menu ? `What to do with ${title}` : `Take ${title} along`} said=${said || "⋯"} small end>
    ${(close) => html`<ul class="choices">
      ${menu?.map(({ said: doing, act, on }) => html`<li><button type="button" aria-pressed=${on ?? null} onClick=${() => (close(), act())}>${doing}</button></li>`)}
      ${ready && html`${!menu && html`<li><button type="button" onClick=${() => (close(), add(true))}>Add to a board …</button></li>
      <li><button type="button" onClick=${() => (close(), tell(true))}>Tell me when …</button></li>`}
      <li><button type="button" onClick=${() => (close(), csv())}>Save as CSV</button></li>
      <li><button type="button" onClick=${() => (close(), request())}>Copy as API request</button></li>
      <li><button type="button" onClick=${({ currentTarget }) => (picture(currentTarget), close())}>Copy as picture</button></li>
      <li><button type="button" onClick=${({ currentTarget }) => (drawing(currentTarget), close())}>Save as drawing (SVG)</button></li>`}
    </ul>`}
  </${Menu}><span class="unseen" role="status">${said}</span>
  ${adding && html`<${Later} load=${board} part="AddToBoard" appId=${appId} question=${question} title=${title} close=${() => add(false)} />`}
  ${telling && html`<${Later} load=${alert} part="TellMeWhen" appId=${appId} question=${question} title=${title} close=${() => tell(false)} />`}`;
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), CALM_MS);
}
