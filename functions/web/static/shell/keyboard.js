/** Shortcuts: one key, or `g` and a letter. They rest while somebody types, and while a dialog is open. */

import { useEffect, useRef } from "../vendor/preact.js";

const SECOND_MS = 1500;
const TYPED_INTO = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

/** `shortcuts` is `{"/": act, "g o": act}`; the newest ones count. */
export function useShortcuts(shortcuts) {
  const now = useRef(shortcuts);
  now.current = shortcuts;
  useEffect(() => {
    let first = "";
    let timer;
    const listen = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target.closest?.(TYPED_INTO) || document.querySelector("dialog[open]")) return;
      const act = now.current[first ? `${first} ${event.key}` : event.key];
      clearTimeout(timer);
      first = "";
      if (act) {
        event.preventDefault();
        act();
      } else if (event.key === "g") {
        first = "g";
        timer = setTimeout(() => (first = ""), SECOND_MS);
      }
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
