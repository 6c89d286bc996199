/** Makes an app from a form with one field: its name. */

import { call } from "../../shell/asking/api.js";
import { byId, whileBusy } from "../../shell/browser/dom.js";
import { clear, showProblem } from "../notice.js";

/** Wire the page's form; `made(app)` gets the new one. */
export function newAppForm(made) {
  const form = byId("new-app-form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    whileBusy(form.querySelector("button"), async () => {
      clear(byId("notice"));
      try {
        await made(await call("POST", "/api/apps", { name: form.elements.name.value.trim() }));
      } catch (error) {
        showProblem(byId("notice"), error);
      }
    });
  });
}
