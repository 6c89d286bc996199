/** Remembers, in this browser and for each app, which event names were asked about, to offer them again. */

import { byId, h } from "./dom.js";

const MOST = 60;
/** What every tracker that Spoor understands sends by itself. */
const COMMON = ["$pageview", "$pageleave", "$identify"];

/** Fill the page's list of suggestions; `more` are names known from elsewhere, such as saved funnels. */
export function suggestNames(appId, more = []) {
  const names = [...new Set([...stored(appId), ...more, ...COMMON])];
  byId("event-names").replaceChildren(...names.map((value) => h("option", { value })));
}

/** Keep names that had an answer, the latest first. */
export function rememberNames(appId, names) {
  const all = [...new Set([...names.filter(Boolean), ...stored(appId)])].slice(0, MOST);
  try {
    localStorage.setItem(key(appId), JSON.stringify(all));
  } catch {
    // A browser that stores nothing, or is full: suggestions are a comfort, not a need.
  }
}

function stored(appId) {
  try {
    const names = JSON.parse(localStorage.getItem(key(appId)) ?? "[]");
    return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}

const key = (appId) => `spoor.events.${appId}`;
