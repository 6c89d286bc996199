/** Numbers, rates, spans of time and bucket names as the reader's own language writes them. */

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const rate = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });

export const count = (value) => whole.format(value);
export const compact = (value) => (Math.abs(value) < 10000 ? whole : short).format(value);
/** A share between 0 and 1; nothing where there is none (a step nobody could reach). */
export const percent = (share) => (share == null ? "–" : rate.format(share));

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

const DAY = { day: "numeric", month: "short" };
const SHORT = {
  hour: { hour: "2-digit", minute: "2-digit" },
  day: DAY,
  week: DAY,
  month: { month: "short", year: "numeric" },
};
const LONG = {
  hour: { weekday: "short", ...DAY, hour: "2-digit", minute: "2-digit" },
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
