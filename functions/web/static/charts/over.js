/** The usual chart over time: it names the buckets, leaves out what has not begun, and tells the numbers as a table. */

import { html, useState } from "../vendor/preact.js";
import { Moment } from "../parts/moment.js";
import { TableBelow } from "../parts/table.js";
import { useAnnotations } from "../shell/asking/annotations.js";
import { bucketNames, KINDS } from "../shell/browser/formats.js";
import { rangeOf } from "../shell/question/range.js";
import { Legend, TimeChart } from "./time.js";

/**
 * `buckets` are beginnings as the API gives them, `series` `{label, values, before}`. A question whose range is "asked"
 * is one of the API, with `to` and `timezone`. Buckets to come are no zeros, and
 * the one that is not over yet is marked; of all time only what there is is drawn. With `app` its notes are drawn, and a
 * click on a point offers to keep one there, and with `change` to look at that day alone.
 */
export function Over({ app, question, change, interval, title, buckets, series, look = "area", kind = "count", height, pick, table = true }) {
  const [hidden, hide] = useState([]);
  const [opened, open] = useState(-1);
  const kept = useAnnotations(app?.id);
  const names = bucketNames(interval, question.timezone);
  const now = Date.now();
  const begun = buckets.filter((start) => Date.parse(start) <= now).length;
  const over = Date.parse(endOf(question)) <= now;
  const first = question.range === "all" ? firstOf(series, buckets.length) : 0;
  const points = buckets.map((start, index) => ({ start, short: names.short(start), long: names.long(start), open: index === begun - 1 && !over })).slice(first);
  const placeOf = ({ at }) => {
    const found = points.findLastIndex(({ start }) => Date.parse(start) <= Date.parse(at));
    return found === points.length - 1 && over && Date.parse(at) >= Date.parse(endOf(question)) ? -1 : found;
  };
  const noted = kept.notes.map((note) => ({ ...note, index: placeOf(note) })).filter(({ index }) => index >= 0);
  const cut = (values) => values?.map((value, index) => (index < begun ? value : null)).slice(first);
  const all = series.map((one) => ({ ...one, values: cut(one.values), before: one.before && fitted(one.before, buckets.length).slice(first) }));
  const shown = all.map((one, index) => (hidden.includes(index) ? { ...one, values: one.values.map(() => null), before: undefined } : one));
  const toggle = (index) => hide(hidden.includes(index) ? hidden.filter((one) => one !== index) : [...hidden, index]);
  const { full } = KINDS[kind];
  const columns = [
    { title: "From", of: ({ long }) => long },
    ...all.flatMap(({ label, values, before }) => [
      { title: label, number: true, of: ({ place }) => full(values[place]) },
      ...(before ? [{ title: `${label}, before`, number: true, of: ({ place }) => full(before[place]) }] : []),
    ]),
  ];
  return html`<${TimeChart} name=${title} ...${{ points, series: shown, look, kind, height, notes: noted, pick: pick ?? (app && open) }} />
    <${Legend} series=${all} hidden=${hidden} toggle=${toggle} dashed=${all.some(({ before }) => before) ? "before" : ""} />
    ${opened >= 0 && points[opened] && html`<${Moment} start=${points[opened].start} title=${points[opened].long} notes=${noted.filter(({ index }) => index === opened)} question=${question} change=${change} add=${kept.add} edit=${kept.edit} remove=${kept.remove} close=${() => open(-1)} />`}
    ${table && html`<${TableBelow} name=${title} columns=${columns} rows=${points.map((point, place) => ({ ...point, place }))} />`}`;
}

const fitted = (values, length) => Array.from({ length }, (_, index) => values[index] ?? null);

const firstOf = (series, length) => {
  const found = series.map(({ values }) => values.findIndex((value) => value)).filter((place) => place >= 0);
  return found.length ? Math.max(Math.min(...found) - 1, 0) : Math.max(length - 12, 0);
};

/** When the range is over; a date is midnight in its zone, told near enough by the last of its hours anywhere. */
function endOf(question) {
  const { to } = question.range === "asked" ? question : rangeOf(question);
  return to.length > 10 ? to : `${to}T12:00:00Z`;
}
