// Holds events until the server has confirmed them, and only then lets go.
//
// An event keeps its id and its time through every attempt, so the server stores it once however often it arrives:
// by fetch, by a beacon at unload, from another tab, after a reload.

import { forget, keep, kept, keptNames } from "./storage.js";

const MOST_EVENTS = 500; // beyond that the oldest go
const BATCH_EVENTS = 50;
const BATCH_LENGTH = 2e4; // characters; in UTF-8 still below the 64 KB that a page may have under way when it ends
const GATHER = 1000; // milliseconds
const LONGEST_WAIT = 6e4;
const EVENT = "event.";

const waiting = new Map(); // id → JSON, oldest first
let url;
let wrap;
let may;
let timer;
let sending;
let failures = 0;
let handedOver;

/** Send to `address` while `allowed()`; takes up what an earlier page or another tab has not been able to send. */
export function start(address, key, allowed) {
  url = address;
  may = allowed;
  wrap = (events) => `{"apiKey":${JSON.stringify(key)},"sentAt":"${new Date().toISOString()}","events":[${events}]}`;
  for (const name of keptNames()) {
    const id = name.split(EVENT)[1];
    const json = id && kept(name);
    if (json) waiting.set(id, json);
  }
  addEventListener("online", () => sendAfter(0));
  addEventListener("pagehide", handOver);
  document.addEventListener("visibilitychange", () => document.hidden && handOver());
  if (waiting.size) sendAfter(0);
}

/** Add an event, or say one anew that is still here. */
export function put(event) {
  const json = JSON.stringify(event);
  waiting.set(event.id, json);
  keep(EVENT + event.id, json);
  if (waiting.size > MOST_EVENTS) remove(waiting.keys().next().value);
  timer ||= setTimeout(send, GATHER);
  return event;
}

export const has = (id) => waiting.has(id);

/** Events of the visitor `from` are those of `to`. */
export function rename(from, to) {
  for (const json of waiting.values()) put(JSON.parse(json.replace(from, to)));
}

/** Let go of everything. */
export const clear = () => waiting.clear();

function remove(id) {
  waiting.delete(id);
  forget(EVENT + id);
}

function sendAfter(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(send, milliseconds);
}

function* batches() {
  if (!may()) clear(); // the visitor may have said so in another tab
  let ids = [];
  let events = "";
  for (const [id, json] of waiting) {
    if (ids.length == BATCH_EVENTS || (events && events.length + json.length > BATCH_LENGTH)) {
      yield [ids, wrap(events)];
      ids = [];
      events = "";
    }
    ids.push(id);
    events += (events && ",") + json;
  }
  if (events) yield [ids, wrap(events)];
}

async function send() {
  timer = 0;
  const [ids, body] = (!sending && batches().next().value) || [];
  if (!body) return;
  sending = true;
  let pause = -1;
  try {
    const answer = await fetch(url, {
      method: "POST",
      body, // as text: text/plain asks for no preflight
      credentials: "omit",
      keepalive: body.length < BATCH_LENGTH + 500,
      signal: AbortSignal.timeout?.(3e4),
    });
    await answer.text(); // until it is read it counts as under way, of which a page may have no more than 64 KB
    const { status } = answer;
    if (status >= 500 || status == 429 || status == 408) pause = answer.headers.get("retry-after") * 1000 || 0;
  } catch {
    pause = 0; // no network, or no answer
  }
  sending = false;
  if (pause >= 0) {
    const backoff = Math.min(LONGEST_WAIT, GATHER * 2 ** failures++) * (0.5 + Math.random() / 2);
    sendAfter(Math.max(pause, backoff));
  } else {
    failures = 0;
    ids.forEach(remove); // stored, or refused for good
    if (waiting.size) sendAfter(0);
  }
}

/** The page may be ending. A beacon brings no answer, so whatever it takes along stays here as well. */
function handOver() {
  const newest = [...waiting.keys()].pop();
  if (newest == handedOver) return;
  handedOver = newest;
  for (const [, body] of batches()) navigator.sendBeacon(url, body);
}
