/** The trend: how often something happened, or how many visitors did it, over time. */

import { call } from "./api.js";
import { clearTrend, drawTrend } from "./chart.js";
import { byId, h } from "./dom.js";
import { rememberNames } from "./event-names.js";
import { bucketNames, count } from "./format.js";
import { loader } from "./loader.js";
import { showNote } from "./notice.js";
import { rangeOf } from "./range.js";

const SAID = { total: ["event", "events"], visitors: ["visitor", "visitors"] };

/** Wire the panel of one app; `change(part)` gets what the reader picked, `refresh(question)` asks and draws. */
export function trendPanel(appId, change, whenEmpty) {
  const panel = byId("trend");
  const form = byId("trend-form");
  const { event, measure, interval } = form.elements;
  const load = loader(panel, byId("trend-result"), byId("trend-notice"));

  form.addEventListener("submit", (submitted) => submitted.preventDefault());
  form.addEventListener("change", () =>
    change({ event: event.value.trim(), measure: measure.value, interval: interval.value }),
  );

  return {
    refresh(question) {
      event.value = question.event;
      measure.value = question.measure;
      interval.value = question.interval;
      const ask = (signal) => call("POST", `/api/apps/${appId}/reports/trends`, trendsOf(question), { signal });
      return load(ask, async (answer) => {
        const { total } = answer.series[0];
        if (total > 0) {
          rememberNames(appId, [question.event]);
          show(question, answer);
        } else if (!(await whenEmpty())) {
          showNothing(question, change);
        }
      });
    },
  };
}

function trendsOf(question) {
  const { event, measure, interval } = question;
  return { ...rangeOf(question), interval, series: [{ event: event || null, measure }] };
}

function show(question, { buckets, series: [{ values, total }] }) {
  const names = bucketNames(question.interval, question.timezone);
  const now = Date.now();
  const started = buckets.filter((start) => Date.parse(start) <= now).length;
  const ended = Date.parse(rangeOf(question).to) <= now;
  const points = buckets.map((start, index) => ({
    value: index < started ? values[index] : null, // what has not begun is not zero
    short: names.short(start),
    long: names.long(start),
    open: index === started - 1 && !ended,
  }));
  const what = question.event || "any event";
  byId("trend-figures").replaceChildren(
    h("strong", { class: "big" }, count(total)),
    h("span", { class: "quiet" }, ` ${SAID[question.measure][total === 1 ? 0 : 1]} · ${what}`),
  );
  drawTrend(byId("trend-chart"), { name: `${count(total)} ${SAID[question.measure][1]}, ${what}`, points });
  byId("trend-rows").replaceChildren(
    ...points.map(({ long, value }) =>
      h("tr", {}, h("th", { scope: "row" }, long), h("td", {}, value == null ? "–" : count(value))),
    ),
  );
  byId("trend-table").hidden = false;
}

function showNothing({ event, range }, change) {
  const place = byId("trend-chart");
  const way = (text, part) => h("button", { type: "button", class: "small", onclick: () => change(part) }, text);
  byId("trend-figures").replaceChildren();
  byId("trend-table").hidden = true;
  clearTrend(place);
  showNote(
    place,
    event ? `Nothing called “${event}” arrived in this range` : "No event arrived in this range",
    h("p", {}, event ? "Names are compared letter by letter, capitals too." : "The app has events at other times."),
    h(
      "p",
      { class: "actions" },
      event && way("Show any event", { event: "" }),
      range !== "90d" && way("Show the last 90 days", { range: "90d", interval: "day" }),
    ),
  );
}
