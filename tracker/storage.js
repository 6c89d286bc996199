// Where the tracker keeps things between pages, if anywhere.
//
// Storage may be absent, forbidden or full. Then memory has to do, and nothing is said: a page must work without it.

let chosen;
let tab; // where visitors were kept when that was the usual: who came then is still the same
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
  tab = chosen && storage("session");
}

export const keep = (name, value) => attempt(chosen, "setItem", name, value);
export const kept = (name) => attempt(chosen, "getItem", name) ?? attempt(tab, "getItem", name);
export const forget = (name) => [chosen, tab].map((where) => attempt(where, "removeItem", name));

/** The names of what is kept, less the part that all of them begin with. */
export const keptNames = () => Object.keys({ ...tab, ...chosen }).flatMap((name) => name.split(prefix)[1] || []);

/** Keep the visitor's decision, "yes" or "no", for good whatever is chosen: nobody wants to say it twice. */
export function decide(said) {
  decision = said;
  attempt(storage("local"), "setItem", "consent", said);
}

export const decided = () => attempt(storage("local"), "getItem", "consent") || decision;
