/** Turns what the reader picked (30 d, or two dates) into the half-open range of a report. */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How many calendar days each preset covers, today among them; 24 hours is the one that is no calendar day. */
export const PRESETS = { "24h": null, "7d": 7, "30d": 30, "90d": 90 };
export const INTERVAL_OF = { "24h": "hour", "7d": "day", "30d": "day", "90d": "day" };

/** `{from, to, timezone}` of a report. Dates mean local midnight in the zone; the last custom date is included. */
export function rangeOf({ range, from, to, timezone }, now = new Date()) {
  if (range === "custom") return { from, to: addDays(to, 1), timezone };
  if (range === "24h") {
    const end = nextHour(now, timezone);
    return { from: new Date(end - DAY_MS).toISOString(), to: new Date(end).toISOString(), timezone };
  }
  const end = addDays(dateIn(timezone, now), 1);
  return { from: addDays(end, -PRESETS[range]), to: end, timezone };
}

/** The calendar date in a zone, as YYYY-MM-DD. */
export function dateIn(timezone, now = new Date()) {
  const parts = partsOf(now, timezone, { year: "numeric", month: "2-digit", day: "2-digit" });
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** A calendar date some days later or earlier. */
export function addDays(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function isDate(text) {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

export function isTimezone(name) {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

export const ownTimezone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** The end of the current hour by the zone's own clock: Tehran's hours begin at half past UTC's. */
function nextHour(now, timezone) {
  const { minute } = partsOf(now, timezone, { minute: "numeric" });
  return Math.floor(now / 60_000) * 60_000 - Number(minute) * 60_000 + HOUR_MS;
}

function partsOf(now, timezone, options) {
  const format = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", { ...options, timeZone: timezone });
  return Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
}
