/** The colours: those of the device, or always the light or the dark ones, as this browser remembers. */

import { remember, remembered } from "./memory.js";

export const THEMES = { auto: "as the device", light: "light", dark: "dark" };

export const nextTheme = (theme) => ({ auto: "light", light: "dark", dark: "auto" })[theme];
export const currentTheme = () => (Object.hasOwn(THEMES, remembered("theme")) ? remembered("theme") : "auto");

/** Colour the page as it was chosen last, or as it is chosen now. */
export function applyTheme(theme = currentTheme()) {
  remember("theme", theme);
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
