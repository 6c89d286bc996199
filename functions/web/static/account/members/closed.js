/** Tells a reader whose teams ask for a second factor that they have none yet, and where they get one. */

import { h } from "../../shell/browser/dom.js";
import { showNote } from "../notice.js";

export function tellClosed(place, teams) {
  const names = teams.map(({ name }) => name).join(", ");
  const link = h("a", { href: "/settings/second-factor" }, "Set it up");
  showNote(place, `${names}: a second factor is asked for`, h("p", {}, "The team’s apps open once signing in asks you for a code from your phone. ", link, "."));
}
