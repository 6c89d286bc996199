/** What is known of accounts, their names and properties: fetched once for each, for as long as the page lives. */

import { useEffect, useReducer } from "../../vendor/preact.js";
import { call } from "./api.js";

/** An address has to be shorter than what gateways take. */
const LONGEST = 3000;
const MOST = 200;
const kept = new Map();

/** Of each type in `wanted`, `{type: [id…]}`, a Map of profiles by id; one of which nothing is known is not there. */
export function useProfiles(appId, wanted) {
  const [, redraw] = useReducer((turns) => turns + 1, 0);
  const keyOf = (type, id) => JSON.stringify([appId, type, id]);
  useEffect(() => {
    const own = new AbortController();
    const fetchThem = async () => {
      for (const [type, ids] of Object.entries(wanted)) {
        const missing = [...new Set(ids)].filter((id) => !kept.has(keyOf(type, id)));
        while (missing.length) {
          const some = [missing.shift()];
          while (missing.length && some.length < MOST && encodeURIComponent(JSON.stringify([...some, missing[0]])).length < LONGEST) some.push(missing.shift());
          const query = new URLSearchParams({ type, ids: JSON.stringify(some), limit: String(MOST) });
          const { accounts } = await call("GET", `/api/apps/${appId}/accounts?${query}`, undefined, { signal: own.signal });
          for (const id of some) kept.set(keyOf(type, id), null);
          for (const one of accounts) kept.set(keyOf(type, one.id), one);
          redraw(undefined);
        }
      }
    };
    fetchThem().catch(() => {}); // ids alone are shown
    return () => own.abort();
  }, [JSON.stringify([appId, wanted])]);
  return new Map(Object.entries(wanted).map(([type, ids]) => [type, new Map(ids.map((id) => [id, kept.get(keyOf(type, id))]).filter(([, one]) => one))]));
}

/** All that is known of an account but its name, in a line. */
export function saidProfile(profile) {
  const said = (value) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.entries(profile?.properties ?? {}).filter(([, value]) => value !== profile.name).map(([key, value]) => `${key}: ${said(value)}`).join(", ");
}
