/** Draws a funnel's answer: a bar for each step, with its conversion, and what was lost on the way to it. */

import { h } from "./dom.js";
import { count, percent, span } from "./format.js";

/** Fill `place` with `{steps, entered, converted}` as the API answers. */
export function drawFunnel(place, { steps, entered, converted }) {
  place.replaceChildren(
    h(
      "p",
      { class: "figures" },
      h("strong", { class: "big" }, percent(entered ? converted / entered : null)),
      h("span", { class: "quiet" }, ` converted: ${count(converted)} of ${count(entered)} who entered`),
    ),
    h(
      "ol",
      { class: "funnel" },
      steps.map((step, index) => row(step, steps[index - 1], index)),
    ),
  );
}

function row(step, previous, index) {
  const bar = h("span", { class: "bar" }, h("span", {}));
  bar.firstChild.style.width = `${((step.conversionFromStart ?? 0) * 100).toFixed(2)}%`;
  return h(
    "li",
    {},
    previous ? between(previous, step) : null,
    h(
      "div",
      { class: "step" },
      h("span", { class: "number", "aria-hidden": "true" }, String(index + 1)),
      h("span", { class: "name" }, step.label || step.event || "Any event"),
      h("span", { class: "visitors" }, count(step.visitors), h("span", { class: "unseen" }, " visitors")),
      h(
        "span",
        { class: "share" },
        percent(step.conversionFromStart),
        h("span", { class: "unseen" }, " of all who entered"),
      ),
      bar,
    ),
  );
}

function between(previous, step) {
  const lost = previous.visitors - step.visitors;
  return h(
    "p",
    { class: "between" },
    h("span", {}, `${percent(step.conversionFromPrevious)} went on`),
    lost > 0 ? h("span", { class: "lost" }, `${count(lost)} dropped off`) : null,
    step.medianSecondsFromPrevious == null
      ? null
      : h("span", {}, `median ${span(step.medianSecondsFromPrevious)} later`),
  );
}
