// Spoor's browser tracker: what a page can say. Types and meanings are in spoor.d.ts.

import { context, watch } from "./pages.js";
import { clear, has, put, start } from "./queue.js";
import { decide, decided, forget, keep, kept, keptNames, open } from "./storage.js";

const VISITOR = "visitor";
const TITLE_SETTLES = 200; // milliseconds: routers change the address first

let settings;
let visitor = {}; // id, user, props
let viewed;

const guarded =
  (call) =>
  (...given) => {
    try {
      return call(...given);
    } catch (error) {
      console.error(error); // the page goes on, whatever becomes of its events
    }
  };

// Data attributes are text.
const isOff = (switched) => String(switched) == "false";

const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => (byte + 256).toString(16).slice(1)).join("");

/** Whether events may be captured and sent: by the visitor's word, else by the browser's signals and the site's rule. */
function allowed() {
  if (!settings) return false;
  const said = decided();
  if (said) return said == "yes";
  const objects = navigator.doNotTrack == 1 || navigator.globalPrivacyControl;
  return settings.consent != "required" && (!objects || isOff(settings.dnt));
}

/** Take over what another tab has made of the visitor. */
function recall() {
  visitor = JSON.parse(kept(VISITOR) || null) || visitor;
  visitor.id ||= newId();
}

const remember = () => allowed() && keep(VISITOR, JSON.stringify(visitor));

function capture(name, properties) {
  if (!allowed()) return;
  recall();
  remember();
  const event = {
    id: newId(),
    name,
    anonymousId: visitor.id,
    userId: visitor.user,
    properties: { ...context(), ...visitor.props, ...properties },
    occurredAt: new Date().toISOString(),
  };
  put(event);
  return event;
}

const view = guarded(() => {
  if (document.prerendering) return document.addEventListener("prerenderingchange", view, { once: true });
  const event = (viewed = capture("$pageview"));
  setTimeout(() => {
    const properties = event?.properties;
    if (has(event?.id) && properties.$current_url == location.href) {
      properties.$title = document.title;
      put(event);
    }
  }, TITLE_SETTLES);
});

/** The tracker; `home` is the address that it was loaded from, where events go unless `init` names another host. */
export function create(home) {
  const spoor = {
    init(options) {
      if (settings) return;
      const address = new URL("v1/events", options.host?.replace(/\/*$/, "/") || home);
      settings = options;
      open(options.storage || "session", options.key);
      start(address, options.key, allowed);
      // A moment later, so that what the page says right after `init` holds for its first view.
      if (!isOff(options.auto)) Promise.resolve().then(() => watch(view));
    },
    track(name, properties) {
      capture(name, properties);
    },
    identify(user, traits) {
      if (!user) return;
      recall();
      if (visitor.user && visitor.user != user) spoor.reset(); // two people at one machine must not become one visitor
      if (visitor.user == user && !traits) return;
      visitor.user = user;
      remember();
      capture("$identify", traits && { $set: traits });
    },
    reset() {
      visitor = { id: newId() };
      remember();
    },
    register(properties) {
      recall();
      visitor.props = { ...visitor.props, ...properties };
      remember();
    },
    optIn() {
      decide("yes");
      if (!isOff(settings.auto)) Promise.resolve().then(() => viewed || view());
    },
    optOut() {
      clear();
      keptNames().forEach(forget);
      visitor = {};
      decide("no");
    },
    consent: decided,
    push(...calls) {
      for (const [name, ...given] of calls) spoor[name](...given);
    },
  };
  for (const name in spoor) spoor[name] = guarded(spoor[name]);
  return spoor;
}
