/** Where those went who dropped off in a funnel: the paths of a cohort that is kept for it, the same one for the same question. */

import { addressOf, common } from "../shell/address.js";
import { call } from "../shell/api.js";
import { segmentsChanged } from "../shell/segments.js";

const LONGEST_NAME = 100;

/** The address of the paths of who dropped off after step `at` of the funnel `{steps, window, order, exclusions}`. */
export async function pathsInstead(app, question, { steps, window, order, exclusions }, at) {
  const { event, label, filters = [] } = steps[at - 1];
  const definition = {
    kind: "funnel",
    steps,
    conversionWindowSeconds: window,
    ...(order === "ordered" ? {} : { order }),
    ...(exclusions.length ? { exclusions } : {}),
    ...common(question),
    step: at,
    outcome: "droppedOff",
  };
  const path = `/api/apps/${app.id}/cohorts`;
  const { cohorts } = await call("GET", path);
  const name = `Dropped off after ${label || event || "any event"}`.slice(0, LONGEST_NAME);
  const kept = cohorts.find((one) => inOrder(one.definition) === inOrder(definition)) ?? (await call("POST", path, { name, definition }));
  segmentsChanged(app.id);
  // They are followed from the step they were lost after, as far as its name tells it.
  return addressOf(app.id, "paths", { ...question, filter: [["$cohort", "is", kept.id]] }, event && !filters.length ? { start: event } : {});
}

/** The same text for the same value, in whatever order its keys are. */
function inOrder(value) {
  if (Array.isArray(value)) return `[${value.map(inOrder).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${inOrder(value[key])}`).join()}}`;
}
