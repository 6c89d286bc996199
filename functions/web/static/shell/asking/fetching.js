/** Fetches what stands under one address, beside a view's questions; all of it can be fetched anew at once. */

import { useEffect, useLayoutEffect, useReducer, useRef, useState } from "../../vendor/preact.js";
import { ApiError, call, isPassing } from "./api.js";
import { RETRY_MS, SLOW_MS } from "./answers.js";

/** What is fetched for what is shown just now, and who wants to hear when something came. */
const mounted = new Set();
const listeners = new Set();

/** `{asOf, again}`: when the last of it came, and the way to fetch all of it anew. */
export function useFresh() {
  const [asOf, heard] = useState(/** @type {number | null} */ (null));
  useEffect(() => {
    listeners.add(heard);
    return () => listeners.delete(heard);
  }, []);
  return { asOf, again: () => mounted.forEach((one) => one.again()) };
}

/**
 * What a GET of the API gives (a POST where there is a `body`), as an answer; asked anew when either changes, not at all
 * where `path` is empty. What takes long is `slow`; what an outage kept back is asked again by itself.
 *
 * @param {string} path
 * @param {unknown} [body]
 */
export function useFetched(path, body = undefined) {
  const [, redrawn] = useReducer((turns) => turns + 1, 0);
  const redraw = () => redrawn(undefined);
  /** @type {any} */
  const kept = useRef({ result: { state: "loading" }, again: () => {} }).current;
  const key = JSON.stringify([path, body]);
  useLayoutEffect(() => {
    if (!path) return undefined;
    const own = new AbortController();
    let timer;
    const run = async (tries) => {
      clearTimeout(timer);
      const { answer } = kept.result;
      kept.result = answer === undefined ? { state: "loading" } : { state: "ready", answer, stale: true };
      redraw();
      const slow = setTimeout(() => ((kept.result = { ...kept.result, slow: true }), redraw()), SLOW_MS);
      try {
        kept.result = { state: "ready", answer: await call(body === undefined ? "GET" : "POST", path, body, { signal: own.signal }) };
        kept.same = key;
        for (const listener of listeners) listener(Date.now());
      } catch (error) {
        if (error.name === "AbortError") return;
        if (!(error instanceof ApiError)) throw error;
        // An old answer may stand under its own question, but not under one that it does not answer.
        kept.result = { state: "failed", ...(kept.same === key ? { answer } : {}), problem: error };
        if (isPassing(error)) timer = setTimeout(() => document.visibilityState === "visible" && run(tries + 1), RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
      } finally {
        clearTimeout(slow);
      }
      redraw();
    };
    kept.again = () => run(0);
    mounted.add(kept);
    run(0);
    const online = () => kept.result.problem && run(0);
    window.addEventListener("online", online);
    return () => {
      own.abort();
      mounted.delete(kept);
      clearTimeout(timer);
      window.removeEventListener("online", online);
    };
  }, [key]);
  return { ...kept.result, again: () => kept.again() };
}
