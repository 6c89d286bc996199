/** Calls Spoor's own API; every failure becomes an ApiError that says what is wrong and how to mend it. */

export class ApiError extends Error {
  /**
   * `status` is 0 where no answer came; `errors` are `{path, message}` as in the contract.
   *
   * @param {number} status
   * @param {{code?: string, message?: string, errors?: {path: string, message: string}[]}} told
   */
  constructor(status, { code, message, errors = [] }) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

const FALLBACK = {
  404: "There is nothing at this address. It may have been deleted meanwhile.",
  429: "Too many requests just now. Wait a few seconds and try again.",
  503: "Spoor is busy or its database is away. Nothing was lost: try again in a moment.",
};
const AWAY = "The database can’t be reached just now. Nothing was lost: try again in a moment.";
/** What the API tells programs to do, in the words of a reader. */
const SAID = {
  DATABASE_UNAVAILABLE: AWAY,
  CALLER_NOT_LOOKED_UP: AWAY,
  DATABASE_BUSY: "The database is busy just now. Nothing was lost: try again in a moment.",
  DATABASE_LOCKED: "Somebody is changing the same just now. Nothing was lost: try again in a moment.",
  STATEMENT_TOO_SLOW: "The database took too long for this. Try again, or take a shorter range.",
};
/** After these the list of apps is not what it was. */
const GONE = ["APP_NOT_FOUND", "SECOND_FACTOR_REQUIRED"];
const WAITS = 8;
/** Tells "gone" when an app turns out not to be there any more, whoever asked for something of it. */
export const knownApps = new EventTarget();
let checking = null;

/**
 * The JSON that came back (null for 204). Rejects with ApiError, or with AbortError when `signal` says so.
 *
 * What is answered later is waited for, as long as somebody wants it.
 * A refusal by the gateway is asked once more where the session turns out to be good: nothing was done, and whoever
 * looked could not see. An outage is no refusal, but a 503.
 *
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {{signal?: AbortSignal, again?: boolean, heard?: (headers: Headers) => void}} [options]
 * @returns {Promise<any>}
 */
export async function call(method, path, body, { signal, again = true, heard } = {}) {
  let answer = await send(method, path, body, signal);
  for (let tries = 0; answer.status === 429 && answer.headers.has("retry-after") && tries < WAITS; tries++) {
    await pause(Number(answer.headers.get("retry-after")), signal);
    answer = await send(method, path, body, signal);
  }
  while (answer.status === 202 && answer.headers.has("location")) {
    await pause(Number(answer.headers.get("retry-after")), signal);
    answer = await send("GET", answer.headers.get("location"), undefined, signal);
  }
  const json = parse(await answer.text());
  if (answer.ok) {
    heard?.(answer.headers);
    return json;
  }
  if ((answer.status === 401 || (answer.status === 403 && !json?.code)) && !path.startsWith("/api/auth/")) {
    if (!(await session())) return signInAgain();
    if (again) return call(method, path, body, { signal, again: false, heard });
    throw new ApiError(answer.status, { code: "REFUSED", message: "Spoor could not look up who you are just now. Try again in a moment." });
  }
  if (GONE.includes(json?.code)) knownApps.dispatchEvent(new Event("gone"));
  const told = {
    code: json?.code ?? `HTTP_${answer.status}`,
    message: json?.code || answer.status < 500 ? (json?.message ?? fallback(answer.status)) : fallback(answer.status),
    errors: json?.errors,
  };
  throw new ApiError(answer.status, inReadersWords(told));
}

/** An error of the API; what it tells a program to do, it tells a reader otherwise. */
export function inReadersWords(told) {
  return { ...told, message: SAID[told.code] ?? told.message };
}

/** Who is signed in, null where nobody is. However many ask at a time, it is asked once. */
export function session() {
  checking ??= call("GET", "/api/auth/get-session").finally(() => (checking = null));
  return checking;
}

/** The session has ended: sign in, then come back here. Never settles, since the page is on its way out. */
export function signInAgain() {
  const next = encodeURIComponent(location.pathname + location.search);
  location.replace(`/sign-in?next=${next}&ended=1`);
  return new Promise(() => {});
}

/** Whether the same request may well be answered the next time. */
export function isPassing({ status, code }) {
  return !status || status === 429 || status >= 500 || code === "REFUSED";
}

async function send(method, path, body, signal) {
  const headers = { accept: "application/json" };
  if (method !== "GET") headers["content-type"] = "application/json";
  try {
    return await fetch(path, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    const message = navigator.onLine
      ? "Spoor can't be reached. Check the connection and try again."
      : "This device is offline. What you see stays; it goes on when the connection is back.";
    throw new ApiError(0, { code: "UNREACHABLE", message });
  }
}

/** Wait, unless `signal` says that it is in vain. */
export function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)), { once: true });
  });
}

function parse(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function fallback(status) {
  return FALLBACK[status] ?? `Something went wrong (status ${status}). Try again in a moment.`;
}
