/** What can be done with one point of a chart: look at it alone, and keep a note at its time. */

import { html, useState } from "../vendor/preact.js";
import { whileBusy } from "../shell/browser/dom.js";
import { moment } from "../shell/browser/formats.js";
import { dateIn } from "../shell/question/range.js";
import { Dialog } from "./dialog.js";
import { Problem } from "./problem.js";

/** `start` is the point's beginning, `title` its name; `notes` are those in it. */
export function Moment({ start, title, notes, question, change, add, edit, remove, close }) {
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
      ${notes.map((note) => html`<${Note} key=${note.id} note=${note} zone=${question.timezone} attempt=${attempt} edit=${edit} remove=${remove} />`)}
      <form class="row" onSubmit=${save}>
        <label>A note here <input name="text" data-focused required maxlength="1000" autocomplete="off" placeholder="Release 4.2.0" /></label>
        <button type="submit" class="small primary">Keep it</button>
      </form>
      ${change && html`<p><button type="button" class="small" onClick=${() => (close(), change({ range: "custom", from: date, to: date }))}>Look at this day alone</button></p>`}
    </div>
  </${Dialog}>`;
}

/** A note that was kept, to be said otherwise, or deleted. */
function Note({ note, zone, attempt, edit, remove }) {
  const [typed, type] = useState(note.text);
  const save = (event) => {
    event.preventDefault();
    if (typed.trim()) attempt(event.currentTarget.querySelector("button"), () => edit(note.id, typed.trim()));
  };
  return html`<form class="row kept-note" onSubmit=${save}>
    <label>${moment(note.at, zone)} <input required maxlength="1000" autocomplete="off" value=${typed} onInput=${({ target }) => type(target.value)} /></label>
    ${typed.trim() !== note.text && html`<button type="submit" class="small primary">Save</button>`}
    <button type="button" class="small" aria-label=${`Delete the note ${note.text}`} onClick=${({ currentTarget }) => attempt(currentTarget, () => remove(note))}>Delete</button>
  </form>`;
}
