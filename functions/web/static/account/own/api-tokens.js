/** API tokens: the list, a form for a new one, which is shown once. */

import { call } from "../../shell/asking/api.js";
import { copyButton } from "../code-block.js";
import { ask } from "../../shell/browser/dialog.js";
import { byId, h, whileBusy } from "../../shell/browser/dom.js";
import { clear, showNote, showProblem } from "../notice.js";

const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const notice = byId("notice");
const list = byId("tokens");
const form = byId("token-form");
let names = new Map();

/** Shows the tokens, and lets the form make more. */
export async function showTokens() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    whileBusy(form.querySelector("button"), make);
  });
  try {
    const { apps } = await call("GET", "/api/apps");
    names = new Map(apps.map(({ id, name }) => [id, name]));
    byId("token-app").append(...apps.map(({ id, name }) => h("option", { value: id }, `only ${name}`)));
    await refreshTokens();
  } catch (error) {
    showProblem(notice, error);
  }
}

/** Shows them as they are now. */
export async function refreshTokens() {
  const { tokens } = await call("GET", "/api/tokens");
  list.replaceChildren(...tokens.map(row));
  list.removeAttribute("aria-busy");
}

async function make() {
  clear(notice);
  const { name, scope, days, app } = form.elements;
  const wish = { name: name.value, scopes: [scope.value], expiresInDays: Number(days.value) };
  if (app.value) wish.appIds = [app.value];
  try {
    const { token } = await call("POST", "/api/tokens", wish);
    const key = h("div", { class: "key" }, h("output", {}, token), copyButton(token, "the token"));
    showNote(byId("new-token"), "Take it along now: it is not shown again.", key);
    form.reset();
    await refreshTokens();
  } catch (error) {
    showProblem(notice, error);
  }
}

function row({ id, name, scopes, appIds, expiresAt }) {
  const button = h("button", { type: "button", class: "small", "aria-label": `Revoke ${name}` }, "Revoke");
  button.onclick = () =>
    whileBusy(button, async () => {
      const text = "Whatever uses it is refused from now on.";
      if ((await ask({ title: `Revoke ${name}?`, text, action: "Revoke it", danger: true })) === null) return;
      try {
        await call("DELETE", `/api/tokens/${id}`);
        await refreshTokens();
      } catch (error) {
        showProblem(notice, error);
      }
    });
  const where = appIds ? appIds.map((app) => names.get(app) ?? "an app that is gone").join(", ") : "all apps";
  const may = scopes.includes("manage") ? "reads and changes" : "reads";
  const until = `until ${day.format(new Date(expiresAt))}`;
  return h("li", {}, h("span", { class: "name" }, name), h("span", { class: "quiet" }, [may, where, until].join(" · ")), button);
}
