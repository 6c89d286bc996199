/** The cohorts that were kept for an app, which are the segments of the filter bar: filters name them by id, readers by name. */

import { useEffect, useState } from "../../vendor/preact.js";
import { call } from "./api.js";

/** Not a property of events: whether their visitor belongs to a cohort. */
export const COHORT = "$cohort";
const LONGEST_NAME = 100;
const names = new Map();
const asked = new Map();
const listeners = new Set();

/** What a cohort is called, until that is known just that it is one. */
export const segmentName = (id) => names.get(id) ?? "a cohort";

/** `[{id, name, definition}]`, asked once an app and again when one of them changed. */
export function useSegments(appId, wanted = true) {
  const [segments, set] = useState([]);
  useEffect(() => {
    if (!appId || !wanted) return undefined;
    let there = true;
    const look = () => {
      if (!asked.has(appId)) asked.set(appId, call("GET", `/api/apps/${appId}/cohorts`).catch(() => (asked.delete(appId), { cohorts: [] })));
      asked.get(appId).then(({ cohorts }) => {
        for (const { id, name } of cohorts) names.set(id, name);
        if (there) set(cohorts);
      });
    };
    look();
    listeners.add(look);
    return () => {
      there = false;
      listeners.delete(look);
    };
  }, [appId, wanted]);
  return segments;
}

/** A cohort of the app is new, changed or gone. */
export function segmentsChanged(appId) {
  asked.delete(appId);
  for (const listener of listeners) listener();
}

/** The id of the cohort of a definition: the one that is there already, or a new one of this name. */
export async function cohortOf(appId, name, definition) {
  const path = `/api/apps/${appId}/cohorts`;
  const { cohorts } = await call("GET", path);
  const there = cohorts.find((one) => inOrder(one.definition) === inOrder(definition));
  if (there) return there.id;
  const made = await call("POST", path, { name: [...name].slice(0, LONGEST_NAME).join(""), definition });
  segmentsChanged(appId);
  return made.id;
}

/** The same text for the same value, in whatever order its keys are. */
function inOrder(value) {
  if (Array.isArray(value)) return `[${value.map(inOrder).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${inOrder(value[key])}`).join()}}`;
}
