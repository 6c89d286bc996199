// Spoor's browser tracker: what a page can say. Types and meanings are in spoor.d.ts.

import { context, watch } from "./pages.js";
import { clear, has, put, rename, start } from "./queue.js";
import { decide, decided, forget, keep, kept, keptNames, open } from "./storage.js";

const VISITOR = "visitor";
const TITLE_SETTLES = 200; // milliseconds: routers change the address first

let settings;
let visitor = {}; // id, user, props
let made; // the id that this page has made, until its first events go
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

const newId = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

/** Whether events may be captured and sent: by the visitor's word, else by the browser's signals and the site's rule. */
function allowed() {
  if (!settings) return;
  const said = decided();
  if (said) return said == "yes";
  const objects = navigator.doNotTrack == 1 || navigator.globalPrivacyControl;
  return settings.consent != "required" && (!objects || isOff(settings.dnt));
}

/** Take over what another tab has made of the visitor. */
function recall() {
  visitor = JSON.parse(kept(VISITOR) || null) || visitor;
}

const remember = () => allowed() && keep(VISITOR, JSON.stringify(visitor));

/** Before events go: of two tabs that have each made an id in the same moment, one has the other's by now. */
function settle() {
  recall();
  if (visitor.id) made = made && rename(made, visitor.id);
  return allowed();
}

function capture(name, properties) {
  if (!allowed()) return;
  recall();
  visitor.id ||= made = newId();
  remember();
  if (!kept(VISITOR)) delete visitor.id; // the next page would make another one; so the server counts days
  return put({
    id: newId(),
    name,
    anonymousId: visitor.id || "$visitor_of_day",
    userId: visitor.user,
    properties: { ...context(), ...visitor.props, ...properties },
    occurredAt: new Date().toISOString(),
  });
}

const view = guarded(() => {
  if (document.prerendering) return document.addEventListener("prerenderingchange", view, { once: true });
  const event = (viewed = capture("$pageview"));
  setTimeout(() => {
    if (event && has(event.id) && event.properties.$current_url == location.href) {
      event.properties.$title = document.title;
      put(event);
    }
  }, TITLE_SETTLES);
});

const automatically = (call) => isOff(settings.auto) || queueMicrotask(call);

/** The tracker; `home` is the address that it was loaded from, where events go unless `init` names another host. */
export function create(home) {
  const spoor = {
    init(options) {
      if (settings) return;
      settings = options;
      open(options.storage || "local", options.key);
      start(new URL("v1/events", options.host?.replace(/\/*$/, "/") || home), options.key, settle);
      // A moment later, so that what the page says right after `init` holds for its first view.
      automatically(() => watch(view));
    },
    track: capture,
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
      visitor = {};
      remember();
    },
    register(properties) {
      recall();
      visitor.props = { ...visitor.props, ...properties };
      remember();
    },
    optIn() {
      decide("yes");
      automatically(() => viewed || view());
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
