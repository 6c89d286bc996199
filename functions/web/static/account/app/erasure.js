/** Erases one visitor by any of their ids: first it is counted what would go, then a receipt says what went. */

import { call } from "../../shell/asking/api.js";
import { ask } from "../../shell/browser/dialog.js";
import { byId, h, whileBusy } from "../../shell/browser/dom.js";
import { count, counted, moment } from "../../shell/browser/formats.js";
import { copyButton } from "../code-block.js";
import { clear, showNote, showProblem } from "../notice.js";

/** The form of the page, and what was erased before; an id that the address names stands in the form already. */
export function openErasure(app) {
  const address = `/api/apps/${app.id}/erasures`;
  const form = byId("erasure-form");
  const notice = byId("erasure-notice");
  form.elements.visitor.value = new URLSearchParams(location.search).get("visitor") ?? "";
  showErasures(address, notice);
  form.elements.visitor.addEventListener("input", () => clear(byId("erasure-trial")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const visitorId = form.elements.visitor.value;
    whileBusy(form.querySelector("button"), async () => {
      clear(notice);
      try {
        showTrial(visitorId, await call("POST", address, { visitorId, dryRun: true }));
      } catch (error) {
        clear(byId("erasure-trial"));
        showProblem(notice, error);
      }
    });
  });

  function showTrial(visitorId, trial) {
    const place = byId("erasure-trial");
    if (!trial.events && !trial.identities) return showNote(place, "Nobody", h("p", {}, `No event and no link of this app has the id ${visitorId}.`));
    const button = h("button", { type: "button", class: "danger" }, "Erase this visitor …");
    button.addEventListener("click", () => whileBusy(button, () => erase(visitorId, trial)));
    return showNote(place, "This would go, for good", h("p", { id: "erasure-counts" }, `${said(trial)}.`), h("p", {}, button));
  }

  async function erase(visitorId, trial) {
    const text = `${said(trial)} go at once, and can't be brought back.`;
    const field = { label: "Type the id to go on", value: "", mustEqual: visitorId };
    if ((await ask({ title: "Erase this visitor?", text, action: "Erase for good", danger: true, field })) === null) return;
    clear(notice);
    try {
      const receipt = await call("POST", address, { visitorId, ids: trial.ids, events: trial.events });
      form.elements.visitor.value = "";
      const told = `${app.name}: erased ${moment(receipt.erasedAt)}: ${said(receipt)}.`;
      showNote(byId("erasure-trial"), "Erased", h("div", { class: "key" }, h("output", {}, told), copyButton(told, "the receipt")));
      showErasures(address, notice);
    } catch (error) {
      showProblem(notice, error);
    }
  }
}

const said = ({ ids, events, sessions }) => `${counted(events, "event")}, ${counted(sessions, "session")} and ${counted(ids, "id")}`;

async function showErasures(address, notice) {
  try {
    const { erasures } = await call("GET", address);
    byId("erasures").replaceChildren(
      ...erasures.map((one) => h("li", {}, h("span", { class: "name" }, moment(one.erasedAt)), h("span", { class: "quiet" }, said(one)))),
    );
    byId("erasures-title").textContent = erasures.length ? `What was erased, ${count(erasures.length)}` : "";
  } catch (error) {
    showProblem(notice, error);
  }
}
