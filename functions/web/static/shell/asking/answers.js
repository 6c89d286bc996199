/** Asks a view's questions, several in one request, and keeps what came back for each by itself. */

import { useLayoutEffect, useReducer, useRef } from "../../vendor/preact.js";
import { ApiError, call, inReadersWords, isPassing, pause } from "./api.js";

/** From when on it is said that something takes long. */
export const SLOW_MS = 3000;
const MOST_AT_ONCE = 3;
/** Questions that one request may hold. */
const MOST_QUESTIONS = 20;
/** So often it is waited, a second each, for a turn that earlier questions of the same reader's still have. */
const TURNS = 8;
/** How long it is waited before what an outage kept back is asked again by itself. */
export const RETRY_MS = [2000, 4000, 8000, 15_000, 30_000];

/**
 * `{answers, asOf, ways, slow, busy, again}` for `asks`, named questions `{name: {report, …fields, batch?}}`; `ways` say
 * of each answer which engine it is from.
 *
 * Questions of one `batch` (0 where none is said) are one request; batches are asked side by side, three at most, so
 * that what is quick need not wait for what is slow. An answer is `{state, answer, problem, stale}`, `state` being
 * "loading", "ready" or "failed", and `unseenNames` those it refers to that are sent no more; while a new question is on its way the old answer stays, marked `stale`.
 */
export function useAnswers(appId, asks) {
  const [, redrawn] = useReducer((turns) => turns + 1, 0);
  const redraw = () => redrawn(undefined);
  /** @type {any} */
  const kept = useRef({ answers: {}, asOf: null, ways: [], slow: false, busy: false }).current;
  const key = JSON.stringify([appId, asks]);

  // Before the browser paints: a click is asked about at once, not a frame or two later.
  useLayoutEffect(() => {
    if (!appId || !Object.keys(asks).length) return undefined;
    const own = new AbortController();
    let timer;
    const run = async (tries) => {
      kept.busy = true;
      kept.slow = false;
      for (const name of Object.keys(kept.answers)) if (!(name in asks)) delete kept.answers[name];
      for (const name of Object.keys(asks)) {
        const before = kept.answers[name];
        kept.answers[name] = before?.answer === undefined ? { state: "loading" } : { ...before, stale: true };
      }
      redraw();
      const slow = setTimeout(() => ((kept.slow = true), redraw()), SLOW_MS);
      const ways = [];
      const heard = (headers) => ways.push(...(headers.get("spoor-engine") ?? "").split(", ").filter(Boolean));
      const settled = (name, result) => {
        if (own.signal.aborted) return;
        const before = kept.answers[name];
        const same = JSON.stringify(asks[name]);
        // An old answer may stand under its own question, but not under one that it does not answer.
        const old = result.problem && before?.answer !== undefined && before.same === same;
        kept.answers[name] = { ...(old ? { ...before, stale: false } : {}), ...result, same };
        redraw();
      };
      try {
        await Promise.all(batchesOf(asks).map((batch) => askBatch(appId, batch, own.signal, settled, heard)));
      } finally {
        clearTimeout(slow);
        if (!own.signal.aborted) {
          kept.busy = kept.slow = false;
          kept.ways = ways;
          const failed = Object.values(kept.answers).filter(({ problem }) => problem);
          if (failed.length < Object.keys(asks).length) kept.asOf = Date.now();
          redraw();
          // An outage passes: what could not be had is asked again by itself, ever more rarely.
          if (failed.some(({ problem }) => isPassing(problem)))
            timer = setTimeout(() => document.visibilityState === "visible" && run(tries + 1), RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
        }
      }
    };
    kept.run = () => (clearTimeout(timer), run(0));
    run(0);
    const online = () => kept.run();
    window.addEventListener("online", online);
    return () => {
      own.abort();
      clearTimeout(timer);
      window.removeEventListener("online", online);
    };
  }, [key]);

  // Of another app nothing may be left standing, not even for a moment.
  if (kept.appId !== appId) Object.assign(kept, { appId, answers: {}, asOf: null, ways: [] });
  const answers = Object.fromEntries(Object.keys(asks).map((name) => [name, kept.answers[name] ?? { state: "loading" }]));
  return { answers, asOf: kept.asOf, ways: kept.ways, slow: kept.slow, busy: kept.busy, again: () => kept.run?.() };
}

/** Asks several questions once, outside of a view's own: `{name: {report, …}}` to `{name: {state, answer, problem}}`. */
export async function askOnce(appId, asks, signal = undefined) {
  /** @type {Record<string, any>} */
  const found = {};
  await askBatch(appId, Object.entries(asks), signal, (name, result) => (found[name] = result));
  return found;
}

function batchesOf(asks) {
  const batches = new Map();
  for (const entry of Object.entries(asks)) {
    const place = Math.min(entry[1].batch ?? 0, MOST_AT_ONCE - 1);
    batches.set(place, [...(batches.get(place) ?? []), entry]);
  }
  return [...batches.values()];
}

async function askBatch(appId, entries, signal, settled, heard = undefined) {
  for (let from = 0; from < entries.length; from += MOST_QUESTIONS) await askSome(appId, entries.slice(from, from + MOST_QUESTIONS), signal, settled, heard);
}

async function askSome(appId, entries, signal, settled, heard, turns = TURNS) {
  const questions = entries.map(([, { batch, ...question }]) => question);
  try {
    const { answers } = await call("POST", `/api/apps/${appId}/reports`, { questions }, { signal, heard });
    const waits = (index) => answers[index].status === 429 && turns > 0;
    entries.forEach(([name], index) => waits(index) || settled(name, resultOf(answers[index])));
    const waiting = entries.filter((_, index) => waits(index));
    if (!waiting.length) return;
    await pause(1, signal);
    await askSome(appId, waiting, signal, settled, heard, turns - 1);
  } catch (error) {
    if (error.name === "AbortError") return;
    if (!(error instanceof ApiError)) throw error;
    for (const [name] of entries) settled(name, { state: "failed", problem: error });
  }
}

function resultOf({ status, answer, unseenNames, ...problem }) {
  if (status < 400) return { state: "ready", answer, unseenNames };
  return { state: "failed", problem: new ApiError(status, inReadersWords(problem)) };
}
