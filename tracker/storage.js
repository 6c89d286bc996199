// Where the tracker keeps things between pages, if anywhere.
//
// Storage may be absent, forbidden or full. Then memory has to do, and nothing is said: a page must work without it.

let store;
let prefix;

/** Use `kind` ("none", "session" or "local") for the app with this ingest key. */
export function open(kind, key) {
  prefix = `spoor.${key}.`;
  try {
    store = window[`${kind}Storage`]; // undefined for "none"
  } catch {} // the browser forbids it
}

function attempt(where, method, name, value) {
  try {
    return where[method](prefix + name, value);
  } catch {}
}

export const keep = (name, value) => attempt(store, "setItem", name, value);
export const kept = (name) => attempt(store, "getItem", name);
export const forget = (name) => attempt(store, "removeItem", name);

/** The names of what is kept, less the part that all of them begin with. */
export function keptNames() {
  return Object.keys(store || {})
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
}

/** The visitor's decision, "yes" or "no", is kept for good whatever storage is chosen: nobody wants to say it twice. */
let decision;
const forGood = (method, value) => {
  try {
    return attempt(window.localStorage, method, "consent", value);
  } catch {}
};
export const decide = (value) => forGood("setItem", (decision = value));
export const decided = () => forGood("getItem") || decision;
