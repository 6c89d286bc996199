/** Turns what the reader picked (30 days, this month, two dates) into the half-open range of a report. */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Before any tracker: "all time" begins here. */
const BEGINNING = "2000-01-01";

/** What can be picked, as it is said, with the key that picks it. */
export const RANGES = {
  today: { said: "Today", key: "t" },
  yesterday: { said: "Yesterday", key: "y" },
  "24h": { said: "Last 24 hours" },
  "7d": { said: "Last 7 days", days: 7, key: "w" },
  "30d": { said: "Last 30 days", days: 30, key: "m" },
  "90d": { said: "Last 90 days", days: 90 },
  month: { said: "This month" },
  lastMonth: { said: "Last month" },
  year: { said: "This year" },
  all: { said: "All time" },
};
export const COMPARISONS = {
  none: "No comparison",
  previous: "Period before",
  previousMonth: "Month before",
  previousYear: "Year before",
};
export const INTERVALS = { hour: "Hour", day: "Day", week: "Week", month: "Month" };

/** `{from, to, timezone}` of a report. Dates mean local midnight in the zone; the last custom date is included. */
export function rangeOf({ range, from, to, timezone }, now = new Date()) {
  if (range === "24h") {
    const end = nextHour(now, timezone);
    return { from: new Date(end - DAY_MS).toISOString(), to: new Date(end).toISOString(), timezone };
  }
  const [first, last] = range === "custom" ? [from, to] : daysOf(range, dateIn(timezone, now));
  return { from: first, to: addDays(last, 1), timezone };
}

/** The first and the last calendar day of a range, today being `today`. */
function daysOf(range, today) {
  const month = today.slice(0, 7);
  if (range === "today") return [today, today];
  if (range === "yesterday") return [addDays(today, -1), addDays(today, -1)];
  if (range === "month") return [`${month}-01`, today];
  if (range === "lastMonth") {
    const last = addDays(`${month}-01`, -1);
    return [`${last.slice(0, 7)}-01`, last];
  }
  if (range === "year") return [`${today.slice(0, 4)}-01-01`, today];
  if (range === "all") return [BEGINNING, today];
  return [addDays(today, 1 - RANGES[range].days), today];
}

/** The interval that a range is best read by, where the reader has not chosen one. */
export function usualInterval(question) {
  const { from, to } = rangeOf(question);
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  return days <= 2 ? "hour" : days <= 100 ? "day" : days <= 400 ? "week" : "month";
}

/** How many intervals retention and stickiness look back over at most: the API takes one more, which may have begun before. */
const LONGEST = 365;

/** Of all time as many intervals as a report takes, by their number; 0 where the range is asked as it is. */
export function lastOf(question, interval) {
  return question.range === "all" && interval !== "month" ? LONGEST : 0;
}

/** The range of a report that looks back over so many intervals only. */
export function lately(question, interval) {
  const range = rangeOf(question);
  const last = lastOf(question, interval);
  return last ? { ...range, from: addDays(range.to, -last * (interval === "week" ? 7 : 1)) } : range;
}

/** How many buckets a range has, about: more than 2000 are refused by the API. */
export function bucketsIn(question, interval) {
  const { from, to } = rangeOf(question);
  const sizes = { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS };
  return Math.ceil((Date.parse(to) - Date.parse(from)) / sizes[interval]);
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
