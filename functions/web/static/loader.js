/** Runs the newest question of a panel and forgets the one before, so that a slow answer never replaces a later one. */

import { ApiError } from "./api.js";
import { clear, showProblem } from "./notice.js";

/** A function `load(ask, show)`: `ask(signal)` fetches, `show(answer)` draws into `result`; an error goes to `notice`. */
export function loader(panel, result, notice) {
  let newest;
  return async function load(ask, show) {
    newest?.abort();
    const own = new AbortController();
    newest = own;
    panel.setAttribute("aria-busy", "true");
    try {
      const answer = await ask(own.signal);
      clear(notice);
      result.hidden = false;
      await show(answer);
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!(error instanceof ApiError)) throw error;
      // The old numbers would stand under a question that they do not answer.
      result.hidden = true;
      showProblem(notice, error, () => load(ask, show));
    } finally {
      if (newest === own) panel.removeAttribute("aria-busy");
    }
  };
}
