// Where the tracker keeps things between pages, if anywhere.
//
// Storage may be absent, forbidden or full. Then memory has to do, and nothing is said: a page must work without it.

let chosen;
let prefix;
let decision;

function storage(kind) {
  try {
    return window[`${kind}Storage`]; // none for "none"
  } catch {} // the browser forbids it
}

function attempt(where, method, name, value) {
  try {
    return where[method](prefix + name, value);
  } catch {}
}

/** Use `kind` ("none", "session" or "local") for the app with this ingest key. */
export function open(kind, key) {
  prefix = `spoor.${key}.`;
  chosen = storage(kind);
}

export const keep = (name, value) => attempt(chosen, "setItem", name, value);
export const kept = (name) => attempt(chosen, "getItem", name);
export const forget = (name) => attempt(chosen, "removeItem", name);

/** The names of what is kept, less the part that all of them begin with. */
export function keptNames() {
  return Object.keys(chosen || {})
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
}

/** Keep the visitor's decision, "yes" or "no", for good whatever is chosen: nobody wants to say it twice. */
export function decide(said) {
  decision = said;
  attempt(storage("local"), "setItem", "consent", said);
}

export const decided = () => attempt(storage("local"), "getItem", "consent") || decision;
