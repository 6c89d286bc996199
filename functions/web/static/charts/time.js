/** Figures over time: lines, areas or bars, side by side or stacked, with what was before, notes, and a reading. */

import { html, useEffect, useId, useRef, useState } from "../vendor/preact.js";
import { KINDS } from "../shell/browser/formats.js";
import { ticks } from "./ticks.js";

const EDGE = { top: 14, right: 14, bottom: 28 };
const LABEL_PX = 76;
const NOTE_LETTERS = 28;
const LETTER_PX = 7;
/** Fewer than these are told apart as bars better than as a line. */
export const BARS_BELOW = 2;

/**
 * `points` are `{short, long, open}` in time order, `open` marking the one that is not over yet; `series` are
 * `{label, values, before}`, `before` being the values of the period that it is compared with. `look` is "line", "area",
 * "bars" or "stacked"; `kind` one of KINDS; `notes` are `{index, text}`; `pick(index)` is called for a click on a point.
 */
export function TimeChart({ name, points, series, look = "area", kind = "count", notes = [], height = 264, pick }) {
  const [place, width] = useWidth();
  return html`<div class="chart-place" ref=${place} style=${`min-height:${height}px`}>
    ${width > 0 && html`<${Drawn} ...${{ name, points, series, look, kind, notes, height, pick, width }} />`}
  </div>`;
}

/** Which series is which: a button each, to leave one out. */
export function Legend({ series, hidden = [], toggle, dashed }) {
  if (series.length < 2 && !dashed) return null;
  return html`<ul class="legend">
    ${series.map(
      ({ label }, index) => html`<li><button type="button" class=${`key-of c${index % 10}`} aria-pressed=${!hidden.includes(index)} onClick=${() => toggle?.(index)}>${label}</button></li>`,
    )}
    ${dashed && html`<li class="dashed">${dashed}</li>`}
  </ul>`;
}

/**
 * The width that there is, kept up to date.
 *
 * @returns {[any, number]}
 */
export function useWidth() {
  const place = useRef(null);
  const [width, set] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([{ contentRect }]) => set(Math.round(contentRect.width)));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return [place, width];
}

function Drawn({ name, points, series, look, kind, notes, height, pick, width }) {
  const [at, read] = useState(-1);
  const box = useRef(null);
  const id = useId();
  const { full, short } = KINDS[kind];
  const stacked = look === "stacked";
  const layers = stacked ? stack(series) : series.map(({ values }) => values.map((value) => [0, value]));
  const values = [...layers.flat().map(([, top]) => top), ...series.flatMap(({ before = [] }) => before)].filter((one) => one != null);
  const marks = ticks(Math.max(0, ...values), { lowest: Math.min(0, ...values), least: kind === "rate" ? 0.01 : kind === "money" ? 0.01 : 1 });
  const [bottom, top] = [marks[0], marks.at(-1)];
  const left = 14 + 7.2 * Math.max(...marks.map((mark) => short(mark).length));
  const inner = { width: Math.max(width - left - EDGE.right, 20), height: height - EDGE.top - EDGE.bottom };
  const bars = look === "bars" || (stacked && points.length <= 60);
  const band = inner.width / points.length;
  const x = (index) => left + (bars || points.length === 1 ? (index + 0.5) * band : (index * inner.width) / (points.length - 1));
  const y = (value) => EDGE.top + inner.height * (1 - (value - bottom) / (top - bottom || 1));
  const frame = { points, series, layers, x, y, band, bars, look, bottom: Math.max(bottom, 0) };
  const nearest = (px) => Math.max(0, Math.min(points.length - 1, bars ? Math.floor((px - left) / band) : Math.round(((px - left) / inner.width) * (points.length - 1))));
  const under = ({ clientX }) => nearest(clientX - box.current.getBoundingClientRect().left);
  const keys = (event) => {
    const to = { ArrowLeft: at < 0 ? points.length - 1 : at - 1, ArrowRight: at + 1, Home: 0, End: points.length - 1 };
    if (event.key === "Escape") read(-1);
    else if (event.key === "Enter" && pick && at >= 0) pick(at);
    else if (event.key in to) {
      event.preventDefault();
      read(Math.max(0, Math.min(points.length - 1, to[event.key])));
    }
  };
  return html`<div class="chart">
    <svg ref=${box} width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} tabindex="0" role="img" class=${pick ? "picks" : ""}
      aria-label=${`${name}. The arrow keys read one value after the other.`} aria-describedby=${id}
      onPointerMove=${(event) => read(under(event))} onPointerLeave=${() => read(-1)} onBlur=${() => read(-1)} onKeyDown=${keys} onClick=${(event) => pick?.(under(event))}>
      ${marks.map(
        (mark) => html`<g class=${mark === 0 ? "base" : "grid"}><line x1=${left} x2=${width - EDGE.right} y1=${y(mark)} y2=${y(mark)} /><text x=${left - 10} y=${y(mark) + 4} text-anchor="end">${short(mark)}</text></g>`,
      )}
      <${Times} points=${points} x=${x} width=${inner.width} height=${height} centred=${bars} />
      ${series.map(({ before }, index) => before && html`<path class=${`before c${index % 10}`} d=${lineOf(before, x, y)} />`)}
      ${layers.map((layer, index) => html`<${Layer} key=${index} index=${index} layer=${layer} ...${frame} />`)}
      <${Notes} notes=${notes} x=${x} width=${width} height=${height} />
      ${at >= 0 && html`<line class="guide" x1=${x(at)} x2=${x(at)} y1=${EDGE.top} y2=${height - EDGE.bottom} />`}
      ${at >= 0 && !bars && layers.map((layer, index) => layer[at][1] != null && html`<circle class=${`dot c${index % 10}`} r="4.5" cx=${x(at)} cy=${y(layer[at][1])} />`)}
    </svg>
    <${Reading} id=${id} ...${{ at, points, series, full, x, width, notes }} />
  </div>`;
}

function Times({ points, x, width, height, centred }) {
  const every = Math.ceil(points.length / Math.max(2, Math.floor(width / LABEL_PX)));
  return points.map(({ short }, index) => {
    if (index % every !== 0 || (index > points.length - every / 2 && index !== points.length - 1 && points.length > 2 * every)) return null;
    const anchor = centred || points.length === 1 ? "middle" : index === 0 ? "start" : index === points.length - 1 ? "end" : "middle";
    return html`<text class="tick" x=${x(index)} y=${height - 8} text-anchor=${anchor}>${short}</text>`;
  });
}

/** A line at each note; its text where there is room for it, and in the reading in any case. */
function Notes({ notes, x, width, height }) {
  let free = 0;
  return notes.toSorted((one, other) => one.index - other.index).map(({ index, text }) => {
    const said = text.length > NOTE_LETTERS ? `${text.slice(0, NOTE_LETTERS - 1)}…` : text;
    const room = said.length * LETTER_PX;
    const left = Math.min(x(index), width - EDGE.right - room);
    const fits = left >= free && left > 0;
    if (fits) free = left + room + LETTER_PX;
    return html`<g class="note"><line x1=${x(index)} x2=${x(index)} y1=${EDGE.top} y2=${height - EDGE.bottom} />${fits && html`<text x=${left} y=${EDGE.top - 3}>${said}</text>`}</g>`;
  });
}

/** One series: bars, or the line and its area in each unbroken stretch; the way to the open point is dotted, since it still grows. */
function Layer({ layer, index, points, x, y, band, bars, look, series, bottom }) {
  const colour = `c${index % 10}`;
  if (bars) {
    const beside = look === "bars" ? series.length : 1;
    const room = Math.min(band * 0.78, 64 * beside) / beside;
    return html`<g class=${`staves ${colour}`}>${layer.map(([from, to], place) =>
      to == null ? null : html`<rect key=${place} class=${points[place].open ? "open" : ""} x=${x(place) - (room * beside) / 2 + (look === "bars" ? index * room : 0)} width=${Math.max(room - 1, 1)} y=${Math.min(y(to), y(from))} height=${Math.max(Math.abs(y(from) - y(to)), to ? 1 : 0)} rx="2" />`,
    )}</g>`;
  }
  const filled = look === "stacked" || (look === "area" && series.length === 1);
  return stretches(layer).map((stretch) => {
    const open = points[stretch.at(-1)].open && stretch.length > 1;
    const at = (place) => `${x(place).toFixed(1)},${y(layer[place][1]).toFixed(1)}`;
    const below = (place) => `${x(place).toFixed(1)},${y(look === "stacked" ? layer[place][0] : bottom).toFixed(1)}`;
    const solid = open ? stretch.slice(0, -1) : stretch;
    return html`${filled && html`<polygon class=${`area ${colour}${look === "stacked" ? " full" : ""}`} points=${[...stretch.map(at), ...stretch.toReversed().map(below)].join(" ")} />`}
      ${solid.length === 1 && stretch.length === 1 ? html`<circle class=${`dot ${colour}`} r="4" cx=${x(stretch[0])} cy=${y(layer[stretch[0]][1])} />` : html`<polyline class=${`line ${colour}`} points=${solid.map(at).join(" ")} />`}
      ${open && html`<polyline class=${`line open ${colour}`} points=${stretch.slice(-2).map(at).join(" ")} />`}`;
  });
}

/** What is under the pointer, or what the arrow keys have reached, of every series. */
function Reading({ id, at, points, series, full, x, width, notes }) {
  const box = useRef(null);
  useEffect(() => {
    if (at < 0) return;
    const half = box.current.offsetWidth / 2;
    box.current.style.left = `${Math.min(Math.max(x(at), half + 2), Math.max(width - half - 2, half))}px`;
  });
  const point = points[at];
  return html`<div id=${id} class="tip" role="status" ref=${box} hidden=${at < 0}>
    ${point && html`<span class="tip-title">${point.long}${point.open ? ", so far" : ""}</span>
      ${series.map(({ label, values, before }, index) => html`<span class="tip-row"><i class=${`c${index % 10}`} />${series.length > 1 && html`<span>${label}</span>`}<strong>${full(values[at])}</strong>${before && html`<span class="quiet">${full(before[at])} before</span>`}</span>`)}
      ${notes.filter(({ index }) => index === at).map(({ text }) => html`<span>${text}</span>`)}`}
  </div>`;
}

function stretches(layer) {
  const found = [];
  layer.forEach(([, value], index) => {
    if (value == null) return;
    if (index > 0 && layer[index - 1][1] != null) found.at(-1).push(index);
    else found.push([index]);
  });
  return found;
}

function lineOf(values, x, y) {
  return values.map((value, index) => (value == null ? "" : `${index && values[index - 1] != null ? "L" : "M"}${x(index).toFixed(1)},${y(value).toFixed(1)}`)).join("");
}

/** Each series on the shoulders of those before it: what is above zero upwards, what is below it downwards. */
function stack(series) {
  const length = series[0]?.values.length ?? 0;
  const ends = { up: Array(length).fill(0), down: Array(length).fill(0) };
  return series.map(({ values }) => values.map((value, index) => {
    const side = value < 0 ? ends.down : ends.up;
    return value == null ? [side[index], null] : [side[index], (side[index] += value)];
  }));
}
