/** Shows a part whose code comes when it is needed. */

import { html, useEffect, useState } from "../vendor/preact.js";

const loaded = new Map();

/** `load()` gives a module, `part` is the component in it that gets the other properties; until then `waiting` stands there. */
export function Later({ load, part, waiting = null, ...rest }) {
  const [module, setModule] = useState(loaded.get(load));
  useEffect(() => {
    if (!module) load().then((found) => (loaded.set(load, found), setModule(found)), () => setModule({ [part]: Lost }));
  }, []);
  return module ? html`<${module[part]} ...${rest} />` : waiting;
}

const Lost = () => html`<p class="quiet">This part could not be loaded. Load the page again.</p>`;
