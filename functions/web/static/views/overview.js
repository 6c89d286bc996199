/** Overview: what happened, at a glance, each part a way into it. */

import { html, useEffect } from "../vendor/preact.js";
import { compared, intervalOf } from "../shell/question/address.js";
import { useFetched } from "../shell/asking/fetching.js";
import { filterFor, withFilter } from "../shell/question/filters.js";
import { count, country } from "../shell/browser/formats.js";
import { Later } from "../shell/later.js";
import { oneOf } from "../shell/question/words.js";
import { inUnits } from "../shell/question/unit.js";
import { Bars, saidValue } from "../parts/bars.js";
import { Panel, Skeleton } from "../parts/panel.js";
import { Problem } from "../parts/problem.js";
import { Takeaway } from "../parts/taking/takeaway.js";
import { Tabs } from "../parts/tabs.js";
import { Tile } from "../parts/tile.js";

/** The tiles in their order, each a line that can be drawn. */
const FIGURES = {
  visitors: { title: "Visitors" },
  sessions: { title: "Sessions" },
  pageviews: { title: "Page views" },
  events: { title: "Events" },
  bounceRate: { title: "Bounce rate", kind: "rate", better: "down" },
  medianDurationSeconds: { title: "Session, median", kind: "seconds" },
  viewsPerSession: { title: "Views a session" },
};
/** The lists, in groups of which one is shown at a time: what a tab is called, its property, whose it is, and what the list is headed. */
const LISTS = {
  pages: {
    title: "Pages",
    tabs: { path: ["Page", "$pathname"], entry: ["Entry", "$pathname", "session"], exit: ["Exit", "$pathname", "sessionEnd"], title: ["Title", "$title"] },
  },
  sources: {
    title: "Sources",
    tabs: {
      channel: ["Channel", "$channel", "session"],
      source: ["Source", "$source", "session"],
      referrer: ["Referrer", "$referring_domain", "session"],
      campaign: ["Campaign", "utm_campaign", "session"],
      first: ["First", "$source", "visitor", "Source of the first visit ever"],
    },
  },
  places: { title: "Places", tabs: { country: ["Country", "$country"], region: ["Region", "$region"], city: ["City", "$city"], language: ["Language", "$browser_language"] } },
  devices: { title: "Devices", tabs: { device: ["Device", "$device_type"], browser: ["Browser", "$browser"], system: ["System", "$os"] } },
  events: { title: "Events", tabs: { name: ["Event", "$name"] } },
};
const LIMIT = 8;
const LIVE_MS = 30_000;

export const words = {
  interval: oneOf(["auto", "hour", "day", "week", "month"], "auto"),
  figure: oneOf(Object.keys(FIGURES), "visitors"),
  ...Object.fromEntries(Object.entries(LISTS).map(([name, { tabs }]) => [name, oneOf(Object.keys(tabs), Object.keys(tabs)[0])])),
};
export const compares = true;
/** What it means here that some trackers know a visitor for a day only. */
export const counts = () => "Whoever came on two days counts as two.";
/** Asked anew by itself while the range goes on. */
export const refreshed = true;

export function asks(question) {
  const lists = Object.entries(LISTS).map(([name, { tabs }]) => {
    const [, property, of = "event"] = tabs[question[name]];
    return { property, of, limit: LIMIT, measure: name === "events" ? "events" : "visitors" };
  });
  return { overview: { report: "overview", ...compared(question), interval: intervalOf(question), lists } };
}

export const isEmpty = ({ overview }) => Boolean(overview.answer && !overview.stale && !overview.answer.totals.events);

export function View({ app, question, answers: { overview }, change, again, asOf }) {
  const { totals, series, lists } = overview.answer ?? {};
  const before = overview.answer?.previous?.totals.events ? overview.answer.previous : undefined;
  const take = { appId: app.id, question: asks(question).overview };
  // All parts are of one question: what is wrong with it is said once.
  if (overview.problem && !overview.answer) return html`<div class="view"><div class="view-head"><h1>${app.name || "Overview"}</h1></div><${Problem} problem=${overview.problem} again=${again} /></div>`;
  return html`<div class="view">
    <div class="view-head"><h1>${app.name || "Overview"}</h1><div class="row"><${Live} app=${app} asOf=${asOf} group=${question.group} /><${Takeaway} ...${take} ready=${Boolean(overview.answer)} title="Overview" /></div></div>
    <section class="panel whole" aria-label="Figures" aria-busy=${overview.state === "loading" || Boolean(overview.stale)}>
      <div class=${`tiles${overview.stale ? " stale" : ""}`}>
        ${Object.entries(FIGURES).map(([name, { title, kind, better }]) => html`<${Tile} title=${inUnits(question, title)} kind=${kind} better=${better} value=${totals?.[name]} before=${before ? before.totals[name] : question.figure === name && overview.answer?.previous ? null : undefined} chosen=${question.figure === name} pick=${() => change({ figure: name })} />`)}
      </div>
      <${Over} app=${app} change=${change} buckets=${overview.answer?.buckets} series=${series} before=${before?.series} question=${question} />
    </section>
    <div class="cards">
      ${Object.entries(LISTS).map(([name, { title, tabs }], place) => {
        const [tab, property, , head = tab] = tabs[question[name]];
        const choice = Object.keys(tabs).length > 1 && html`<${Tabs} name=${title} tabs=${tabs} chosen=${question[name]} pick=${(one) => change({ [name]: one }, { replace: true })} />`;
        const pick = (value) => change({ filter: withFilter(question.filter, filterFor(property, value)) });
        const figure = name === "events" ? "events" : "visitors";
        return html`<${Panel} key=${name} title=${title} of=${{ ...overview, answer: lists?.[place] }} again=${again} height="19.4rem" actions=${choice} take=${{ ...take, question: { ...take.question, lists: [take.question.lists[place]] } }}>
          ${({ rows }) => html`<p class="list-head quiet"><span>${head}</span><span>${inUnits(question, FIGURES[figure].title)}</span></p>
            <${Bars} rows=${rows.map((row) => ({ value: row.value, said: saidOf(property, row.value), figure: row[figure] }))} pick=${pick} what=${inUnits(question, figure)} />`}
        </${Panel}>`;
      })}
    </div>
  </div>`;
}

const saidOf = (property, value) => (property === "$country" && typeof value === "string" ? country(value) : saidValue(value));

const chart = () => import("../charts/over.js");

/** The chart comes after the figures, since it is larger than they are. */
function Over({ app, change, buckets, series, before, question }) {
  // The chart, and the line of the table beneath it.
  const waiting = html`<${Skeleton} height="calc(264px + 1.9rem)" />`;
  if (!buckets) return waiting;
  const { kind } = FIGURES[question.figure];
  const title = inUnits(question, FIGURES[question.figure].title);
  const valuesIn = (all) => all?.find(({ measure }) => measure === question.figure)?.values;
  const drawn = [{ label: title, values: valuesIn(series), before: valuesIn(before) }];
  return html`<${Later} load=${chart} part="Over" waiting=${waiting} app=${app} change=${change} question=${question} interval=${intervalOf(question)} title=${title} kind=${kind} buckets=${buckets} series=${drawn} />`;
}

/** How many are there just now; looked at again while the page is seen. */
function Live({ app, asOf, group }) {
  const live = useFetched(asOf ? `/api/apps/${app.id}/live` : "");
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && live.again(), LIVE_MS);
    return () => clearInterval(timer);
  }, []);
  if (!live.answer) return null;
  return html`<p class="live"><span class="pulse" aria-hidden="true" /><strong>${count(live.answer.visitors)}</strong> ${group ? "visitors " : ""}in the last 30 minutes</p>`;
}
