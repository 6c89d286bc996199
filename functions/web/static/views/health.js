/** Data health: what became of all that was sent, by sender and code, with what to do. */

import { html } from "../vendor/preact.js";
import { Over } from "../charts/over.js";
import { Empty, Panel } from "../parts/panel.js";
import { Table } from "../parts/table.js";
import { Tile } from "../parts/tile.js";
import { addressOf } from "../shell/question/address.js";
import { useFetched } from "../shell/asking/fetching.js";
import { count, moment, percent, since } from "../shell/browser/formats.js";
import { rangeOf } from "../shell/question/range.js";

export const words = {};
export const bars = ["range"];
export const asks = () => ({});

/** What a code says of an event, and what to do. A code that is not here is shown as it is. */
const CODES = {
  ACCEPTED: ["stored", "Was stored.", ""],
  DUPLICATE: ["stored", "Had been stored before; nothing was doubled.", "Usual after a retry. Many of them: look whether a page loads the tracker twice."],
  BOT: ["refused", "Came from a program that calls itself one.", "Nothing, unless you wait for a program of your own: give it another user agent."],
  EVENT_NOT_ALLOWED: ["refused", "Has a name that is not on the app's list.", "Put the name on the list in Settings, or stop sending it."],
  INVALID_EVENT: ["refused", "Is no object, or of a kind that its format does not have.", "Look at what the sender puts into the batch."],
  INVALID_NAME: ["refused", "Has no name, or one that cannot be stored.", "Give the event a name of printable letters."],
  INVALID_ID: ["refused", "Has an id that cannot be stored.", "Send ids as plain text."],
  INVALID_PROPERTIES: ["refused", "Has properties that are no object.", "Send properties as a JSON object."],
  INVALID_NUMBER: ["refused", "Holds NaN, Infinity or a number beyond all measure.", "Leave such a property away."],
  INVALID_VALUE: ["refused", "Holds a number of absurd length.", "Send it as text."],
  EVENT_TOO_LARGE: ["refused", "Is too large however its texts are cut.", "Send less in its properties."],
  OTHER_KEY: ["refused", "Names another ingest key than its request.", "Send the events of each app by themselves."],
  REFUSED_BY_DATABASE: ["refused", "Holds a value that Postgres does not take.", "Look at the sample's properties."],
  TOO_MANY_LINKS: ["refused", "Joins more ids than the limit.", "Identify one visitor an event."],
  RATE_LIMITED: ["refused", "Came over the app's limit; trackers send it again.", "Raise the limit in Settings, or look for a loop that sends."],
  TIME_CORRECTED: ["changed", "Was moved by the error of the sender's clock.", ""],
  TIME_REPLACED: ["changed", "Has a time that cannot be, and stands at its arrival.", "Look at the clock of the sender, or at how it writes times."],
  NAME_CUT: ["changed", "Has a name over the limit.", "Put what differs into a property, not into the name."],
  ID_SHORTENED: ["changed", "Has a visitor's id over the limit.", "Send shorter ids."],
  ID_CONVERTED: ["changed", "Has an id that was no text.", "Send ids as text."],
  CHARACTERS_REPLACED: ["changed", "Had characters that cannot be stored.", ""],
  PROPERTIES_CUT: ["changed", "Has more properties than the limit.", "Send fewer."],
  DEPTH_CUT: ["changed", "Has a property nested too deep.", "Send it flatter."],
  TEXT_CUT: ["changed", "Has more text than the limit.", "Send shorter texts."],
  EVENT_NOT_PLANNED: ["changed", "Has a name that the tracking plan does not have.", "Look whether the sender renamed it, or put it into the plan in Settings."],
  PROPERTY_MISSING: ["changed", "Lacks a property that the tracking plan requires.", "Have the sender say it, or require it no more in Settings."],
  PROPERTY_TYPE: ["changed", "Has a property of another type than the tracking plan.", "Have the sender mend it, or change the plan in Settings."],
  MERGE_REFUSED: ["changed", "Would make one visitor of two known users.", "Allow merges in Settings, if your trackers are to decide that."],
  TOO_MANY_IDS: ["changed", "Would give a visitor more ids than the limit.", "Look for an id that many people share."],
};
const KINDS = { stored: "Stored", changed: "Stored, with a warning", refused: "Refused" };
const kindOf = (code) => CODES[code]?.[0] ?? (code === "ACCEPTED" || code === "DUPLICATE" ? "stored" : "refused");

export function View({ app, question }) {
  const outcomes = useFetched(`/api/apps/${app.id}/outcomes?${new URLSearchParams(rangeOf(question))}`);
  return html`<div class="view">
    <div class="view-head"><h1>Data health</h1></div>
    <${Panel} title="What became of what was sent" of=${outcomes} again=${outcomes.again} height="30rem" wide actions=${html`<a class="button small" href=${`/api/apps/${app.id}/outcomes?${new URLSearchParams({ ...rangeOf(question), format: "csv" })}`} download>CSV</a>`}>
      ${({ outcomes: all }) => (all.length ? html`<${Told} all=${all} app=${app} question=${question} />` : html`<${Empty} title="Nothing was sent in this range"><p>Outcomes are counted by the hour from the first event on. <a href=${addressOf(app.id, "events", question)}>Look at the events</a>, or put the snippet into your pages: Settings has it.</p></${Empty}>`)}
    </${Panel}>
  </div>`;
}

function Told({ all, app, question }) {
  const sums = sumsOf(all);
  const figure = (...codes) => codes.reduce((sum, code) => sum + (sums.get(code)?.count ?? 0), 0);
  const refused = [...sums.values()].filter(({ code }) => kindOf(code) === "refused").reduce((sum, one) => sum + one.count, 0);
  const sent = figure("ACCEPTED", "DUPLICATE") + refused;
  const bad = bySender(all).filter(({ code }) => code !== "ACCEPTED");
  const columns = [
    { title: "What", of: ({ code }) => html`<strong>${code}</strong>` },
    { title: "Sender", of: ({ sender }) => sender },
    { title: "Events", number: true, of: (row) => count(row.count) },
    { title: "Kind", of: ({ code }) => KINDS[kindOf(code)] },
    { title: "What it says", of: ({ code }) => CODES[code]?.[1] ?? "" },
    { title: "What to do", of: ({ code }) => CODES[code]?.[2] ?? "" },
    { title: "For example", of: ({ sample }) => (sample ? `${sample.event ?? "(no name)"}${sample.properties.length ? `: ${sample.properties.join(", ").slice(0, 160)}` : ""}` : "") },
    { title: "Last in the hour of", of: ({ hour }) => html`<time datetime=${hour} title=${moment(hour, question.timezone)}>${since(hour)}</time>` },
  ];
  return html`<div class="tiles">
      <${Tile} title="Stored" value=${figure("ACCEPTED")} />
      <${Tile} title="Had been stored before" value=${figure("DUPLICATE")} />
      <${Tile} title="Refused" value=${refused} />
      <${Tile} title="Share that was refused" value=${sent ? refused / sent : null} kind="rate" />
    </div>
    <${Over} app=${app} question=${{ ...question, ...EVER }} interval="hour" title="By the hour" ...${hoursOf(all)} look="stacked" table=${false} />
    ${bad.length ? html`<${Table} name="What was not simply stored" rows=${bad} columns=${columns} />` : html`<p class="good-news">Everything that was sent in this range was stored as it came (${percent(1)}).</p>`}
    <h3>Senders</h3>
    <${Table} name="Senders" rows=${senders(all)} columns=${[
      { title: "Sender", of: ({ sender }) => sender },
      { title: "Stored", number: true, of: ({ stored }) => count(stored) },
      { title: "Not simply stored", number: true, of: ({ other }) => count(other) },
      { title: "Last heard in the hour of", of: ({ hour }) => html`<time datetime=${hour} title=${moment(hour, question.timezone)}>${since(hour)}</time>` },
    ]} />`;
}

function sumsOf(all) {
  const sums = new Map();
  for (const { code, count } of all) sums.set(code, { code, count: (sums.get(code)?.count ?? 0) + count });
  return sums;
}

/** Newest first is how they come, so the first of its kind has the newest sample. */
function bySender(all) {
  const found = new Map();
  for (const one of all) {
    const key = `${one.code} ${one.sender}`;
    const before = found.get(key);
    found.set(key, before ? { ...before, count: before.count + one.count, sample: before.sample ?? one.sample } : { ...one });
  }
  return [...found.values()].sort((one, other) => other.count - one.count);
}

function senders(all) {
  const found = new Map();
  for (const { sender, code, count, hour } of all) {
    const one = found.get(sender) ?? { sender, stored: 0, other: 0, hour };
    one[code === "ACCEPTED" ? "stored" : "other"] += count;
    found.set(sender, one);
  }
  return [...found.values()].sort((one, other) => other.stored - one.stored);
}

/** The chart's own range is that of the hours there are, the last of which goes on. */
const EVER = { range: "custom", from: "2000-01-01", to: "2100-01-01" };
const HOUR_MS = 3_600_000;
const MOST_HOURS = 24 * 31;

/** Every hour from the first to the last that has an outcome. */
function hoursOf(all) {
  const times = all.map(({ hour }) => Date.parse(hour));
  const last = times.reduce((one, other) => Math.max(one, other));
  const first = Math.max(times.reduce((one, other) => Math.min(one, other)), last - (MOST_HOURS - 1) * HOUR_MS);
  const buckets = Array.from({ length: (last - first) / HOUR_MS + 1 }, (_, place) => new Date(first + place * HOUR_MS).toISOString());
  const series = Object.entries(KINDS).map(([kind, label]) => {
    const values = buckets.map(() => 0);
    all.forEach(({ code, count }, place) => {
      if (kindOf(code) === kind && times[place] >= first) values[(times[place] - first) / HOUR_MS] += count;
    });
    return { label, values };
  });
  return { buckets, series };
}
