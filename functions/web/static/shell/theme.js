/** The colours: those of the device, or always the light or the dark ones. */

import { useState } from "../vendor/preact.js";
import { remember, remembered } from "./memory.js";

export const THEMES = { auto: "as the device", light: "light", dark: "dark" };

/**
 * `[theme, set]`; the choice is this browser's.
 *
 * @returns {[string, (name: string) => void]}
 */
export function useTheme() {
  const [theme, set] = useState(current);
  return [theme, (name) => (remember("theme", name), applyTheme(), set(name))];
}

export const nextTheme = (theme) => ({ auto: "light", light: "dark", dark: "auto" })[theme];

/** Colour the page as it was chosen last. */
export function applyTheme() {
  const theme = current();
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

const current = () => (Object.hasOwn(THEMES, remembered("theme")) ? remembered("theme") : "auto");

applyTheme();
