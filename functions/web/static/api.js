/** Calls Spoor's own API; every failure becomes an ApiError that says what is wrong and how to mend it. */

export class ApiError extends Error {
  /** `status` is 0 where no answer came; `errors` are `{path, message}` as in the contract. */
  constructor(status, { code, message, errors = [] }) {
    super(message);
    Object.assign(this, { status, code, errors });
  }
}

const FALLBACK = {
  404: "There is nothing at this address. It may have been deleted meanwhile.",
  429: "Too many requests just now. Wait a few seconds and try again.",
  503: "Spoor is busy or its database is away. Nothing was lost: try again in a moment.",
};

const WAITS = 8;

/**
 * The JSON that came back (null for 204). Rejects with ApiError, or with AbortError when `signal` says so.
 *
 * A refusal by the gateway is asked once more where the session turns out to be good: nothing was done, and it may have
 * been remembered from before. An outage is no refusal, but a 503.
 */
export async function call(method, path, body, { signal, again = true } = {}) {
  let answer = await send(method, path, body, signal);
  for (let tries = 0; answer.status === 429 && answer.headers.has("retry-after") && tries < WAITS; tries++) {
    await pause(Number(answer.headers.get("retry-after")), signal); // a page may ask for more reports than run at once
    answer = await send(method, path, body, signal);
  }
  const text = await answer.text();
  const json = parse(text);
  if (answer.ok) return json;
  if ((answer.status === 401 || (answer.status === 403 && !json?.code)) && !path.startsWith("/api/auth/")) {
    if (!(await call("GET", "/api/auth/get-session"))) return signInAgain();
    if (again) return call(method, path, body, { signal, again: false });
  }
  throw new ApiError(answer.status, {
    code: json?.code ?? `HTTP_${answer.status}`,
    message: json?.code || answer.status < 500 ? (json?.message ?? fallback(answer.status)) : fallback(answer.status),
    errors: json?.errors,
  });
}

async function send(method, path, body, signal) {
  const headers = { accept: "application/json" };
  if (method !== "GET") headers["content-type"] = "application/json";
  try {
    return await fetch(path, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, {
      code: "UNREACHABLE",
      message: "Spoor can't be reached. Check the connection and try again.",
    });
  }
}

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)), { once: true });
  });
}

/** The session has ended: sign in, then come back here. Never settles, since the page is on its way out. */
export function signInAgain() {
  const next = encodeURIComponent(location.pathname + location.search);
  location.replace(`/sign-in?next=${next}&ended=1`);
  return new Promise(() => {});
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
