/** The app's tracking plan: learned from what came by one click, then read, changed and kept. */

import { call } from "../../shell/asking/api.js";
import { byId, h, whileBusy } from "../../shell/browser/dom.js";
import { clear, showNote, showProblem } from "../notice.js";

const TYPES = ["string", "number", "boolean", "array", "object", "null"];

/** Show the plan of the page's app in its panel, or how to begin one. */
export async function openPlan(appId) {
  const address = `/api/apps/${appId}/plan`;
  const notice = byId("plan-notice");
  const place = byId("plan");
  const attempt = (button, work) =>
    whileBusy(button, async () => {
      clear(notice);
      try {
        await work();
      } catch (error) {
        showProblem(notice, error);
      }
    });

  const learn = async () => {
    const plan = await call("GET", `${address}/suggestion`);
    show(plan);
    const learned = `Learned from the last four weeks: ${plan.events.length} ${plan.events.length === 1 ? "event" : "events"}.`;
    showNote(notice, plan.events.length ? `${learned} Look it over, then save it.` : "Nothing has come to learn from yet.");
  };
  const learnButton = (words) =>
    h("button", { type: "button", onclick: ({ currentTarget }) => attempt(currentTarget, learn) }, words);

  const offer = () =>
    place.replaceChildren(
      h("p", {}, "No plan yet: whatever comes is as good as anything. With one, a renamed event, a missing property or a wrong type is told in the answer to the very request that brings it."),
      learnButton("Learn it from what came lately"),
    );

  const show = (plan) => {
    const events = h("div", { class: "plan-events" }, plan.events.map(eventOf));
    const onlyPlanned = h("input", { type: "checkbox", name: "onlyPlanned", checked: plan.onlyPlanned });
    const onBreach = h("select", { name: "onBreach" }, [
      h("option", { value: "tell", selected: plan.onBreach === "tell" }, "store it and tell the sender"),
      h("option", { value: "refuse", selected: plan.onBreach === "refuse" }, "do not store it"),
    ]);
    const save = () => ({ events: [...events.children].map(readEvent), onlyPlanned: onlyPlanned.checked, onBreach: onBreach.value });
    place.replaceChildren(
      h("div", { class: "rules" }, [
        h("label", {}, "An event that is not as planned: ", onBreach),
        h("label", { class: "check" }, onlyPlanned, " An event of another name is not as planned, either"),
      ]),
      events,
      adder("Add an event", (name) => events.append(eventOf({ name, properties: [], description: "" }))),
      h("div", { class: "row plan-acts" }, [
        h("button", { type: "button", class: "primary", onclick: ({ currentTarget }) => attempt(currentTarget, async () => {
          show(await call("PUT", address, save()));
          showNote(notice, "Saved. Ingest follows within 30 seconds; Data health counts what is not as planned.");
        }) }, "Save this plan"),
        learnButton("Learn anew"),
        plan.changedAt && h("button", { type: "button", class: "danger", onclick: ({ currentTarget }) => attempt(currentTarget, async () => {
          await call("DELETE", address);
          offer();
          showNote(notice, "Removed: nothing is expected any more.");
        }) }, "Remove the plan"),
      ]),
    );
  };

  try {
    const plan = await call("GET", address);
    if (plan.changedAt) show(plan);
    else offer();
  } catch (error) {
    showProblem(notice, error, () => (clear(notice), openPlan(appId)));
  }
}

function eventOf({ name, properties, description }) {
  const rows = h("tbody", {}, properties.map((property) => propertyOf(name, property)));
  const about = `${properties.length} ${properties.length === 1 ? "property" : "properties"}`;
  const event = h("details", {}, [
    h("summary", {}, h("bdi", {}, name), h("span", { class: "quiet" }, ` ${about}`)),
    h("div", { class: "table-scroll", tabindex: "0" }, h("table", {}, [
      h("thead", {}, h("tr", {}, ["Property", "Type", "Required", "For example", ""].map((word) => h("th", { scope: "col" }, word || h("span", { class: "unseen" }, "Leave out"))))),
      rows,
    ])),
    adder(`Add a property of ${name}`, (key) => rows.append(propertyOf(name, { name: key, types: [], required: false, examples: [], description: "" }))),
    h("button", { type: "button", class: "small", onclick: () => event.remove() }, "Leave this event out of the plan"),
  ]);
  said.set(event, { name, description });
  return event;
}

function propertyOf(eventName, property) {
  const types = h("select", { "aria-label": `Type of ${property.name}` }, [
    h("option", { value: "", selected: !property.types.length }, "any"),
    ...[...new Set([property.types.join(" "), ...TYPES])].filter(Boolean).map((each) =>
      h("option", { value: each, selected: each === property.types.join(" ") }, each.replaceAll(" ", " or ")),
    ),
  ]);
  const required = h("input", { type: "checkbox", checked: property.required, "aria-label": `${property.name} is required` });
  const row = h("tr", {}, [
    h("th", { scope: "row" }, h("bdi", {}, property.name)),
    h("td", {}, types),
    h("td", {}, required),
    h("td", { class: "quiet" }, h("bdi", {}, property.examples.map((each) => JSON.stringify(each)).join(", "))),
    h("td", {}, h("button", { type: "button", class: "small", "aria-label": `Leave out ${property.name} of ${eventName}`, onclick: () => row.remove() }, "Leave out")),
  ]);
  said.set(row, property);
  return row;
}

/** What an element of the form stands for, beside what its fields say. */
const said = new WeakMap();

function readEvent(event) {
  return { ...said.get(event), properties: [...event.querySelectorAll("tbody tr")].map(readProperty) };
}

function readProperty(row) {
  return {
    ...said.get(row),
    types: row.querySelector("select").value.split(" ").filter(Boolean),
    required: row.querySelector("input").checked,
  };
}

/** A field and a button by which something is added under a name. */
function adder(words, add) {
  const input = h("input", { "aria-label": words, placeholder: words, maxlength: "200", autocomplete: "off", spellcheck: "false" });
  return h("form", { class: "row", onsubmit: (event) => {
    event.preventDefault();
    if (input.value.trim()) add(input.value.trim());
    input.value = "";
  } }, input, h("button", { type: "submit", class: "small" }, "Add"));
}
