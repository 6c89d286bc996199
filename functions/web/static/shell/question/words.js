/**
 * What a view reads of the address, word by word. A word is `{read(texts), write(value)}`: `read` gives the value, or
 * undefined where the texts make no sense; `write` gives the texts, none where the value is the usual one.
 */

/** One of a few. */
export function oneOf(choices, usual) {
  return {
    usual,
    read: ([text]) => (choices.includes(text) ? text : undefined),
    write: (value) => (value === usual ? [] : [value]),
    said: choices.join(", "),
  };
}

/** Any text of up to `most` letters. */
export function text(usual = "", most = 500) {
  return { usual, read: ([one]) => (one.length <= most ? one : undefined), write: (value) => (value === usual ? [] : [value]) };
}

/** A whole number from `least` to `most`. */
export function whole(usual, least, most) {
  return {
    usual,
    read: ([one]) => (/^\d{1,15}$/.test(one) && Number(one) >= least && Number(one) <= most ? Number(one) : undefined),
    write: (value) => (value === usual ? [] : [String(value)]),
    said: `a whole number from ${least} to ${most}`,
  };
}

/** Whether something is on: `?smooth=yes`. */
export function flag(usual = false) {
  return {
    usual,
    read: ([one]) => (one === "yes" ? true : one === "no" ? false : undefined),
    write: (value) => (value === usual ? [] : [value ? "yes" : "no"]),
    said: "yes or no",
  };
}

/** Several texts, one parameter each, in their order. */
export function texts(most = 20) {
  return { usual: [], read: (all) => (all.length <= most ? all.filter(Boolean) : undefined), write: (value) => value };
}

/** Several values, one parameter each, as JSON; `check(value)` gives what it means, or undefined. */
export function json(check, most = 20) {
  return {
    usual: [],
    read(all) {
      const found = all.slice(0, most).map((one) => check(parsed(one)));
      return found.includes(undefined) ? undefined : found;
    },
    write: (values) => values.map((value) => JSON.stringify(value)),
  };
}

function parsed(one) {
  try {
    return JSON.parse(one);
  } catch {
    return undefined;
  }
}
