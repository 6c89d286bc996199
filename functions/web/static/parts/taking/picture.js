/** A panel as a picture to paste: what it shows, with its title, range, app, filters and rule printed above it. */

import { rectangle, snapshot, textAt } from "./snapshot.js";
import { inUnits } from "../../shell/question/unit.js";

const SCALE = 2;
const EDGE_PX = 24;
const LINE_PX = 21;

/** What is drawn in `place`, under `lines`, as a drawing that needs nothing of the page. */
export function drawingOf(place, lines) {
  const { width, top: begin } = place.getBoundingClientRect();
  // Room that was kept for more than there is would be an empty stripe.
  const height = Math.max(...[...place.children].map((child) => child.getBoundingClientRect().bottom)) - begin;
  const style = getComputedStyle(document.documentElement);
  const top = EDGE_PX + lines.length * LINE_PX + 8;
  const size = { width: Math.ceil(width + 2 * EDGE_PX), height: Math.ceil(height + top + EDGE_PX) };
  const whole = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ ...size, viewBox: `0 0 ${size.width} ${size.height}` })) whole.setAttribute(name, String(value));
  whole.append(rectangle({ x: 0, y: 0, ...size, fill: style.getPropertyValue("--panel") }));
  lines.forEach((line, index) => {
    const look = index ? { fill: style.getPropertyValue("--quiet"), "font-size": 13 } : { fill: style.getPropertyValue("--ink"), "font-size": 17, "font-weight": 650 };
    whole.append(textAt(line, { x: EDGE_PX, y: EDGE_PX + 12 + index * LINE_PX, "font-family": "system-ui, sans-serif", ...look }));
  });
  whole.append(snapshot(place, EDGE_PX, top));
  return { size, text: new XMLSerializer().serializeToString(whole) };
}

/** The same as a PNG. */
export async function pictureOf(place, lines) {
  const { size, text } = drawingOf(place, lines);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: size.width * SCALE, height: size.height * SCALE });
  const context = canvas.getContext("2d");
  context.scale(SCALE, SCALE);
  context.drawImage(image, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** What a reader of the picture has to know of how its numbers were counted. */
export function ruleOf({ report, interval, timezone, ...asked }) {
  const per = interval ? `By ${interval}, in ${timezone}` : `Times of ${timezone}`;
  const rules = {
    funnel: () => `${ORDERS[asked.order ?? "ordered"]}${asked.conversionWindowSeconds ? `, within ${asked.conversionWindowSeconds / 3600} hours of the first step` : ""}; ${inUnits(asked, "each visitor counts once")}`,
    retention: () => `${per}; of those who began in a period, the share that came back ${asked.counting === "onOrAfter" ? "in it or later" : "in exactly that one"}`,
    paths: () => "Steps within one session; the same step twice in a row counts once",
    stickiness: () => `${inUnits(asked, "Visitors")} by the number of ${interval ?? "day"}s on which they came`,
  };
  const compared = asked.compare ? `; compared with the ${asked.compare === "previous" ? "period" : String(asked.compare).replace("previous", "").toLowerCase()} before` : "";
  return `${rules[report]?.() ?? per}${compared}`;
}

const ORDERS = { ordered: "In this order", strict: "One directly after the other", unordered: "In any order", firstEntry: "In order, from the first entry" };
