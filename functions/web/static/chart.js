/** Draws one measure over time: a line with an area, an axis, and a reading for pointer and keyboard. */

import { h, svg } from "./dom.js";
import { compact, count } from "./format.js";

const HEIGHT = 264;
const EDGE = { top: 12, right: 14, bottom: 28 };
const LABEL_PX = 84;
const watched = new WeakMap();

/**
 * Fill `place` with the chart, and draw it again whenever its width changes.
 * `points` are `{value, short, long, open}` in time order; `open` marks the bucket that is not over yet, a null value a gap.
 */
export function drawTrend(place, { name, points }) {
  clearTrend(place);
  let width = 0;
  const observer = new ResizeObserver(([{ contentRect }]) => {
    if (Math.round(contentRect.width) === width) return;
    width = Math.round(contentRect.width);
    if (width > 0) place.replaceChildren(figure(name, points, width));
  });
  observer.observe(place);
  watched.set(place, observer);
}

/** Take the chart away, also for later changes of the width. */
export function clearTrend(place) {
  watched.get(place)?.disconnect();
  place.replaceChildren();
}

/** Round steps (1, 2, 5 · 10ⁿ) from 0 up to at least `highest`; whole ones, since events are counted. */
export function ticks(highest, wanted = 4) {
  const rough = Math.max(highest / wanted, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((one) => one * power >= rough) * power;
  return Array.from({ length: Math.max(Math.ceil(highest / step), 1) + 1 }, (_, index) => index * step);
}

function figure(name, points, width) {
  const marks = ticks(Math.max(0, ...points.map(({ value }) => value ?? 0)));
  const top = marks.at(-1);
  const left = 14 + 7.5 * Math.max(...marks.map((mark) => compact(mark).length));
  const inner = { width: width - left - EDGE.right, height: HEIGHT - EDGE.top - EDGE.bottom };
  const x = (index) => left + (points.length === 1 ? inner.width / 2 : (index * inner.width) / (points.length - 1));
  const y = (value) => EDGE.top + inner.height * (1 - value / top);
  const chart = svg(
    "svg",
    {
      width,
      height: HEIGHT,
      viewBox: `0 0 ${width} ${HEIGHT}`,
      tabindex: "0",
      role: "img",
      "aria-label": `${name}. The arrow keys read one value after the other.`,
    },
    marks.map((mark) => gridLine(mark, left, width - EDGE.right, y(mark))),
    axisLabels(points, x, inner.width),
    shapes(points, x, y),
  );
  return h("div", { class: "chart" }, chart, reading(chart, points, x, y, width));
}

function gridLine(mark, from, to, y) {
  return svg(
    "g",
    { class: mark === 0 ? "base" : "grid" },
    svg("line", { x1: from, x2: to, y1: y, y2: y }),
    svg("text", { x: from - 10, y: y + 4, "text-anchor": "end" }, compact(mark)),
  );
}

function axisLabels(points, x, width) {
  const every = Math.ceil(points.length / Math.max(2, Math.floor(width / LABEL_PX)));
  const shown = points.map((point, index) => [point, index]).filter(([, index]) => index % every === 0);
  return shown.map(([{ short }, index]) => {
    const anchor = points.length > 1 && index === 0 ? "start" : index === points.length - 1 ? "end" : "middle";
    return svg(
      "text",
      { class: "tick", x: x(index), y: HEIGHT - 8, "text-anchor": points.length === 1 ? "middle" : anchor },
      short,
    );
  });
}

/** The area and the line of each unbroken stretch; the way to the open bucket is dashed, since its value will still grow. */
function shapes(points, x, y) {
  return stretches(points).flatMap((stretch) => {
    const path = stretch.map((index) => `${x(index).toFixed(1)},${y(points[index].value).toFixed(1)}`);
    const solid = stretch.length > 1 && points[stretch.at(-1)].open ? path.slice(0, -1) : path;
    const floor = (index) => `${x(index).toFixed(1)},${y(0).toFixed(1)}`;
    return [
      svg("polygon", { class: "area", points: [floor(stretch[0]), ...path, floor(stretch.at(-1))].join(" ") }),
      svg("polyline", { class: "line", points: solid.join(" ") }),
      solid === path ? null : svg("polyline", { class: "line open", points: path.slice(-2).join(" ") }),
      stretch.length === 1
        ? svg("circle", { class: "dot", r: 4, cx: x(stretch[0]), cy: y(points[stretch[0]].value) })
        : null,
    ].filter(Boolean);
  });
}

function stretches(points) {
  const found = [];
  points.forEach(({ value }, index) => {
    if (value == null) return;
    if (index > 0 && points[index - 1].value != null) found.at(-1).push(index);
    else found.push([index]);
  });
  return found;
}

/** The value under the pointer, or the one the arrow keys have reached. */
function reading(chart, points, x, y, width) {
  const tip = h("div", { class: "tip", role: "status", hidden: true });
  const guide = svg("line", { class: "guide", y1: EDGE.top, y2: HEIGHT - EDGE.bottom });
  const dot = svg("circle", { class: "dot", r: 4.5 });
  const hide = () => {
    tip.hidden = true;
    guide.remove();
    dot.remove();
  };
  let at = points.length;
  const read = (index) => {
    at = Math.min(Math.max(index, 0), points.length - 1);
    const { value, long, open } = points[at];
    guide.setAttribute("x1", x(at));
    guide.setAttribute("x2", x(at));
    dot.setAttribute("cx", x(at));
    dot.setAttribute("cy", y(value ?? 0));
    chart.append(guide, ...(value == null ? [] : [dot]));
    const said = value == null ? "–" : count(value);
    tip.replaceChildren(h("strong", {}, said), h("span", {}, `${long}${open ? ", so far" : ""}`));
    tip.hidden = false;
    const half = tip.offsetWidth / 2;
    tip.style.left = `${Math.min(Math.max(x(at), half + 2), width - half - 2)}px`;
  };
  const nearest = (px) =>
    points.reduce((best, _, index) => (Math.abs(x(index) - px) < Math.abs(x(best) - px) ? index : best), 0);
  const keys = { ArrowLeft: () => at - 1, ArrowRight: () => at + 1, Home: () => 0, End: () => points.length - 1 };
  chart.addEventListener("pointermove", ({ clientX }) => read(nearest(clientX - chart.getBoundingClientRect().left)));
  chart.addEventListener("pointerleave", hide);
  chart.addEventListener("blur", hide);
  chart.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if (!(event.key in keys)) return;
    event.preventDefault();
    read(keys[event.key]());
  });
  return tip;
}
