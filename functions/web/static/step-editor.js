/** The list of a funnel's steps as it is being written: names in order, to add, move and take out. */

import { h } from "./dom.js";

const MOST = 20;

/** Fill `list` (an ol) with an editor; returns `{get, set}` of the steps, as `{event, …}` in order. */
export function stepEditor(list, onchange) {
  const rows = () => [...list.children];
  const number = () =>
    rows().forEach((row, index) => {
      row.querySelector("input").setAttribute("aria-label", `Event of step ${index + 1}`);
      row.querySelector(".up").disabled = index === 0;
      row.querySelector(".down").disabled = index === list.children.length - 1;
      row.querySelector(".out").disabled = list.children.length === 1;
    });
  const changed = () => {
    number();
    onchange?.();
  };
  const add = (step = { event: "" }) => {
    if (list.children.length >= MOST) return null;
    const row = rowOf(step, list, changed);
    list.append(row);
    number();
    return row.querySelector("input");
  };
  return {
    add,
    get: () =>
      rows()
        .map(stepOf)
        .filter(({ event }) => event !== ""),
    set: (steps) => {
      list.replaceChildren();
      for (const step of steps) add(step);
      while (list.children.length < 2) add();
    },
  };
}

/** What a saved step carries beside its name (a label, filters) is kept as long as the name stays. */
function stepOf(row) {
  const event = row.querySelector("input").value.trim();
  return event === (row.step.event ?? "") ? row.step : { event };
}

function rowOf(step, list, changed) {
  const input = h("input", {
    list: "event-names",
    value: step.event,
    placeholder: step.event === null ? "Any event" : "Event name",
    maxlength: 200,
    autocomplete: "off",
    onchange: changed,
  });
  const button = (kind, label, text, act) =>
    h("button", { type: "button", class: `icon ${kind}`, "aria-label": label, title: label, onclick: act }, text);
  const move = (kind, act) => () => {
    act();
    changed();
    row.querySelector(`.${kind}`).focus();
  };
  const row = h(
    "li",
    {},
    input,
    button(
      "up",
      "Move up",
      "↑",
      move("up", () => row.previousElementSibling?.before(row)),
    ),
    button(
      "down",
      "Move down",
      "↓",
      move("down", () => row.nextElementSibling?.after(row)),
    ),
    button("out", "Take out", "×", () => {
      const near = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      changed();
      near?.querySelector("input").focus();
    }),
  );
  row.step = step;
  return row;
}
