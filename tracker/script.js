// The tracker as a script: `spoor` is global, and data attributes of the script element start it.

import { create } from "./spoor.js";

const element = document.currentScript;
const early = window.spoor; // what the page pushed before the script was there
if (!early?.init) {
  const spoor = (window.spoor = create(element?.src));
  if (element?.dataset.key) spoor.init(element.dataset);
  if (Array.isArray(early)) spoor.push(...early);
} // else the page has the script twice
