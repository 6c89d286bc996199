// What TypeScript must take, and what it must refuse: checked by `npm run types`.

import tracker, { type Call, type Settings } from "./spoor.js";

const settings: Settings = { key: "k", host: "https://stats.example.com", storage: "none", consent: "required" };
tracker.init(settings);
tracker.track("order completed", { total: 12.5, items: ["tea"] });
tracker.identify(42, { plan: "pro" });
window.spoor.register({ plan: undefined });
spoor.reset();
const early: Call[] = [["track", "visited"], ["optOut"], ["register", { ab: "b" }]];
early.forEach((call) => spoor.push(call));
const said: "yes" | "no" | null | undefined = spoor.consent();

// @ts-expect-error: a key is needed
tracker.init({ host: "https://stats.example.com" });
// @ts-expect-error: cookies are no choice
tracker.init({ key: "k", storage: "cookie" });
// @ts-expect-error: an event has a name
tracker.track({ name: "order" });
// @ts-expect-error: no such call
tracker.push(["alias", "a", "b"]);

export default said;
