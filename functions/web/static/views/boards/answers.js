/** The answer of any report, small: a figure and what it is made of. */

import { html } from "../../vendor/preact.js";
import { FunnelBars } from "../../charts/funnel.js";
import { HeatMap } from "../../charts/heat.js";
import { Over } from "../../charts/over.js";
import { Bars, saidValue } from "../../parts/bars.js";
import { Empty } from "../../parts/panel.js";
import { Table } from "../../parts/table.js";
import { Tile } from "../../parts/tile.js";
import { propertyName } from "../../shell/question/filters.js";
import { inUnits, saidUnit } from "../../shell/question/unit.js";
import { bucketNames, changeOf, count, counted, country, percent, saidChange } from "../../shell/browser/formats.js";

const ROWS = 8;
const HEIGHT_PX = 190;
const FIGURES = {
  visitors: ["Visitors"],
  sessions: ["Sessions"],
  pageviews: ["Page views"],
  events: ["Events"],
  bounceRate: ["Bounce rate", "rate", "down"],
  medianDurationSeconds: ["Session, median", "seconds"],
};
const STATES = { new: "New", returning: "Returning", resurrecting: "Resurrecting", dormant: "Dormant" };

/** `report` is the saved one, `asked` its question as it was asked. */
export function SmallAnswer(props) {
  const drawn = { trends: Trend, overview: Overview, funnel: Funnel, retention: Retention, stickiness: Stickiness, lifecycle: Lifecycle, sessions: Sessions, paths: Paths }[props.report.report];
  return drawn ? html`${props.asked.group && html`<p class="quiet unit">${saidUnit(props.asked)}</p>`}<${drawn} ...${props} look=${lookOf(props.report)} />` : html`<${Empty} title="Too large for a board"><p>${props.report.address ? "Open it by its title." : "It is answered over the API, and as CSV."}</p></${Empty}>`;
}

const lookOf = ({ address }) => new URLSearchParams(address?.split(/\?(.*)/s)[1] ?? "").get("look") ?? "";
const drawnOver = (asked) => ({ range: asked.from <= "2001" ? "all" : "asked", timezone: asked.timezone, to: asked.to });
const Nothing = () => html`<${Empty} title="Nothing in this range" />`;

function Trend({ app, asked, answer, look }) {
  const { buckets, series, previous } = answer;
  const lines = series.slice(0, 10).map((one, index) => {
    const told = one.label || one.event || (one.measure ? "Any event" : "Formula");
    const values = !asked.breakdown ? "" : [one.breakdown].flat().map(saidValue).join(", ");
    const before = previous?.series.find((other) => JSON.stringify([other.event, other.measure, other.label, other.breakdown]) === JSON.stringify([one.event, one.measure, one.label, one.breakdown])) ?? (asked.breakdown ? undefined : previous?.series[index]);
    return { label: values ? (asked.series.length > 1 ? `${values} · ${told}` : values) : told, values: one.values, before: before?.values, total: one.total, was: before?.total };
  });
  if (!lines.length) return html`<${Nothing} />`;
  const moved = (line) => (changeOf(line.total, line.was) === null ? "" : ` · ${saidChange(changeOf(line.total, line.was))}`);
  const figures = html`<p class="figures">${lines.slice(0, look === "number" ? 4 : lines.length > 3 ? 0 : 3).map((line) => html`<span class="figure-of"><strong class="big">${count(line.total)}</strong> <span class="quiet">${line.label}${moved(line)}</span></span>`)}</p>`;
  if (look === "number") return figures;
  if (look === "table") return html`<${Table} name="Totals" rows=${lines} columns=${[{ title: asked.breakdown ? propertyName([asked.breakdown].flat()[0].property) : "Series", of: ({ label }) => label }, { title: "Total", number: true, of: ({ total }) => count(total) }]} />`;
  return html`${lines.length <= 3 && figures}<${Over} app=${app} question=${drawnOver(asked)} interval=${asked.interval} title=${lines.map(({ label }) => label).join(", ")} buckets=${buckets} series=${lines} look=${look || "area"} height=${HEIGHT_PX} table=${false} />`;
}

function Overview({ app, asked, answer }) {
  const [list] = asked.lists?.length === 1 ? answer.lists : [];
  if (list) {
    const { property, measure = "visitors" } = asked.lists[0];
    const rows = list.rows.slice(0, ROWS).map((row) => ({ value: row.value, said: property === "$country" && typeof row.value === "string" ? country(row.value) : saidValue(row.value), figure: row[measure] }));
    return html`<p class="list-head quiet"><span>${propertyName(property)}</span><span>${measure === "events" ? "Events" : inUnits(asked, "Visitors")}</span></p><${Bars} rows=${rows} what=${inUnits(asked, measure)} />`;
  }
  const before = answer.previous?.totals.events ? answer.previous : undefined;
  const of = (all) => all?.find(({ measure }) => measure === "visitors")?.values;
  return html`<div class="tiles">${Object.entries(FIGURES).filter(([name]) => answer.totals[name] !== undefined).map(([name, [title, kind, better]]) => html`<${Tile} title=${inUnits(asked, title)} kind=${kind} better=${better} value=${answer.totals[name]} before=${before?.totals[name]} />`)}</div>
    <${Over} app=${app} question=${drawnOver(asked)} interval=${asked.interval} title=${inUnits(asked, "Visitors")} buckets=${answer.buckets} series=${[{ label: inUnits(asked, "Visitors"), values: of(answer.series), before: of(before?.series) }]} height=${HEIGHT_PX} table=${false} />`;
}

function Funnel({ asked, answer }) {
  const { entered, converted, steps } = answer;
  if (!entered) return html`<${Empty} title="Nobody entered in this range" />`;
  return html`<p class="figures"><strong class="big">${percent(converted / entered)}</strong> <span class="quiet">${count(converted)} of ${count(entered)} converted</span></p><${FunnelBars} steps=${steps} unit=${inUnits(asked, "visitors")} />`;
}

function Retention({ asked, answer }) {
  const cohorts = answer.cohorts.filter(({ size }) => size > 0);
  if (!cohorts.length) return html`<${Empty} title="Nobody started in this range" />`;
  const names = bucketNames(asked.interval, asked.timezone);
  const rows = cohorts.map(({ start, size, values }) => ({ head: names.short(start), note: count(size), cells: values.map((value) => (value === null ? null : { share: value / size, said: percent(value / size), title: `${count(value)} of ${count(size)}` })) }));
  const columns = answer.cohorts[0].values.map((_, period) => `${asked.interval[0].toUpperCase()}${asked.interval.slice(1)} ${period}`);
  return html`<${HeatMap} name="Retention by cohort" corner="Cohort" columns=${columns} rows=${rows} />`;
}

function Stickiness({ asked, answer }) {
  const all = answer.visitors.reduce((sum, one) => sum + one, 0);
  if (!all) return html`<${Nothing} />`;
  const rows = answer.days.map((days, index) => ({ value: days, said: counted(days, asked.interval ?? "day"), figure: answer.visitors[index] })).filter(({ figure }) => figure).slice(0, ROWS);
  return html`<p class="figures"><strong class="big">${percent((all - answer.visitors[0]) / all)}</strong> <span class="quiet">came more than once, of ${counted(all, inUnits(asked, "visitor"))}</span></p><${Bars} rows=${rows} all=${all} what=${inUnits(asked, "Visitors")} />`;
}

function Lifecycle({ app, asked, answer }) {
  const series = Object.entries(STATES).map(([state, label]) => ({ label, values: answer[state] }));
  return html`<${Over} app=${app} question=${drawnOver(asked)} interval=${asked.interval} title=${inUnits(asked, "Visitors by state")} buckets=${answer.buckets} series=${series} look="stacked" height=${HEIGHT_PX} table=${false} />`;
}

function Sessions({ app, asked, answer }) {
  if (answer.breakdown) {
    const [{ property }] = [asked.breakdown].flat();
    const rows = answer.breakdown.slice(0, ROWS).map(({ value, totals }) => ({ value, said: saidValue(value), figure: totals.sessions }));
    return html`<p class="list-head quiet"><span>${propertyName(property)}</span><span>Sessions</span></p><${Bars} rows=${rows} what="Sessions" />`;
  }
  const { totals, previous } = answer;
  const before = previous?.totals.sessions ? previous : undefined;
  return html`<div class="tiles">${["sessions", "visitors", "bounceRate", "medianDurationSeconds"].map((name) => html`<${Tile} title=${inUnits(asked, FIGURES[name][0])} kind=${FIGURES[name][1]} better=${FIGURES[name][2]} value=${totals[name]} before=${before?.totals[name] ?? undefined} />`)}</div>
    <${Over} app=${app} question=${drawnOver(asked)} interval=${asked.interval} title="Sessions" buckets=${answer.buckets} series=${[{ label: "Sessions", values: answer.sessions, before: before?.sessions }]} height=${HEIGHT_PX} table=${false} />`;
}

function Paths({ answer }) {
  const named = new Map(answer.nodes.map((node) => [node.id, node]));
  const rows = answer.links
    .toSorted((one, other) => other.count - one.count)
    .slice(0, ROWS)
    .map(({ source, target, count: figure }) => ({ value: `${source} ${target}`, said: `${named.get(source).step}. ${saidValue(named.get(source).name)} → ${saidValue(named.get(target).name)}`, figure }));
  return html`<p class="list-head quiet"><span>One step after the other</span><span>Sessions</span></p><${Bars} rows=${rows} what="Sessions" />`;
}
