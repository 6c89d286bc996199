/** What Plausible counted and its export told, by days or by what it was counted of: shown where there is any. */

import { call } from "../../shell/asking/api.js";
import { byId, h } from "../../shell/browser/dom.js";
import { count } from "../../shell/browser/formats.js";
import { clear, showProblem } from "../notice.js";

const MOST_SHOWN = 100;
const DIMENSIONS = { "": "Days", page: "Pages", entryPage: "Entry pages", exitPage: "Exit pages", source: "Sources", event: "Events", location: "Places", device: "Devices", browser: "Browsers", operatingSystem: "Operating systems" };
const FIGURES = { visitors: "Visitors", visits: "Visits", pageviews: "Page views", events: "Events", bounces: "Bounces", days: "Days" };

/** Opens the section for an app; without figures it stays away. */
export async function openImported(appId) {
  const choice = byId("imported-dimension");
  if (!choice.options.length) {
    choice.append(...Object.entries(DIMENSIONS).map(([value, said]) => h("option", { value }, said)));
    choice.form.addEventListener("submit", (event) => event.preventDefault());
    choice.addEventListener("change", () => show(appId, choice.value));
  }
  await show(appId, choice.value);
}

async function show(appId, dimension) {
  const notice = byId("imported-notice");
  clear(notice);
  try {
    const { imported } = await call("GET", `/api/apps/${appId}/imported${dimension && `?dimension=${dimension}`}`);
    if (byId("imported-dimension").value !== dimension) return;
    if (imported.length) byId("imported").hidden = false;
    byId("imported-figures").replaceChildren(...(imported.length ? shown(imported, dimension) : [h("p", { class: "quiet" }, "The export has none.")]));
  } catch (error) {
    byId("imported").hidden = false;
    showProblem(notice, error, () => show(appId, dimension));
  }
}

function shown(imported, dimension) {
  const names = Object.keys(FIGURES).filter((name) => (name !== "days" || dimension) && imported.some((each) => each[name] !== null));
  const head = h("tr", {}, [h("th", { scope: "col" }, dimension ? "What" : "Day"), ...names.map((name) => h("th", { scope: "col", class: "number" }, FIGURES[name]))]);
  const rows = imported.slice(0, MOST_SHOWN).map((each) =>
    h("tr", {}, [h("th", { scope: "row" }, h("bdi", {}, each.day ?? (Object.values(each.value).join(" · ") || "unknown"))), ...names.map((name) => h("td", { class: "number" }, each[name] === null ? "–" : count(each[name])))]),
  );
  const table = h("table", {}, [h("caption", { class: "unseen" }, `${DIMENSIONS[dimension]}, imported from Plausible`), h("thead", {}, head), h("tbody", {}, rows)]);
  const left = imported.length - rows.length;
  return [
    h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Figures imported from Plausible" }, table),
    left > 0 && h("p", { class: "quiet" }, `The first ${count(MOST_SHOWN)} of ${count(imported.length)}; the API has all of them.`),
  ].filter(Boolean);
}
