/** A dialog over the page: Escape and a click beside it close it, and the focus goes back to where it was. */

import { html, useEffect, useId, useRef } from "../vendor/preact.js";

export function Dialog({ title, close, children, wide }) {
  const place = useRef(null);
  const id = useId();
  useEffect(() => {
    const before = /** @type {HTMLElement} */ (document.activeElement);
    place.current.showModal();
    place.current.querySelector("[data-focused]")?.focus();
    return () => before?.focus?.();
  }, []);
  const beside = (event) => event.target === place.current && close();
  return html`<dialog ref=${place} class=${wide ? "wide" : ""} aria-labelledby=${id} onClose=${close} onClick=${beside}>
    <div class="dialog-head"><h2 id=${id}>${title}</h2><button type="button" class="icon" aria-label="Close" onClick=${close}>×</button></div>
    ${children}
  </dialog>`;
}
