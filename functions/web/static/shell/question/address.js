/** The whole question as the address holds it: what every view shares, and the words of the view itself. */

import { filterOf } from "./filters.js";
import { COMPARISONS, isDate, isTimezone, ownTimezone, RANGES, rangeOf, usualInterval } from "./range.js";
import { asked } from "./filters.js";
import { json, oneOf, text } from "./words.js";

const APP = "[0-9A-Za-z-]{1,64}";
const PATH = new RegExp(`^/dashboard(?:/(${APP})(?:/([a-z-]{1,32}))?)?$`);
const DATE = { usual: "", read: ([one]) => (isDate(one) ? one : undefined), write: (value) => (value ? [value] : []), said: "a date such as 2026-03-01" };

/** What every view reads. The time zone is always said, since the next reader may sit in another one. */
const SHARED = {
  range: { ...oneOf(Object.keys(RANGES), "30d"), write: (value) => (value === "custom" ? [] : [value]) },
  from: DATE,
  to: DATE,
  timezone: {
    get usual() {
      return ownTimezone();
    },
    read: ([one]) => (isTimezone(one) ? one : undefined),
    write: (value) => [value],
    said: "a time zone such as Europe/Berlin",
  },
  compare: oneOf(Object.keys(COMPARISONS), "previous"),
  filter: json(filterOf),
  /** A type of accounts, which are counted in the place of visitors. */
  group: text("", 200),
};

/** The app and the view of a path; both are undefined where it names none. */
export function placeOf(path) {
  const [, appId, view] = PATH.exec(path) ?? [];
  return { appId, view };
}

/** `{question, foul}`: the question of a query string, and the names of the words that made no sense and count as absent. */
export function read(words, search) {
  const query = new URLSearchParams(search);
  const question = {};
  const foul = [];
  for (const [name, word] of Object.entries({ ...words, ...SHARED })) {
    const given = query.getAll(name);
    const value = given.length ? word.read(given) : word.usual;
    if (value === undefined) foul.push({ name, given: given.join(", "), said: word.said });
    question[name] = value === undefined ? word.usual : value;
  }
  const both = Boolean(question.from && question.to);
  if (both && question.from <= question.to) question.range = "custom";
  else if (both) foul.push({ name: "to", given: question.to, said: "a day that is not before the first" });
  if (question.range !== "custom") question.from = question.to = "";
  return { question, foul };
}

/** The query string of a question, always the same for the same one. */
export function write(words, question) {
  const query = new URLSearchParams();
  for (const [name, word] of Object.entries({ ...words, ...SHARED })) {
    if (question[name] === undefined) continue;
    for (const one of word.write(question[name])) query.append(name, one);
  }
  return `?${query}`;
}

/** Where another view answers with the same range and filters: the shared part of a question, and `more` of its own. */
export function addressOf(appId, view, question, more = {}) {
  const query = new URLSearchParams(write({}, question));
  for (const [name, value] of Object.entries(more)) for (const one of [value].flat()) query.append(name, one);
  return `/dashboard/${appId}${view === "overview" ? "" : `/${view}`}?${query}`;
}

/** What every report is asked beside its own: the range, the filters, and whom to count. */
export function common(question) {
  const filters = asked(question.filter);
  return { ...rangeOf(question), ...(filters.length ? { filters } : {}), ...(question.group ? { group: question.group } : {}) };
}

/** The same with the comparison, for reports that take one. All of time has nothing before it. */
export function compared(question) {
  const compare = question.compare === "none" || question.range === "all" ? {} : { compare: question.compare };
  return { ...common(question), ...compare };
}

/** The interval that is asked for: the reader's, or the one that suits the range. */
export const intervalOf = (question) => (question.interval && question.interval !== "auto" ? question.interval : usualInterval(question));
