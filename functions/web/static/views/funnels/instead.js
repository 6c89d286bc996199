/** Where those went who dropped off in a funnel: the paths of a cohort that is kept for it, the same one for the same question. */

import { addressOf, common } from "../../shell/question/address.js";
import { cohortOf } from "../../shell/asking/segments.js";

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
  const id = await cohortOf(app.id, `Dropped off after ${label || event || "any event"}`, definition);
  // They are followed from the step they were lost after, as far as its name tells it.
  return addressOf(app.id, "paths", { ...question, filter: [["$cohort", "is", id]] }, event && !filters.length ? { start: event } : {});
}
