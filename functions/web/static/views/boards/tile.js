/** What stands on a board: a saved report with its answer, or words; each to be moved, widened and taken off. */

import { html, useRef } from "../../vendor/preact.js";
import { Panel } from "../../parts/panel.js";
import { Takeaway } from "../../parts/taking/takeaway.js";
import { ask } from "../../shell/browser/dialog.js";
import { saidDays } from "../../shell/browser/formats.js";
import { SmallAnswer } from "./answers.js";

const WIDTHS = { third: "A third of the row", half: "Half of the row", twoThirds: "Two thirds of the row", whole: "The whole row" };
/** The room that an answer takes about, so that nothing jumps when it comes. */
export const HEIGHTS = { trends: "14.5rem", overview: "18rem", funnel: "18rem", retention: "12rem", sessions: "20rem", lifecycle: "15rem", stickiness: "16rem", paths: "18rem" };
const KEYS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** @param {any} props */
export function BoardTile({ app, report, asked, of, again, rename, share, off, ...rest }) {
  const { tile, resize } = rest;
  const called = async () => {
    const name = await ask({ title: "Rename this report", action: "Rename", field: { label: "Name", value: report.name } });
    if (name) await rename(name);
  };
  const menu = [...widths(tile, resize), ...steps(rest), { said: "Rename …", act: called }, { said: "Share …", act: share }, { said: "Take it off", act: off }];
  const title = report.address ? html`<a href=${addressIn(app, report)}>${report.name}</a>` : report.name;
  return html`<${Placed} ...${rest} name=${report.name}>
    <${Panel} title=${title} name=${report.name} note=${saidDays(asked)} of=${of} again=${again} height=${HEIGHTS[report.report] ?? "12rem"} take=${{ appId: app.id, question: asked }} menu=${menu} actions=${html`<${Handle} ...${rest} name=${report.name} />`}>
      ${(answer) => html`<${SmallAnswer} app=${app} report=${report} asked=${asked} answer=${answer} width=${tile.width} />`}
    </${Panel}>
  </${Placed}>`;
}

/** @param {any} props */
export function TextTile({ edit, off, ...rest }) {
  const { tile, resize } = rest;
  const name = tile.text.slice(0, 40);
  const menu = [...widths(tile, resize), ...steps(rest), { said: "Edit …", act: edit }, { said: "Take it off", act: off }];
  return html`<${Placed} ...${rest} name=${name}>
    <section class="panel words" aria-label=${name}>
      <div class="row"><${Handle} ...${rest} name=${name} /><${Takeaway} title=${name} menu=${menu} /></div>
      <${Lines} text=${tile.text} />
    </section>
  </${Placed}>`;
}

/** The lines of a text; what begins with `#` is a heading. */
export const Lines = ({ text }) => text.split("\n").map((line) => (/^#+ /.test(line) ? html`<h2>${line.replace(/^#+ /, "")}</h2>` : html`<p>${line}</p>`));

const addressIn = (app, { address }) => {
  const [view, query] = address.split(/\?(.*)/s);
  return `/dashboard/${app.id}${view === "overview" ? "" : `/${view}`}${query ? `?${query}` : ""}`;
};

const widths = (tile, resize) => Object.entries(WIDTHS).map(([width, said]) => ({ said, on: tile.width === width, act: () => resize(width) }));
const steps = ({ place, last, move }) => [
  ...(place > 0 ? [{ said: "Move towards the start", act: () => move(place, place - 1) }] : []),
  ...(place < last ? [{ said: "Move towards the end", act: () => move(place, place + 1) }] : []),
];

/** The room of a tile, onto which another can be dropped. */
function Placed({ tile, place, move, name, children }) {
  const over = (event) => event.dataTransfer.types.includes("text/x-tile") && event.preventDefault();
  const drop = (event) => {
    const from = event.dataTransfer.getData("text/x-tile");
    if (from === "") return;
    event.preventDefault();
    move(Number(from), place);
  };
  return html`<div class=${`placed ${tile.width}`} onDragOver=${over} onDrop=${drop} data-tile=${name}>${children}</div>`;
}

/** Drag it, or press the arrow keys on it. */
function Handle({ name, place, last, move }) {
  const button = useRef(null);
  const keys = (event) => {
    if (!(event.key in KEYS)) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(last, place + KEYS[event.key]));
    move(place, to);
    setTimeout(() => button.current?.focus());
  };
  const start = (event) => {
    event.dataTransfer.setData("text/x-tile", String(place));
    event.dataTransfer.effectAllowed = "move";
    const around = event.currentTarget.closest(".placed");
    event.dataTransfer.setDragImage(around, 20, 20);
  };
  return html`<button type="button" class="icon handle" ref=${button} draggable="true" aria-label=${`Move ${name}: arrow keys, or drag`} title="Drag, or use the arrow keys" onDragStart=${start} onKeyDown=${keys}>⠿</button>`;
}
