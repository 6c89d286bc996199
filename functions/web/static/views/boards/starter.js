/** A board to begin with: what is looked at on most mornings, for an app that has no board yet. */

import { call } from "../../shell/asking/api.js";

const LAST_DAYS = 30;
const AT_ONCE = 3;
const list = (property, of = "event") => ({ report: "overview", interval: "day", lists: [{ property, of, limit: 8, measure: "visitors" }] });

/** Name, width, the address of the view that shows it whole, and the question. A saved funnel has its place where there is one. */
function tilesOf(funnel) {
  return [
    ["At a glance", "whole", "overview", { report: "overview", interval: "day", lists: [], compare: "previous" }],
    ["Top pages", "third", "overview", list("$pathname")],
    ["Channels", "third", "overview", list("$channel", "session")],
    ["Devices", "third", "overview", list("$device_type")],
    funnel
      ? [funnel.name, "half", `funnels?funnel=${funnel.id}`, { report: "funnel", funnelId: funnel.id, interval: "day" }]
      : ["Events by name", "half", "trends?by=%24name", { report: "trends", interval: "day", series: [{ event: null, measure: "total" }], breakdown: { property: "$name", limit: 5 } }],
    ["Who returns", "half", "retention", { report: "retention", interval: "week", periods: 3, cohort: "first", counting: "on" }],
  ];
}

/** Save its reports, three at a time, and give `put(tiles)` what stands on it; nothing stays saved where that fails. */
export async function layOut(app, timezone, put) {
  const root = `/api/apps/${app.id}`;
  const { funnels } = await call("GET", `${root}/funnels`);
  const save = async ([name, width, address, { report, ...question }]) => {
    const { id } = await call("POST", `${root}/saved-reports`, { name, report, question: { ...question, timezone }, lastDays: LAST_DAYS, address });
    return { savedReportId: id, width };
  };
  const made = [];
  try {
    const tiles = tilesOf(funnels[0]);
    for (let from = 0; from < tiles.length; from += AT_ONCE) {
      const some = await Promise.allSettled(tiles.slice(from, from + AT_ONCE).map(save));
      made.push(...some.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])));
      const failed = some.find((one) => one.status === "rejected");
      if (failed) throw failed.reason;
    }
    return await put(made);
  } catch (problem) {
    await Promise.all(made.map(({ savedReportId }) => call("DELETE", `${root}/saved-reports/${savedReportId}`).catch(() => null)));
    throw problem;
  }
}
