/** Redraws what a part of the page shows as SVG, box by box and line by line, with the colours that are seen now. */

const SVG = "http://www.w3.org/2000/svg";
const PAINTED = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-family", "font-weight", "text-anchor"];
/** What is not part of a picture: what opens, what only readers of screens hear, what is under the pointer. */
const LEFT_OUT = "details, .unseen, .tip, [hidden], .skeleton";
const CLEAR = /^rgba\(.*, 0\)$|^transparent$/;

/** The elements in `place` as a group whose corner is at `left` and `top`. */
export function snapshot(place, left, top) {
  const origin = place.getBoundingClientRect();
  const group = made("g", { transform: `translate(${left - origin.x} ${top - origin.y})` });
  draw(place, group, { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity });
  return group;
}

export const rectangle = (attributes) => made("rect", attributes);

/** Some text on a line. */
export function textAt(text, attributes) {
  const line = made("text", attributes);
  line.textContent = text;
  return line;
}

function made(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

function draw(element, group, clip) {
  if (element.matches(LEFT_OUT)) return;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  if (style.visibility === "hidden" || style.display === "none") return;
  if (element instanceof SVGSVGElement) return void group.append(chart(element, box));
  boxes(element, box, style, group, clip);
  const inside = style.overflow === "visible" ? clip : { left: Math.max(clip.left, box.left), top: Math.max(clip.top, box.top), right: Math.min(clip.right, box.right), bottom: Math.min(clip.bottom, box.bottom) };
  for (const child of element.childNodes) {
    if (child instanceof Text) words(child, style, group, inside);
    else if (child instanceof Element) draw(child, group, inside);
  }
}

/** Its ground and its lower edge, and the mark that a legend puts before its text. */
function boxes(element, box, style, group, clip) {
  const seen = box.top < clip.bottom && box.left < clip.right && box.width > 0;
  if (!seen) return;
  const width = Math.min(box.right, clip.right) - box.x;
  const radius = Math.min(parseFloat(style.borderTopLeftRadius) || 0, box.height / 2);
  const line = parseFloat(style.borderTopWidth) || 0;
  if (!CLEAR.test(style.backgroundColor)) group.append(rectangle({ x: box.x + line, y: box.y + line, width: Math.max(width - 2 * line, 0), height: Math.max(box.height - 2 * line, 0), rx: radius, fill: style.backgroundColor }));
  if (parseFloat(style.borderBottomWidth) && !parseFloat(style.borderTopWidth) && !CLEAR.test(style.borderBottomColor))
    group.append(rectangle({ x: box.x, y: box.bottom - 1, width, height: 1, fill: style.borderBottomColor }));
  const mark = getComputedStyle(element, "::before");
  const side = parseFloat(mark.width);
  if (mark.content !== "none" && side && !CLEAR.test(mark.backgroundColor))
    group.append(rectangle({ x: box.x + (parseFloat(style.paddingLeft) || 0), y: box.y + (box.height - side) / 2, width: side, height: side, rx: 3, fill: mark.backgroundColor }));
}

/** A text, line by line as it is broken, cut where it leaves what can be seen. */
function words(node, style, group, clip) {
  if (!node.data.trim()) return;
  const range = document.createRange();
  const lines = [];
  for (const { 0: word, index } of node.data.matchAll(/\S+\s*/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.trimEnd().length);
    for (const [place, rect] of [...range.getClientRects()].entries()) {
      if (!rect.width || rect.left >= clip.right || rect.top >= clip.bottom || rect.bottom <= clip.top) continue;
      const said = place === 0 ? cut(word, rect, clip) : "";
      const last = lines.at(-1);
      if (last && Math.abs(last.rect.top - rect.top) < 2) last.text += said;
      else lines.push({ rect, text: said });
    }
  }
  const size = parseFloat(style.fontSize);
  const look = { fill: style.color, "font-size": size, "font-weight": style.fontWeight, "font-family": style.fontFamily };
  for (const { rect, text } of lines) if (text) group.append(textAt(text.trimEnd(), { x: rect.x, y: rect.y + rect.height / 2 + size * 0.35, ...look }));
}

function cut(word, rect, clip) {
  const shown = (Math.min(rect.right, clip.right) - rect.left) / rect.width;
  return shown > 0.99 ? word : `${[...word].slice(0, Math.max(Math.floor(word.trimEnd().length * shown) - 1, 0)).join("")}…`;
}

/** A chart as it is, its colours written down. */
function chart(svg, box) {
  const copy = svg.cloneNode(true);
  const originals = svg.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((one, index) => {
    const seen = getComputedStyle(originals[index]);
    for (const name of PAINTED) one.setAttribute(name, seen.getPropertyValue(name));
  });
  copy.setAttribute("x", String(box.x));
  copy.setAttribute("y", String(box.y));
  return copy;
}
