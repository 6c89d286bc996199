/** Puts the dashboard into its page. */

import { html, render } from "../vendor/preact.js";
import { applyTheme } from "./browser/colours.js";
import { Dashboard } from "./dashboard.js";

applyTheme();
const place = document.getElementById("dashboard");
if (place) {
  place.replaceChildren();
  render(html`<${Dashboard} ingest=${place.dataset.ingest} />`, place);
}
