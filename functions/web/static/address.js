/** The dashboard's question as the address bar holds it, so that a link shows somebody else the same numbers. */

import { isDate, isTimezone, ownTimezone, PRESETS } from "./range.js";

const ONE_OF = { measure: ["total", "visitors"], interval: ["hour", "day", "week", "month"] };
const WEEK_S = 604800;

/** The question in a query string. What it leaves out, or what makes no sense, is the default. */
export function read(search) {
  const query = new URLSearchParams(search);
  const from = query.get("from") ?? "";
  const to = query.get("to") ?? "";
  const custom = isDate(from) && isDate(to) && from <= to;
  const timezone = query.get("timezone");
  const window = Number(query.get("window"));
  return {
    event: query.get("event") ?? "",
    measure: known("measure", query) ?? "total",
    interval: known("interval", query) ?? "day",
    range: custom ? "custom" : Object.hasOwn(PRESETS, query.get("range")) ? query.get("range") : "30d",
    from: custom ? from : "",
    to: custom ? to : "",
    timezone: timezone && isTimezone(timezone) ? timezone : ownTimezone(),
    steps: query.getAll("step").filter(Boolean),
    window: Number.isInteger(window) && window > 0 ? window : WEEK_S,
    funnel: query.get("funnel") ?? "",
  };
}

/** The query string of a question; the time zone is always said, since the next reader may sit in another one. */
export function write(question) {
  const query = new URLSearchParams();
  if (question.event) query.set("event", question.event);
  if (question.measure !== "total") query.set("measure", question.measure);
  query.set("interval", question.interval);
  if (question.range === "custom") {
    query.set("from", question.from);
    query.set("to", question.to);
  } else {
    query.set("range", question.range);
  }
  query.set("timezone", question.timezone);
  for (const step of question.steps) query.append("step", step);
  if (question.steps.length && question.window !== WEEK_S) query.set("window", question.window);
  if (question.funnel) query.set("funnel", question.funnel);
  return `?${query}`;
}

function known(name, query) {
  const value = query.get(name);
  return ONE_OF[name].includes(value) ? value : null;
}
