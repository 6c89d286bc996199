/** Tells that something is gone, with a way back for as long as anybody would look for one. */

import { html, useEffect, useState } from "../vendor/preact.js";
import { whileBusy } from "../shell/browser/dom.js";

const OFFERED_MS = 12_000;
const listeners = new Set();
let offered = null;
let timer;

/** Say what was done; `undo()` takes it back. Only the last thing can be taken back. */
export function offerUndo(said, undo) {
  tell({ said, undo });
}

function tell(next) {
  offered = next;
  clearTimeout(timer);
  if (next) timer = setTimeout(() => tell(null), OFFERED_MS);
  for (const listener of listeners) listener(next);
}

/** Where it is told; whatever view is shown meanwhile. */
export function Undo() {
  const [shown, show] = useState(offered);
  useEffect(() => {
    listeners.add(show);
    return () => listeners.delete(show);
  }, []);
  const undo = ({ currentTarget }) => whileBusy(currentTarget, () => shown.undo().then(() => tell(null), (problem) => tell({ said: `It could not be taken back: ${problem.message}`, undo: shown.undo })));
  return html`<div role="status">
    ${shown && html`<p class="toast"><span>${shown.said}</span><button type="button" class="link" onClick=${undo}>Undo</button><button type="button" class="icon" aria-label="Close this message" onClick=${() => tell(null)}>×</button></p>`}
  </div>`;
}
