/** A chart as a picture to paste: with its title, range, app and filters printed in it. */

const SCALE = 2;
const EDGE = 24;
const PAINTED = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-family", "font-weight", "text-anchor"];

/** The chart `svg` on a panel of its own, as a PNG; `lines` are printed above it. */
export async function pictureOf(svg, lines) {
  const { width, height } = svg.getBoundingClientRect();
  const style = getComputedStyle(document.documentElement);
  const top = EDGE + lines.length * 22;
  const size = { width: width + 2 * EDGE, height: height + top + EDGE };
  const copy = svg.cloneNode(true);
  const originals = svg.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((one, index) => {
    const seen = getComputedStyle(originals[index]);
    for (const name of PAINTED) one.setAttribute(name, seen.getPropertyValue(name));
  });
  copy.setAttribute("x", String(EDGE));
  copy.setAttribute("y", String(top));
  const whole = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries(size)) whole.setAttribute(name, String(value));
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ ...size, fill: style.getPropertyValue("--panel") })) ground.setAttribute(name, String(value));
  whole.append(ground);
  lines.forEach((line, index) => {
    const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
    const look = { x: EDGE, y: EDGE + 12 + index * 22, fill: style.getPropertyValue(index ? "--quiet" : "--ink"), "font-family": "system-ui, sans-serif", "font-size": index ? 13 : 17, "font-weight": index ? 400 : 650 };
    for (const [name, value] of Object.entries(look)) text.setAttribute(name, String(value));
    text.textContent = line;
    whole.append(text);
  });
  whole.append(copy);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(whole))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: size.width * SCALE, height: size.height * SCALE });
  const context = canvas.getContext("2d");
  context.scale(SCALE, SCALE);
  context.drawImage(image, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
