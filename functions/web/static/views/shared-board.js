/** The page of a link: a board, or one report, for whoever has the link. It asks anew each minute while it is looked at. */

import { html, render, useEffect, useRef, useState } from "../vendor/preact.js";
import { Empty, Panel, Skeleton } from "../parts/panel.js";
import { Problem } from "../parts/problem.js";
import { whileBusy } from "../shell/browser/dom.js";
import { moment, saidDays } from "../shell/browser/formats.js";
import { SmallAnswer } from "./boards/answers.js";
import { HEIGHTS, Lines } from "./boards/tile.js";

const EVERY_MS = 60_000;
/** So often, and so long apart, it is asked for an answer that somebody else makes just now. */
const TRIES = 10;
const PAUSE_MS = 2000;
const PASSWORD = ["PASSWORD_NEEDED", "WRONG_PASSWORD"];
const UNREACHABLE = { status: 0, message: "Spoor can’t be reached. Check the connection and try again." };

/** `{board}`, `{problem}`, or nothing where this page has the newest answer. Nobody is signed in here, and no other page is asked. */
async function asked(password, again) {
  const headers = { accept: "application/json", ...(again ? { "if-none-match": '"shown"' } : {}), ...(password ? { "content-type": "application/json" } : {}) };
  const body = password ? JSON.stringify({ password }) : undefined;
  const answer = await fetch(`/api${location.pathname}`, { method: password ? "POST" : "GET", headers, body, cache: "no-store", credentials: "omit" }).catch(() => null);
  if (!answer) return { problem: UNREACHABLE };
  const said = await answer.json().catch(() => null);
  if (answer.ok) return { board: said };
  return { problem: { status: answer.status, code: said?.code, message: said?.message ?? "Not just now. Try again in a moment." } };
}

function Shared() {
  const [board, show] = useState(null);
  const [problem, tell] = useState(null);
  const password = useRef("");
  const ask = async (again = false) => {
    let found = await asked(password.current, again);
    for (let tries = 1; found.problem?.code === "ANSWER_IN_THE_MAKING" && tries < TRIES; tries++) {
      await new Promise((done) => setTimeout(done, PAUSE_MS));
      found = await asked(password.current, again);
    }
    tell(found.problem ?? null);
    if (found.board) show(found.board);
    if (found.problem?.status === 404) show(null);
  };
  useEffect(() => {
    ask();
    const timer = setInterval(() => document.visibilityState === "visible" && document.querySelector(".board") && ask(true), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (board) document.title = `${board.name} · Spoor`;
  }, [board?.name]);
  if (PASSWORD.includes(problem?.code) && !board) return html`<${Password} problem=${problem} enter=${(said) => ((password.current = said), ask())} />`;
  if (problem?.status === 404) return html`<${Empty} title="This link has ended"><p>Whoever sent it to you can make another one.</p></${Empty}>`;
  if (!board) return problem ? html`<${Problem} problem=${problem} again=${() => ask()} />` : html`<div aria-busy="true"><${Skeleton} height="60vh" /></div>`;
  return html`<div class="view">
    <div class="view-head board-head"><h1>${board.name}</h1><p class="quiet">as of <time datetime=${board.answeredAt}>${moment(board.answeredAt)}</time></p></div>
    ${problem && html`<${Problem} problem=${problem} again=${() => ask(true)} />`}
    ${board.tiles.length === 0 && html`<section class="panel"><${Empty} title="Nothing stands on this board yet" /></section>`}
    <div class="board">${board.tiles.map((tile, place) => html`<div key=${place} class=${`placed ${tile.width}`} data-tile=${tile.name ?? "text"}><${Tile} tile=${tile} /></div>`)}</div>
    <p class="quiet"><a href="/" target="_blank" rel="noopener">Spoor</a></p>
  </div>`;
}

function Tile({ tile }) {
  const { name, report, question, look, status, answer } = tile;
  if (tile.text !== undefined) return html`<section class="panel words"><${Lines} text=${tile.text} /></section>`;
  const of = status === 200 ? { state: "ready", answer } : { problem: { status, message: status === 503 || status === 429 ? "This takes too long just now." : "This report can’t be shown." } };
  return html`<${Panel} title=${name} note=${question && saidDays(question)} of=${of} height=${HEIGHTS[report] ?? "12rem"}>
    ${(found) => html`<${SmallAnswer} report=${{ report, address: look ? `view?look=${look}` : undefined }} asked=${question} answer=${found} width=${tile.width} />`}
  </${Panel}>`;
}

function Password({ problem, enter }) {
  const submit = (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    whileBusy(form.querySelector("[type=submit]"), () => enter(form.elements.password.value));
  };
  return html`<form class="stack panel narrow" onSubmit=${submit}>
    <h1>This link has a password</h1>
    <input type="text" autocomplete="username" value="link" hidden />
    <label>Password <input name="password" type="password" required maxlength="128" autocomplete="off" /></label>
    ${problem.code === "WRONG_PASSWORD" && html`<${Problem} problem=${problem} />`}
    <div class="actions"><button type="submit" class="primary">Show it</button></div>
  </form>`;
}

const place = document.getElementById("shared");
if (place) {
  place.replaceChildren();
  place.removeAttribute("aria-busy");
  render(html`<${Shared} />`, place);
}
