/** What can be done with one point of a chart: look at it alone, and keep a note at its time. */

import { html, useState } from "../vendor/preact.js";
import { whileBusy } from "../shell/dom.js";
import { moment } from "../shell/formats.js";
import { dateIn } from "../shell/range.js";
import { Dialog } from "./dialog.js";
import { Problem } from "./problem.js";

/** `start` is the point's beginning, `title` its name; `notes` are those in it. */
export function Moment({ start, title, notes, question, change, add, remove, close }) {
  const [problem, tell] = useState(null);
  const date = dateIn(question.timezone, new Date(start));
  const attempt = (button, work) => whileBusy(button, () => work().then(close, tell));
  const save = (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    attempt(form.querySelector("button"), () => add(new Date(start).toISOString(), form.elements.text.value.trim()));
  };
  return html`<${Dialog} title=${title} close=${close}>
    <div class="stack">
      ${problem && html`<${Problem} problem=${problem} />`}
      ${notes.map(({ id, at, text }) => html`<p class="row between-ends"><span>${text} <span class="quiet">${moment(at, question.timezone)}</span></span>
        <button type="button" class="small" aria-label=${`Take the note ${text} away`} onClick=${({ currentTarget }) => attempt(currentTarget, () => remove(id))}>Take away</button></p>`)}
      <form class="row" onSubmit=${save}>
        <label>A note here <input name="text" required maxlength="1000" autocomplete="off" placeholder="Release 4.2.0" /></label>
        <button type="submit" class="small primary">Keep it</button>
      </form>
      ${change && html`<p><button type="button" class="small" onClick=${() => (close(), change({ range: "custom", from: date, to: date }))}>Look at this day alone</button></p>`}
    </div>
  </${Dialog}>`;
}
