/** The cohorts that were kept for an app, which are the segments of the filter bar: filters name them by id, readers by name. */

import { useEffect, useState } from "../vendor/preact.js";
import { call } from "./api.js";

/** Not a property of events: whether their visitor belongs to a cohort. */
export const COHORT = "$cohort";
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
