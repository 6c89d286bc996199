/** Keeps a panel's question as a saved report, and puts it onto a board. */

import { html, useState } from "../vendor/preact.js";
import { Dialog } from "../parts/dialog.js";
import { Problem } from "../parts/problem.js";
import { placeOf } from "../shell/question/address.js";
import { call } from "../shell/asking/api.js";
import { useFetched } from "../shell/asking/fetching.js";
import { whileBusy } from "../shell/browser/dom.js";
import { saidDays } from "../shell/browser/formats.js";
import { RANGES } from "../shell/question/range.js";

const NEW = "";
const MOST_TILES = 100;
const LONGEST_ADDRESS = 4000;
const LONGEST_NAME = 100;
/** How many days the ranges have that a board can move on with; all of time is ten years to it. */
const MOVING = { today: 1, all: 3660, ...Object.fromEntries(Object.entries(RANGES).flatMap(([name, { days }]) => (days ? [[name, days]] : []))) };

/** The question as it is saved, with what it says of the range apart from it. */
export function savedForm({ report, batch, ...question }, range) {
  const lastDays = MOVING[range];
  const { from, to, ...rest } = question;
  return lastDays ? { report, question: rest, lastDays } : { report, question };
}

/** Where the dashboard shows it now, below its app. */
function addressNow() {
  const { view = "overview" } = placeOf(location.pathname);
  const address = `${view}${location.search}`;
  return address.length <= LONGEST_ADDRESS ? { address } : {};
}

export function AddToBoard({ appId, question, title, close }) {
  const root = `/api/apps/${appId}`;
  const kept = useFetched(`${root}/dashboards`);
  const boards = (kept.answer?.dashboards ?? []).filter(({ tiles }) => tiles.length < MOST_TILES);
  const [name, setName] = useState(title.slice(0, LONGEST_NAME));
  const [chosen, choose] = useState(null);
  const [called, setCalled] = useState("");
  const [problem, tell] = useState(null);
  const [done, finish] = useState(null);
  const boardId = chosen ?? boards[0]?.id ?? NEW;
  const said = savedForm(question, new URLSearchParams(location.search).get("range") ?? (new URLSearchParams(location.search).get("from") ? "custom" : "30d"));
  const put = async () => {
    const report = await call("POST", `${root}/saved-reports`, { name: name.trim(), ...said, ...addressNow() });
    const tile = { savedReportId: report.id };
    const board = boards.find(({ id }) => id === boardId);
    try {
      finish(
        board
          ? await call("PATCH", `${root}/dashboards/${board.id}`, { tiles: [...(await call("GET", `${root}/dashboards/${board.id}`)).tiles, tile] })
          : await call("POST", `${root}/dashboards`, { name: called.trim(), tiles: [tile] }),
      );
    } catch (error) {
      // What stands on no board would never be seen again.
      await call("DELETE", `${root}/saved-reports/${report.id}`).catch(() => null);
      throw error;
    }
  };
  const submit = (event) => {
    event.preventDefault();
    whileBusy(event.currentTarget.querySelector("[type=submit]"), () => put().catch(tell));
  };
  if (done)
    return html`<${Dialog} title="Added" close=${close}><p role="status">It stands on “${done.name}” now.</p>
      <p class="actions"><a class="button small primary" href=${`/dashboard/${appId}/boards?board=${done.id}`}>Open the board</a><button type="button" class="small" onClick=${close}>Stay here</button></p></${Dialog}>`;
  return html`<${Dialog} title="Add to a board" close=${close}>
    <form class="stack" onSubmit=${submit}>
      <label>Name <input required maxlength=${LONGEST_NAME} autocomplete="off" value=${name} onInput=${({ target }) => setName(target.value)} /></label>
      ${boards.length > 0 && html`<label>Board <select onChange=${({ target }) => choose(target.value)}>
        ${boards.map((board) => html`<option value=${board.id} selected=${board.id === boardId}>${board.name}</option>`)}
        <option value=${NEW} selected=${boardId === NEW}>A new board …</option>
      </select></label>`}
      ${boardId === NEW && html`<label>Name of the new board <input name="board" required maxlength=${LONGEST_NAME} autocomplete="off" placeholder="Monday morning" value=${called} onInput=${({ target }) => setCalled(target.value)} /></label>`}
      <p class="hint">${said.lastDays ? "It moves with time, and has the same filters." : `It always shows ${saidDays(question)}: a board can give it another range.`}</p>
      ${problem && html`<${Problem} problem=${problem} />`}
      <div class="actions"><button type="submit" class="primary" aria-disabled=${!kept.answer}>Add it</button></div>
    </form>
  </${Dialog}>`;
}
