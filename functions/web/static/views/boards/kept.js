/** The boards of an app and the reports on them, and every way to change one; what is changed shows before it is kept. */

import { useState } from "../../vendor/preact.js";
import { call } from "../../shell/asking/api.js";
import { useFetched } from "../../shell/asking/fetching.js";
import { offerUndo } from "../../parts/undo.js";

/** `{state, problem, again, boards, reports, board, make, change, remove}`; `board` is that of the address, else the newest. */
export function useBoards(app, wanted) {
  const root = `/api/apps/${app.id}`;
  const kept = useFetched(`${root}/dashboards`);
  const saved = useFetched(`${root}/saved-reports`);
  const [newer, put] = useState({});
  const [failed, fail] = useState(null);
  const boards = (kept.answer?.dashboards ?? []).map((one) => newer[one.id] ?? one);
  const reports = new Map((saved.answer?.savedReports ?? []).map((one) => [one.id, one]));
  const board = wanted ? boards.find(({ id }) => id === wanted) : boards[0];
  const renew = (one) => put((before) => ({ ...before, [one.id]: one }));

  /** Give a board a name or tiles; it shows at once, and goes back where that is refused. */
  const change = async (one, part) => {
    fail(null);
    renew({ ...one, ...part });
    try {
      renew(await call("PATCH", `${root}/dashboards/${one.id}`, part));
    } catch (problem) {
      renew(one);
      fail(problem);
    }
  };
  const make = async (name, tiles = []) => {
    const made = await call("POST", `${root}/dashboards`, { name, tiles });
    await again();
    return made;
  };
  /** Put reports onto a board that were saved just now. */
  const fill = async (one, tiles) => {
    renew(await call("PATCH", `${root}/dashboards/${one.id}`, { tiles }));
    await saved.again();
  };
  /** Take a tile off, and offer to put it back; its report stays saved. */
  const takeOff = async (one, place, said) => {
    await change(one, { tiles: one.tiles.toSpliced(place, 1) });
    offerUndo(`“${said}” is off the board.`, () => change(one, { tiles: one.tiles }));
  };
  /** Delete a board; `back(id)` is called where that is taken back. */
  const remove = async (one, back) => {
    fail(null);
    try {
      await call("DELETE", `${root}/dashboards/${one.id}`);
    } catch (problem) {
      return fail(problem);
    }
    await kept.again();
    return offerUndo(`“${one.name}” is deleted.`, async () => back((await make(one.name, one.tiles)).id));
  };
  const rename = async (report, name) => {
    const { report: kind, question, lastDays, address } = report;
    const words = { name, report: kind, question, ...(lastDays ? { lastDays } : {}), ...(address ? { address } : {}) };
    await call("PUT", `${root}/saved-reports/${report.id}`, words).then(() => saved.again(), fail);
  };
  const again = () => Promise.all([kept.again(), saved.again()]);
  const problem = failed ?? kept.problem ?? saved.problem;
  return { ready: Boolean(kept.answer && saved.answer), problem, again, boards, reports, board, make, change, fill, takeOff, remove, rename };
}
