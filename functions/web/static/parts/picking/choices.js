/** A field with a list beneath it: type to narrow it, arrows to go through it, Enter to take one. */

import { html, useEffect, useId, useRef, useState } from "../../vendor/preact.js";
import { compact } from "../../shell/browser/formats.js";
import { nearest } from "./nearest.js";

const SHOWN = 60;

/**
 * `choices` are `{value, said, note, count, on}`; `typed` and `type` are the field's text and how it changes, `pick`
 * gets the choice that is taken, `enter` is called where there is none to take.
 */
export function Choices({ label, choices, typed, type, pick, enter, focused, loading }) {
  const [at, setAt] = useState(0);
  const [waiting, wait] = useState(false);
  const field = useRef(null);
  const id = useId();
  const wanted = typed.trim().toLowerCase();
  const said = (choice) => String(choice.said ?? choice.value);
  const found = choices.filter((choice) => `${said(choice)} ${choice.value}`.toLowerCase().includes(wanted)).slice(0, SHOWN);
  const near = wanted && !found.length ? nearest(wanted, choices.map(said)) : null;
  const meant = near && choices.find((choice) => said(choice) === near);
  const shown = meant ? [meant] : found;
  const place = Math.min(at, shown.length - 1);
  useEffect(() => {
    if (focused) field.current.focus();
  }, []);
  useEffect(() => {
    field.current?.parentElement?.parentElement?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [place]);
  const keys = (event) => {
    const moves = { ArrowDown: place + 1, ArrowUp: place - 1 };
    if (event.key in moves) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(moves[event.key], shown.length - 1)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (loading) wait(true);
      else take();
    }
  };
  const take = () => {
    if (shown.length && (wanted || !enter)) pick(shown[place]);
    else enter?.();
  };
  // Whoever is faster than the list means what is in it.
  useEffect(() => {
    if (loading || !waiting) return;
    wait(false);
    take();
  }, [loading]);
  return html`<div class="picker">
    <label>${label}
      <input ref=${field} data-focused=${focused ? "" : null} role="combobox" aria-expanded="true" aria-controls=${id} aria-activedescendant=${shown.length ? `${id}-${place}` : null}
        autocomplete="off" spellcheck="false" value=${typed} onInput=${({ target }) => (setAt(0), type(target.value))} onKeyDown=${keys} />
    </label>
    ${near && html`<p class="hint" role="status">Nothing is called that. Did you mean “${near}”?</p>`}
    ${!shown.length && html`<p class="hint" role="status">${loading ? "Loading …" : wanted ? "Nothing is called that." : "Nothing to choose from yet."}</p>`}
    <ul id=${id} role="listbox" aria-label=${label} hidden=${!shown.length}>
      ${shown.map(
        (choice, index) => html`<li id=${`${id}-${index}`} role="option" aria-selected=${index === place} class=${choice.on ? "on" : ""} onPointerDown=${(event) => event.preventDefault()} onClick=${() => pick(choice)}>
          <span class="name">${choice.on && "✓ "}${said(choice)}</span>
          ${choice.note && html`<span class="quiet">${choice.note}</span>`}
          ${choice.count != null && html`<span class="quiet">${compact(choice.count)}</span>`}
        </li>`,
      )}
    </ul>
  </div>`;
}
