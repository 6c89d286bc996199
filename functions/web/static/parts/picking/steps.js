/** The list of a funnel's steps as it is being written: names in order, to add, move and take out. */

import { html, useRef } from "../../vendor/preact.js";
import { FilterEditor } from "../../shell/filter-bar.js";
import { asked, saidFilter } from "../../shell/question/filters.js";
import { Menu } from "../menu.js";
import { EventPicker } from "./pickers.js";

const MOST = 20;
/** A filter of a saved step is in the API's words; a group of them is only named. */
const said = ({ property, operator, value = null }) => (property ? saidFilter([property, operator, value]) : "a group of conditions");

/** `steps` are `{event, …}` in order; what a step carries beside its name (a label, filters) goes when the name changes. */
export function StepEditor({ app, question, steps, write }) {
  const list = useRef(null);
  const focus = (row, part) => setTimeout(() => list.current?.children[row]?.querySelector(part)?.focus());
  const move = (from, to) => {
    const rest = steps.toSpliced(from, 1);
    write(rest.toSpliced(to, 0, steps[from]));
    focus(to, to < from ? ".up" : ".down");
  };
  const out = (index) => {
    write(steps.toSpliced(index, 1));
    focus(Math.min(index, steps.length - 2), "button");
  };
  const name = (index, event) => write(steps.with(index, { event }));
  const dropped = (event, index) => {
    const from = Number(event.dataTransfer.getData("text/plain"));
    event.preventDefault();
    if (Number.isInteger(from) && from !== index && steps[from]) move(from, index);
  };
  return html`<ol class="steps" aria-label="Steps, in order" ref=${list}>
      ${steps.map((step, index) => html`<li key=${index} draggable=${steps.length > 1} onDragStart=${(event) => event.dataTransfer.setData("text/plain", String(index))} onDragOver=${(event) => event.preventDefault()} onDrop=${(event) => dropped(event, index)}>
        <${EventPicker} app=${app} label=${`Event of step ${index + 1}`} event=${step.event === "" ? "Choose an event" : step.event} pick=${(event) => name(index, event)} />
        <button type="button" class="icon up" aria-label="Move up" title="Move up" disabled=${index === 0} onClick=${() => move(index, index - 1)}>↑</button>
        <button type="button" class="icon down" aria-label="Move down" title="Move down" disabled=${index === steps.length - 1} onClick=${() => move(index, index + 1)}>↓</button>
        <button type="button" class="icon out" aria-label="Take out" title="Take out" disabled=${steps.length === 1} onClick=${() => out(index)}>×</button>
        ${step.event !== "" && html`<span class="with-filters">
          ${(step.filters ?? []).map((one, place) => html`<span class="chip"><span class="part">${said(one)}</span><button type="button" class="icon" aria-label=${`Take out: ${said(one)}`} onClick=${() => write(steps.with(index, { ...step, filters: step.filters.toSpliced(place, 1) }))}>×</button></span>`)}
          <${Menu} label=${`Only where, of step ${index + 1}`} said="+ where" small>
            ${(close) => html`<${FilterEditor} app=${app} question=${question} done=${(one) => (close(), write(steps.with(index, { ...step, filters: [...(step.filters ?? []), ...asked([one])] })))} />`}
          </${Menu}>
        </span>`}
      </li>`)}
    </ol>
    ${steps.length < MOST && html`<button type="button" class="small" onClick=${() => (write([...steps, { event: "" }]), focus(steps.length, "button"))}>Add a step</button>`}`;
}
