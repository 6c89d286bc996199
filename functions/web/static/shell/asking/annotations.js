/** The notes at times that were kept for an app, such as releases: asked once, drawn on every chart over time. */

import { useEffect, useState } from "../../vendor/preact.js";
import { offerUndo } from "../../parts/undo.js";
import { call } from "./api.js";

const kept = new Map();
const listeners = new Set();

/** `{notes: [{id, at, text}], add(at, text), edit(id, text), remove(note)}`; every chart of the page follows. */
export function useAnnotations(appId) {
  const [, draw] = useState(0);
  useEffect(() => {
    if (!appId) return undefined;
    const listener = () => draw((turns) => turns + 1);
    listeners.add(listener);
    if (!kept.has(appId)) refresh(appId);
    return () => listeners.delete(listener);
  }, [appId]);
  const path = `/api/apps/${appId}/annotations`;
  const add = (at, text) => call("POST", path, { at, text }).then(() => refresh(appId));
  const edit = (id, text) => call("PATCH", `${path}/${id}`, { text }).then(() => refresh(appId));
  const remove = async ({ id, at, text }) => {
    await call("DELETE", `${path}/${id}`);
    await refresh(appId);
    offerUndo(`The note “${text.slice(0, 60)}” is deleted.`, () => add(at, text));
  };
  return { notes: kept.get(appId) ?? [], add, edit, remove };
}

async function refresh(appId) {
  kept.set(appId, kept.get(appId) ?? []);
  const found = await call("GET", `/api/apps/${appId}/annotations`).catch(() => null);
  if (found) kept.set(appId, found.annotations);
  else if (!kept.get(appId).length) kept.delete(appId);
  for (const listener of listeners) listener();
}
