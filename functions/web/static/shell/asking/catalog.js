/** What there is to choose from in an app: its events and properties, asked once and kept for a minute. */

import { useEffect, useState } from "../../vendor/preact.js";
import { askOnce } from "./answers.js";
import { call } from "./api.js";

const FRESH_MS = 60_000;
const NOTHING = { events: [], properties: [], loading: false };
const kept = new Map();

/** `{events: [{name, count, lastSeenAt}], properties: [{name, types, examples}], loading}`. */
export function useCatalog(appId) {
  const [catalog, set] = useState(kept.get(appId)?.catalog ?? { ...NOTHING, loading: true });
  useEffect(() => {
    if (!appId) return set(NOTHING);
    let there = true;
    fresh(appId).then((found) => there && set(found));
    return () => (there = false);
  }, [appId]);
  return catalog;
}

function fresh(appId) {
  const found = kept.get(appId);
  if (found && Date.now() - found.at < FRESH_MS) return found.promise;
  const promise = call("GET", `/api/apps/${appId}/catalog`)
    .then((catalog) => ({ ...NOTHING, ...catalog }))
    .catch(() => (kept.delete(appId), NOTHING));
  const entry = { at: Date.now(), promise, catalog: found?.catalog };
  promise.then((catalog) => (entry.catalog = catalog));
  kept.set(appId, entry);
  return promise;
}

/** The values of a property in a range, with how often each: `[{value, count}]`. */
export async function valuesOf(appId, property, ranged, signal) {
  const series = [{ event: null, measure: "total" }];
  const asks = { values: { report: "trends", ...ranged, interval: "month", series, breakdown: { property, limit: 50 } } };
  const { values } = await askOnce(appId, asks, signal);
  return (values?.answer?.series ?? [])
    .map(({ breakdown, total }) => ({ value: Array.isArray(breakdown) ? breakdown[0] : breakdown, count: total }))
    .filter(({ value, count }) => value !== "$other" && value !== null && count > 0);
}
