/** Numbers, rates, money, spans of time and dates as the reader's own language writes them. */

import { addDays } from "../question/range.js";

/** What goes back further is all of time. */
const EVER = "2017";
const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const rate = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });
const LEAST = 0.001;
const cents = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const change = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 0, signDisplay: "exceptZero" });
const ago = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });

export const count = (value) => (value == null ? "–" : whole.format(value));
export const compact = (value) => (value == null ? "–" : (Math.abs(value) < 10000 ? whole : short).format(value));
/** A share between 0 and 1; nothing where there is none (a step nobody could reach). Few are not nobody, and nearly all not all. */
export function percent(share) {
  if (share == null) return "–";
  if (share > 0 && share < LEAST / 2) return `<${rate.format(LEAST)}`;
  if (share < 1 && share > 1 - LEAST / 2) return `>${rate.format(1 - LEAST)}`;
  return rate.format(share);
}
/** A list as the language joins it: "a, b and c". */
export const listed = (all) => new Intl.ListFormat(undefined, { type: "conjunction" }).format(all);
/** "1 visitor", "2 visitors". */
export const counted = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

/** @type {[number, string][]} */
const UNITS = [
  [86400, "d"],
  [3600, "h"],
  [60, "min"],
];

/** Seconds as a reader says them: 45 s, 3.5 min, 2 d. */
export function span(seconds) {
  if (seconds == null) return "–";
  const [size, unit] = UNITS.find(([size]) => seconds >= size) ?? [1, "s"];
  const amount = seconds / size;
  return `${whole.format(amount < 10 ? Math.round(amount * 10) / 10 : Math.round(amount))} ${unit}`;
}

/** How figures of a kind are written: in full, and short under an axis. */
export const KINDS = {
  count: { full: count, short: compact },
  rate: { full: percent, short: percent },
  seconds: { full: span, short: span },
  money: { full: (value) => (value == null ? "–" : cents.format(value)), short: compact },
};

/** By how much a figure moved, as a share of before; null where there was nothing before. */
export const changeOf = (now, before) => (now == null || !before ? null : (now - before) / Math.abs(before));
export const saidChange = (share) => change.format(share);

const DAY = { day: "numeric", month: "short" };
const SHORT = {
  hour: { hour: "numeric", minute: "2-digit" },
  day: DAY,
  week: DAY,
  month: { month: "short", year: "2-digit" },
};
const LONG = {
  hour: { weekday: "short", ...DAY, hour: "numeric", minute: "2-digit" },
  day: { weekday: "short", ...DAY, year: "numeric" },
  week: { ...DAY, year: "numeric" },
  month: { month: "long", year: "numeric" },
};

/** Two functions that name a bucket by its start: `short` under the axis, `long` in the tooltip and the table. */
export function bucketNames(interval, timezone) {
  const namer = (options) => {
    const format = new Intl.DateTimeFormat(undefined, { ...options, timeZone: timezone });
    return (start) => format.format(new Date(start));
  };
  const long = namer(LONG[interval]);
  return { short: namer(SHORT[interval]), long: interval === "week" ? (start) => `Week of ${long(start)}` : long };
}

/** A moment in full, in a zone. */
export const moment = (time, timezone) =>
  new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short", timeZone: timezone }).format(new Date(time));
/** The time of day in a zone: 10:05. */
export const clock = (time, timezone, seconds = false) =>
  new Intl.DateTimeFormat(undefined, { timeStyle: seconds ? "medium" : "short", timeZone: timezone }).format(new Date(time));
/** The days of a question's range, first to last: a date at its end is the day after. */
export function saidDays({ from, to }) {
  const last = to.length > 10 ? to : addDays(to, -1);
  if (from.slice(0, 10) === last.slice(0, 10)) return day(from);
  return from <= EVER ? `up to ${day(last)}` : `${day(from)} – ${day(last)}`;
}

export const day = (time, timezone = "UTC") =>
  new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: timezone }).format(new Date(time));

/** @type {[number, Intl.RelativeTimeFormatUnit, number][]} */
const STEPS = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86400, "hour", 3600],
  [Infinity, "day", 86400],
];

/** "3 min. ago". */
export function since(time, now = Date.now()) {
  const seconds = Math.round((Date.parse(time) - now) / 1000);
  const [, unit, size] = STEPS.find(([most]) => Math.abs(seconds) < most);
  return ago.format(Math.round(seconds / size), unit);
}

const regions = new Intl.DisplayNames(undefined, { type: "region" });

/** "Germany" for DE; what is no country's code stays as it is. */
export function country(code) {
  return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code;
}
