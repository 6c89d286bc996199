/** Filters as the address holds them, as the API takes them, and as a reader says them. */

import { COHORT, segmentName } from "../asking/segments.js";

/** Operators of the API in the words of the filter bar; `values` says how many values one takes. */
export const OPERATORS = {
  is: { said: "is", values: "many" },
  isNot: { said: "is not", values: "many" },
  contains: { said: "contains", values: "many" },
  notContains: { said: "does not contain", values: "many" },
  startsWith: { said: "starts with", values: "many" },
  endsWith: { said: "ends with", values: "one" },
  matches: { said: "matches", values: "one" },
  has: { said: "has", values: "one" },
  between: { said: "is between", values: "two" },
  gt: { said: "is greater than", values: "one" },
  gte: { said: "is at least", values: "one" },
  lt: { said: "is less than", values: "one" },
  lte: { said: "is at most", values: "one" },
  isSet: { said: "is set", values: "none" },
  isNotSet: { said: "is not set", values: "none" },
};

/** The names of an event's own fields and of what trackers send, as people say them. */
const NAMES = {
  $name: "Event",
  $cohort: "Cohort",
  $anonymousId: "Visitor",
  $pathname: "Page",
  $current_url: "Address",
  $host: "Host",
  $source: "Source",
  $channel: "Channel",
  $referring_domain: "Referrer",
  $country: "Country",
  $browser: "Browser",
  $os: "System",
  $device_type: "Device",
  $title: "Title",
  utm_source: "UTM source",
  utm_medium: "UTM medium",
  utm_campaign: "Campaign",
  utm_term: "UTM term",
  utm_content: "UTM content",
};

export const propertyName = (property) => (Object.hasOwn(NAMES, property) ? NAMES[property] : property);

/** A filter of the address: `["$pathname", "is", "/pricing"]`, or `{any: […]}` of such; undefined where it is none. */
export function filterOf(words) {
  if (words !== null && typeof words === "object" && Array.isArray(words.any)) {
    const any = words.any.map(single);
    return any.length && any.length <= 20 && !any.includes(undefined) ? { any } : undefined;
  }
  return single(words);
}

function single(words) {
  if (!Array.isArray(words) || words.length < 2 || words.length > 4) return undefined;
  const [property, operator, value = null, option] = words;
  if (typeof property !== "string" || !property || !Object.hasOwn(OPERATORS, operator)) return undefined;
  const list = Array.isArray(value) ? value : [value];
  if (!list.every((one) => one === null || ["string", "number", "boolean"].includes(typeof one))) return undefined;
  return option === "i" ? [property, operator, value, "i"] : [property, operator, value];
}

/** The filters of a question as the API takes them. */
export function asked(filters) {
  return filters.map((filter) => {
    if (filter.any) return { any: asked(filter.any) };
    const [property, operator, value, option] = filter;
    return {
      property,
      operator,
      ...(OPERATORS[operator].values === "none" ? {} : { value }),
      ...(option === "i" ? { ignoreCase: true } : {}),
    };
  });
}

/** A filter of the API as the address holds it; undefined where the filter bar has no way to show it. */
export function filterAsked({ property, operator, value = null, ignoreCase, any }) {
  return filterOf(any ? { any: any.map(filterAsked) } : [property, operator, value, ...(ignoreCase ? ["i"] : [])]);
}

/** The filter that keeps what a row stands for: a missing value is one, too. */
export function filterFor(property, value, not = false) {
  if (value === null) return [property, not ? "isSet" : "isNotSet", null];
  return [property, not ? "isNot" : "is", value];
}

/** Whether a row's value can be filtered by: neither the rest of them, nor a list or an object. */
export const isPlain = (value) => value !== "$other" && (value === null || typeof value !== "object");

/** The filters with one more; the same one is not put there twice. */
export function withFilter(filters, filter) {
  const same = JSON.stringify(filter);
  return filters.some((one) => JSON.stringify(one) === same) ? filters : [...filters, filter];
}

/** "Page is /pricing or /": for the bar, the title of a picture, and screen readers. */
export function saidFilter(filter) {
  if (filter.any) return filter.any.map(saidFilter).join(", or ");
  const [property, operator, value, option] = filter;
  const how = OPERATORS[operator];
  const joint = operator === "between" ? " and " : " or ";
  const values = how.values === "none" ? "" : ` ${[value].flat().map(property === COHORT ? segmentName : saidScalar).join(joint)}`;
  return `${propertyName(property)} ${how.said}${values}${option === "i" ? ", capitals or not" : ""}`;
}

const saidScalar = (value) => (value === null ? "nothing" : value === "" ? "(empty)" : String(value));
