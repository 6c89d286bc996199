/** Whether a team asks a second factor of its members, who has none, and the way to change it, which is its owners'. */

import { call } from "../../shell/asking/api.js";
import { ask } from "../../shell/browser/dialog.js";
import { byId, h } from "../../shell/browser/dom.js";
import { showNote } from "../notice.js";

const BASE = "/api/auth/organization";
const notice = byId("notice");
const button = byId("change-rule");

/** `attempt` does something for a button, and shows what goes wrong. Nothing is shown where there are no second factors. */
export async function openRule(team, own, attempt) {
  if (own.user.twoFactorEnabled === undefined) return;
  const found = await call("GET", `${BASE}/second-factor?organizationId=${team.id}`);
  show(team, found);
  button.onclick = () =>
    attempt(button, async () => {
      const required = !found.required;
      if ((await ask(required ? wanted(found.without.length) : notWanted)) === null) return;
      await call("POST", `${BASE}/require-second-factor`, { organizationId: team.id, required });
      await openRule(team, own, attempt);
      showNote(notice, required ? "A second factor is asked for from now on." : "It is not asked for any more.");
    });
}

const wanted = (lacking) => ({
  title: "Ask every member for a second factor?",
  text: lacking ? `The team’s apps close to the ${lacking} who have none, at once, until they have set one up.` : "Everybody has one.",
  action: "Ask for it",
});
const notWanted = { title: "Ask for it no longer?", text: "A password alone opens the team’s apps then.", action: "Ask no longer", danger: true };

function show(team, { required, without }) {
  byId("rule").hidden = false;
  byId("rule-state").textContent = required ? "Its apps open only to members whose sign-in asks for a code." : "Not asked for: a password alone opens its apps.";
  button.hidden = without === undefined;
  button.textContent = required ? "Ask for it no longer …" : "Ask for it …";
  const lacking = team.members.filter(({ userId }) => without?.includes(userId));
  byId("lacking").hidden = lacking.length === 0;
  byId("lacking").replaceChildren("Without one: ", ...lacking.map(({ user }, at) => h("span", {}, at ? ", " : "", user.name)));
}
