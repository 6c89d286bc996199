/** The top of every page for a signed-in reader: who it is, the way round, and the way out. */

import { call, session, signInAgain } from "../shell/asking/api.js";
import { applyTheme } from "../shell/browser/colours.js";
import { forgetAccount } from "../shell/browser/memory.js";
import { byId, go, h, whileBusy } from "../shell/browser/dom.js";
import { showProblem } from "./notice.js";

applyTheme();
const signOut = byId("sign-out");

signOut.addEventListener("click", () =>
  whileBusy(signOut, async () => {
    try {
      await call("POST", "/api/auth/sign-out", {});
      forgetAccount();
      await go("/sign-in");
    } catch (error) {
      showProblem(byId("notice"), error);
    }
  }),
);

for (const link of document.querySelectorAll(".top nav a")) {
  if (location.pathname.startsWith(link.getAttribute("href"))) link.setAttribute("aria-current", "page");
}

/** Asking also lets the auth function prolong a session that is in use. Gives the answer. */
export async function showWho() {
  const answer = await session().catch(() => undefined);
  if (answer === null) await signInAgain();
  if (answer) byId("who").textContent = answer.user.email;
  return answer;
}

/** Whether this server has teams: then sessions say which one they are about. */
export const hasTeams = (answer) => Boolean(answer && "activeOrganizationId" in answer.session);

/** The choice between one's own apps; `address` is where an app's page of this kind is. */
export function showChooser(apps, current, address) {
  const chooser = byId("app-chooser");
  const options = [
    current ? null : h("option", { value: "", selected: true }, "Choose an app"),
    ...apps.map(({ id, name }) => h("option", { value: address(id), selected: id === current }, name)),
    h("hr"),
    h("option", { value: "/settings" }, "All apps, new app …"),
  ];
  chooser.replaceChildren(...options.filter(Boolean));
  chooser.onchange = () => location.assign(chooser.value);
}
