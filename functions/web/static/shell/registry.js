/** Every view of the dashboard: its name in the address, its title, its key after `g`, and where its code is. */

export const VIEWS = {
  overview: { title: "Overview", key: "o", load: () => import("../views/overview.js") },
  trends: { title: "Trends", key: "t", load: () => import("../views/trends.js") },
  funnels: { title: "Funnels", key: "f", load: () => import("../views/funnels.js") },
  retention: { title: "Retention", key: "r", load: () => import("../views/retention.js") },
  paths: { title: "Paths", key: "p", load: () => import("../views/paths.js") },
  sessions: { title: "Sessions", key: "s", load: () => import("../views/sessions.js") },
  lifecycle: { title: "Lifecycle", key: "l", load: () => import("../views/lifecycle.js") },
  events: { title: "Events", key: "e", load: () => import("../views/events.js") },
  visitors: { title: "Visitors", key: "v", load: () => import("../views/visitors.js") },
  health: { title: "Data health", key: "h", load: () => import("../views/health.js") },
  boards: { title: "Boards", key: "b", load: () => import("../views/boards.js") },
  cohorts: { title: "Cohorts", key: "c", load: () => import("../views/cohorts.js") },
  stickiness: { title: "Stickiness", key: "k", load: () => import("../views/stickiness.js") },
};

/** What stands beside the views, on pages of its own; in the side navigation, in the search and among the keys like a view. */
export const PAGES = {
  settings: { address: (appId) => `/settings/${appId}`, title: "Settings", group: "App", key: "," },
  account: { address: () => "/settings/security", title: "Account", group: "You", key: "a" },
};

/**
 * How the side navigation groups them; a view that stands in no group is opened from elsewhere only.
 *
 * @type {[string, string[]][]}
 */
export const GROUPS = [
  ["", ["overview", "boards"]],
  ["Ask", ["trends", "funnels", "retention", "paths", "sessions", "lifecycle", "stickiness"]],
  ["Look", ["visitors", "cohorts", "events", "health"]],
];
