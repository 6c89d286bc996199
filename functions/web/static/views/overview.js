/** Overview: what happened, at a glance, each part a way into it. */

import { html, useEffect } from "../vendor/preact.js";
import { common, compared, intervalOf } from "../shell/address.js";
import { useFetched } from "../shell/asking.js";
import { filterFor, withFilter } from "../shell/filters.js";
import { country } from "../shell/formats.js";
import { Later } from "../shell/later.js";
import { oneOf } from "../shell/words.js";
import { Bars, saidValue } from "../parts/bars.js";
import { Panel, Skeleton } from "../parts/panel.js";
import { Tile } from "../parts/tile.js";

/** What can be drawn over time, in the order of the tiles. */
const FIGURES = {
  visitors: { title: "Visitors", series: { event: null, measure: "visitors" } },
  sessions: { title: "Sessions", series: { event: null, measure: "sessions" } },
  pageviews: { title: "Page views", series: { event: "$pageview", measure: "total" } },
  events: { title: "Events", series: { event: null, measure: "total" } },
};
const PAGES = { event: "$pageview", measure: "visitors" };
const ANY = { event: null, measure: "visitors" };
/** The lists, in groups of which one is shown at a time. */
const LISTS = {
  pages: { title: "Pages", tabs: { path: ["Page", "$pathname", PAGES], title: ["Title", "$title", PAGES], host: ["Host", "$host", PAGES] } },
  sources: {
    title: "Sources",
    tabs: { source: ["Source", "$source", ANY], referrer: ["Referrer", "$referring_domain", ANY], campaign: ["Campaign", "utm_campaign", ANY], medium: ["Medium", "utm_medium", ANY] },
  },
  places: { title: "Places", tabs: { country: ["Country", "$country", ANY], language: ["Language", "$browser_language", ANY] } },
  devices: { title: "Devices", tabs: { device: ["Device", "$device_type", ANY], browser: ["Browser", "$browser", ANY], system: ["System", "$os", ANY] } },
  events: { title: "Events", tabs: { name: ["Event", "$name", { event: null, measure: "total" }] } },
};
const LIMIT = 8;
const LIVE_MS = 30_000;

export const words = {
  interval: oneOf(["auto", "hour", "day", "week", "month"], "auto"),
  figure: oneOf(Object.keys(FIGURES), "visitors"),
  ...Object.fromEntries(Object.entries(LISTS).map(([name, { tabs }]) => [name, oneOf(Object.keys(tabs), Object.keys(tabs)[0])])),
};
export const compares = true;

export function asks(question) {
  const interval = intervalOf(question);
  const lists = Object.entries(LISTS).map(([name, { tabs }]) => {
    const [, property, series] = tabs[question[name]];
    return [name, { report: "trends", ...common(question), interval: "month", series: [series], breakdown: { property, limit: LIMIT }, batch: 1 }];
  });
  return {
    main: { report: "trends", ...compared(question), interval, series: Object.values(FIGURES).map(({ series }) => series) },
    stay: { report: "sessions", ...common(question), interval },
    ...Object.fromEntries(lists),
  };
}

export const isEmpty = ({ main }) => Boolean(main.answer && main.answer.series.every(({ total }) => !total) && !main.stale);

export function View({ app, question, answers, change, again, asOf }) {
  const { main, stay } = answers;
  const names = Object.keys(FIGURES);
  const pick = (property) => (value) => change({ filter: withFilter(question.filter, filterFor(property, value)) });
  return html`<div class="view">
    <div class="view-head"><h1>${app.name || "Overview"}</h1><${Live} app=${app} asOf=${asOf} /></div>
    <section class="panel whole" aria-label="Figures" aria-busy=${main.state === "loading" || Boolean(main.stale)}>
      <div class=${`tiles${main.stale ? " stale" : ""}`}>
        ${names.map((name, index) => html`<${Tile} title=${FIGURES[name].title} value=${main.answer?.series[index].total} before=${before(main.answer, index)} chosen=${question.figure === name} pick=${() => change({ figure: name })} />`)}
        <${Tile} title="Bounce rate" value=${stay.answer?.totals.bounceRate} kind="rate" better="down" />
        <${Tile} title="Session, median" value=${stay.answer ? stay.answer.totals.medianDurationSeconds : undefined} kind="seconds" />
      </div>
      <${Over} main=${main} question=${question} place=${names.indexOf(question.figure)} />
    </section>
    <div class="cards">
      ${Object.entries(LISTS).map(([name, { title, tabs }]) => {
        const [head, property, { measure }] = tabs[question[name]];
        const tab = Object.keys(tabs).length > 1 && html`<${Tabs} name=${title} tabs=${tabs} chosen=${question[name]} pick=${(one) => change({ [name]: one }, { replace: true })} />`;
        return html`<${Panel} key=${name} title=${title} of=${answers[name]} again=${again} height="19rem" actions=${tab} take=${{ appId: app.id, question: asks(question)[name] }}>
          ${(answer) => html`<p class="list-head quiet"><span>${head}</span><span>${measure === "total" ? "Events" : "Visitors"}</span></p>
            <${Bars} rows=${rowsOf(answer, property)} pick=${pick(property)} what=${measure === "total" ? "events" : "visitors"} />`}
        </${Panel}>`;
      })}
    </div>
  </div>`;
}

/** What it was before; nothing at all where the app has no events of that time. */
function before(answer, index) {
  const all = answer?.previous?.series;
  return all?.some(({ total }) => total) ? all[index].total : undefined;
}

const chart = () => import("../charts/over.js");

/** The chart comes after the figures, since it is larger than they are. */
function Over({ main, question, place }) {
  const waiting = html`<${Skeleton} height="264px" />`;
  if (!main.answer) return waiting;
  const name = Object.keys(FIGURES)[place];
  return html`<${Later} load=${chart} part="Over" waiting=${waiting} question=${question} interval=${intervalOf(question)} title=${FIGURES[name].title}
    buckets=${main.answer.buckets} series=${[{ label: FIGURES[name].title, values: main.answer.series[place].values, before: before(main.answer, place) === undefined ? undefined : main.answer.previous.series[place].values }]} />`;
}

function rowsOf({ series }, property) {
  const said = property === "$country" ? (value) => (value ? country(value) : saidValue(value)) : saidValue;
  return series.filter(({ total }) => total > 0).map(({ breakdown, total }) => ({ value: breakdown, said: said(breakdown), figure: total }));
}

function Tabs({ name, tabs, chosen, pick }) {
  return html`<div class="tabs" role="group" aria-label=${name}>
    ${Object.entries(tabs).map(([one, [title]]) => html`<button type="button" aria-pressed=${one === chosen} onClick=${() => pick(one)}>${title}</button>`)}
  </div>`;
}

/** How many are there just now; looked at again while the page is seen. */
function Live({ app, asOf }) {
  const live = useFetched(asOf ? `/api/apps/${app.id}/live` : "");
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && live.again(), LIVE_MS);
    return () => clearInterval(timer);
  }, []);
  if (!live.answer) return null;
  return html`<p class="live"><span class="pulse" aria-hidden="true" /><strong>${live.answer.visitors}</strong> in the last 30 minutes</p>`;
}
