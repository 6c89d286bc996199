/** Every view of the dashboard: its name in the address, its title, its key after `g`, and where its code is. */

export const VIEWS = {
  overview: { title: "Overview", key: "o", load: () => import("../views/overview.js") },
  trends: { title: "Trends", key: "t", load: () => import("../views/trends.js") },
  funnels: { title: "Funnels", key: "f", load: () => import("../views/funnels.js") },
};

/**
 * How the side navigation groups them; a view that stands in no group is opened from elsewhere only.
 *
 * @type {[string, string[]][]}
 */
export const GROUPS = [
  ["", ["overview"]],
  ["Ask", ["trends", "funnels"]],
];
