// The tracker as a script: `spoor` is global, and data attributes of the script element start it.

import { create } from "./spoor.js";

const element = document.currentScript;
const early = window.spoor; // what the page pushed before the script was there
const spoor = (window.spoor = create(element?.src));
if (element?.dataset.key) spoor.init(element.dataset);
for (const call of early || []) spoor.push(call);
