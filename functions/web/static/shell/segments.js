/** The segments (cohorts) that were kept for an app: filters name them by id, readers by name. */

import { useEffect, useState } from "../vendor/preact.js";
import { call } from "./api.js";

/** Not a property of events: whether their visitor belongs to a cohort. */
export const COHORT = "$cohort";
const names = new Map();
const asked = new Map();

/** What a segment is called, its id where that is not known yet. */
export const segmentName = (id) => names.get(id) ?? "a segment";

/** `[{id, name}]`, asked once an app. */
export function useSegments(appId, wanted = true) {
  const [segments, set] = useState([]);
  useEffect(() => {
    if (!appId || !wanted) return;
    if (!asked.has(appId)) asked.set(appId, call("GET", `/api/apps/${appId}/cohorts`).catch(() => (asked.delete(appId), { cohorts: [] })));
    asked.get(appId).then(({ cohorts }) => {
      for (const { id, name } of cohorts) names.set(id, name);
      set(cohorts);
    });
  }, [appId, wanted]);
  return segments;
}
