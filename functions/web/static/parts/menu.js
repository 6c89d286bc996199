/** A button that opens a box beneath it: Escape, a click elsewhere and leaving it by the keyboard close it. */

import { html, useEffect, useId, useRef, useState } from "../vendor/preact.js";

/** `label` is heard, `said` is seen; the children are a function of `close`. */
export function Menu({ label, said, children, small, wide, end }) {
  const [open, setOpen] = useState(false);
  const place = useRef(null);
  const id = useId();
  const close = () => {
    setOpen(false);
    place.current?.querySelector("button")?.focus();
  };
  useEffect(() => {
    if (!open) return undefined;
    const box = place.current.querySelector(".menu-box");
    const first = box.querySelector("[data-focused], button, input, select, a");
    first?.focus();
    const { right } = box.getBoundingClientRect();
    if (right > document.documentElement.clientWidth - 8) box.classList.add("to-left");
    const elsewhere = (event) => !place.current?.contains(event.target) && setOpen(false);
    document.addEventListener("pointerdown", elsewhere);
    return () => document.removeEventListener("pointerdown", elsewhere);
  }, [open]);
  const keys = (event) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    close();
  };
  const left = (event) => open && event.relatedTarget && !place.current.contains(event.relatedTarget) && setOpen(false);
  return html`<div class=${`menu${end ? " end" : ""}`} ref=${place} onKeyDown=${keys} onFocusOut=${left}>
    <button type="button" class=${small ? "small" : ""} aria-expanded=${open} aria-controls=${id} aria-label=${label === said ? null : `${label}: ${said}`} onClick=${() => setOpen(!open)}>${said}</button>
    <div id=${id} class=${`menu-box${wide ? " wide" : ""}`} hidden=${!open}>${open && children(close)}</div>
  </div>`;
}
