/** The accounts that events name, a line each: type, name and what else is known of them. */

import { html } from "../vendor/preact.js";
import { saidProfile, useProfiles } from "../shell/asking/profiles.js";

const MOST = 20;
/** No longer one is kept of any account. */
const LONGEST_ID = 200;

/** Within a list of terms: of each type that the events name the accounts. */
export function Accounts({ app, events }) {
  const named = {};
  for (const { properties } of events) {
    const groups = properties?.$groups;
    if (!groups || typeof groups !== "object" || Array.isArray(groups)) continue;
    for (const [type, ids] of Object.entries(groups)) for (const id of [ids].flat()) if (typeof id === "string" && id && id.length <= LONGEST_ID && type && type.length <= LONGEST_ID) (named[type] ??= new Set()).add(id);
  }
  const wanted = Object.fromEntries(Object.entries(named).slice(0, MOST).map(([type, ids]) => [type, [...ids].slice(0, MOST)]));
  const known = useProfiles(app.id, wanted);
  const line = (type, id) => {
    const profile = known.get(type)?.get(id);
    const more = saidProfile(profile);
    return html`<span class="account"><bdi>${profile?.name ?? id}</bdi>${profile?.name ? html` <span class="quiet"><bdi>${id}</bdi></span>` : ""}${more ? html` <span class="quiet">· <bdi>${more}</bdi></span>` : ""}</span>`;
  };
  return html`${Object.entries(wanted).map(([type, ids]) => html`<div><dt>Account: ${type}</dt><dd>${ids.map((id, place) => html`${place > 0 && ", "}${line(type, id)}`)}</dd></div>`)}`;
}
