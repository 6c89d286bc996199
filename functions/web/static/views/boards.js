/** Boards: saved reports side by side, with words between them; what a team looks at together. */

import { html, useState } from "../vendor/preact.js";
import { Dialog } from "../parts/dialog.js";
import { Empty, Skeleton } from "../parts/panel.js";
import { Problem } from "../parts/problem.js";
import { Takeaway } from "../parts/taking/takeaway.js";
import { Later } from "../shell/later.js";
import { ask } from "../shell/browser/dialog.js";
import { whileBusy } from "../shell/browser/dom.js";
import { RANGES, rangeOf, usualInterval } from "../shell/question/range.js";
import { oneOf, text } from "../shell/question/words.js";
import { BoardTile, TextTile } from "./boards/tile.js";
import { useBoards } from "./boards/kept.js";
import { layOut } from "./boards/starter.js";

const sharing = () => import("./sharing.js");
const OWN = "own";
/** Reports that have an interval of their own to follow the range, which for retention is what a period is. */
const DRAWN_OVER_TIME = ["trends", "overview", "sessions", "lifecycle"];
const DAY_MS = 86_400_000;

/** `over` is a range for all of a board, in the place of those that its reports were saved with. */
export const words = { board: text("", 64), over: oneOf([OWN, ...Object.keys(RANGES)], OWN) };
export const bars = [];
export const refreshed = true;
export const useKept = (app, question) => useBoards(app, question.board);

/** The question of a saved report as it is asked now. */
export function questionOf({ report, question: saved, lastDays }, question) {
  const timezone = saved.timezone ?? "UTC";
  const { filters, ...rest } = saved;
  const asked = { report, ...rest, ...(filters?.length ? { filters } : {}) };
  if (question.over !== OWN) {
    const ranged = { range: question.over, from: "", to: "", timezone };
    const interval = usualInterval(ranged);
    const drawn = DRAWN_OVER_TIME.includes(report) ? { interval: report === "lifecycle" && interval === "hour" ? "day" : interval } : {};
    return { ...asked, ...drawn, ...rangeOf(ranged) };
  }
  if (!lastDays) return { ...asked, timezone };
  const { to } = rangeOf({ range: "today", from: "", to: "", timezone });
  return { ...asked, timezone, from: new Date(Date.parse(to) - lastDays * DAY_MS).toISOString().slice(0, 10), to };
}

/** In the order of their ids, so that nothing is asked anew when a tile moves. */
export function asks(question, { kept }) {
  const ids = (kept.board?.tiles ?? []).flatMap(({ savedReportId }) => (kept.reports.has(savedReportId) ? [savedReportId] : []));
  return Object.fromEntries(ids.toSorted().map((id) => [id, questionOf(kept.reports.get(id), question)]));
}

export function View(props) {
  const { app, question, change, kept, answers, again } = props;
  const { board, boards } = kept;
  const [moved, tellMoved] = useState("");
  const [writing, write] = useState(null);
  const [shared, share] = useState(null);
  if (!kept.ready) return html`<div class="view"><div class="view-head board-head"><h1>Boards</h1></div>${kept.problem ? html`<${Problem} problem=${kept.problem} again=${kept.again} />` : html`<div aria-busy="true"><${Skeleton} height="90vh" /></div>`}</div>`;
  const tiles = board?.tiles ?? [];
  const put = (next) => kept.change(board, { tiles: next });
  const move = (from, to) => {
    if (to < 0 || to >= tiles.length || from === to) return;
    put(tiles.toSpliced(from, 1).toSpliced(to, 0, tiles[from]));
    tellMoved(`Place ${to + 1} of ${tiles.length}`);
  };
  const asked = asks(question, { kept });
  const each = (tile, place) => {
    const common = { key: tile.savedReportId ?? `text ${tile.text}`, tile, place, last: tiles.length - 1, move, resize: (width) => put(tiles.with(place, { ...tile, width })) };
    const report = kept.reports.get(tile.savedReportId);
    if (report) return html`<${BoardTile} ...${common} share=${() => share({ name: report.name, of: { savedReportId: report.id } })} app=${app} question=${question} report=${report} asked=${asked[report.id]} of=${answers[report.id]} again=${again} rename=${(name) => kept.rename(report, name)} off=${() => kept.takeOff(board, place, report.name)} />`;
    return tile.text === undefined ? null : html`<${TextTile} ...${common} edit=${() => write(place)} off=${() => kept.takeOff(board, place, tile.text.slice(0, 40))} />`;
  };
  const keepText = (told) => {
    put(writing < tiles.length ? tiles.with(writing, { ...tiles[writing], text: told }) : [...tiles, { text: told, width: "whole" }]);
    write(null);
  };
  return html`<div class="view">
    <${Head} ...${props} text=${() => write(tiles.length)} share=${() => share({ name: board.name, of: { dashboardId: board.id } })} />
    ${kept.problem && html`<${Problem} problem=${kept.problem} again=${kept.again} />`}
    <p class="unseen" role="status">${moved}</p>
    ${board
      ? tiles.length
        ? html`<div class="board">${tiles.map(each)}</div>`
        : html`<section class="panel"><${Empty} title="Nothing stands on this board yet"><p>In any view, open ⋯ above a chart and choose <em>Add to a board</em>. Or begin with what most look at in the morning, and take off what you don’t need.</p><p class="actions"><${Starter} app=${app} question=${question} put=${(next) => kept.fill(board, next)} /><button type="button" class="small" onClick=${() => write(0)}>Write something</button></p></${Empty}></section>`
      : html`<section class="panel"><${Empty} title=${question.board && boards.length ? "This board is not there" : "A board for every morning"}>
          <p>${question.board && boards.length ? "It may have been deleted." : "Put the charts that you look at again and again side by side. In any view, open ⋯ above a chart and choose Add to a board. Or begin with what most look at in the morning."}</p>
          ${boards.length === 0 && html`<p class="actions"><${Starter} app=${app} question=${question} put=${(next) => kept.make("Every morning", next).then(({ id }) => change({ board: id }))} /></p>`}
          ${question.board && boards.length > 0 && html`<p class="actions"><button type="button" class="small" onClick=${() => change({ board: "" })}>The newest board</button></p>`}
        </${Empty}></section>`}
    ${shared && html`<${Later} load=${sharing} part="Sharing" app=${app} ...${shared} close=${() => share(null)} />`}
    ${writing !== null && html`<${Writing} text=${tiles[writing]?.text ?? ""} keep=${keepText} close=${() => write(null)} />`}
  </div>`;
}

/** A board with charts on it by one click. */
function Starter({ app, question, put }) {
  const [problem, tell] = useState(null);
  const begin = ({ currentTarget }) => (tell(null), whileBusy(currentTarget, () => layOut(app, question.timezone, put).catch(tell)));
  return html`<button type="button" class="small primary" onClick=${begin}>Begin with six charts</button>${problem && html`<${Problem} problem=${problem} />`}`;
}

/** Which board, over which range, and what can be done with it. */
function Head({ question, change, kept, again, text: addText, share }) {
  const { board, boards } = kept;
  const [problem, tell] = useState(null);
  const create = async () => {
    const name = await ask({ title: "A new board", action: "Make it", field: { label: "Name", value: "" } });
    if (name) await kept.make(name).then(({ id }) => (tell(null), change({ board: id })), tell);
  };
  const rename = async () => {
    const name = await ask({ title: "Rename this board", action: "Rename", field: { label: "Name", value: board.name } });
    if (name) await kept.change(board, { name });
  };
  const remove = async () => {
    await kept.remove(board, (id) => change({ board: id }));
    change({ board: "" }, { replace: true });
  };
  return html`<div class="view-head board-head">
      <h1>${board?.name ?? "Boards"}</h1>
      <div class="row">
        ${boards.length > 1 && html`<label><span class="unseen">Board</span><select id="board-chooser" onChange=${({ target }) => change({ board: target.value })}>${boards.map(({ id, name }) => html`<option value=${id} selected=${id === board?.id}>${name}</option>`)}</select></label>`}
        ${board && html`<label><span class="unseen">Range of all</span><select id="board-range" onChange=${({ target }) => change({ over: target.value })}>
            <option value=${OWN} selected=${question.over === OWN}>Each its own range</option>
            ${Object.entries(RANGES).map(([name, { said }]) => html`<option value=${name} selected=${question.over === name}>${said}</option>`)}
          </select></label>
          <button type="button" class="small" onClick=${addText}>Add text</button>
          <button type="button" class="small" onClick=${share}>Share …</button>`}
        ${board
          ? html`<${Takeaway} title="the board" menu=${[{ said: "Refresh", act: again }, { said: "Rename …", act: rename }, { said: "New board …", act: create }, { said: "Delete this board", act: remove }]} />`
          : html`<button type="button" class="small primary" onClick=${create}>New board</button>`}
      </div>
    </div>
    ${problem && html`<${Problem} problem=${problem} />`}`;
}

function Writing({ text: before, keep, close }) {
  const [typed, type] = useState(before);
  const submit = (event) => (event.preventDefault(), typed.trim() && keep(typed.trim()));
  return html`<${Dialog} title="Words on the board" close=${close} wide>
    <form class="stack" onSubmit=${submit}>
      <label>Text <textarea required maxlength="5000" rows="8" value=${typed} onInput=${({ target }) => type(target.value)} /></label>
      <p class="hint">A line that begins with # is a heading.</p>
      <div class="actions"><button type="submit" class="primary">Keep it</button></div>
    </form>
  </${Dialog}>`;
}
