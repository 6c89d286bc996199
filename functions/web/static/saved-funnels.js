/** The funnels that were saved for an app: choose one, save the one at hand, delete one. */

import { call } from "./api.js";
import { ask } from "./dialog.js";
import { byId, h, whileBusy } from "./dom.js";
import { showProblem } from "./notice.js";

/**
 * `choose(id)` is called when the reader picks a saved funnel ("" for none); `draft()` gives `{steps, window}` to save,
 * or null when there is nothing to save yet.
 */
export async function savedFunnels(appId, { choose, draft }) {
  const address = `/api/apps/${appId}/funnels`;
  const chooser = byId("saved-funnels");
  const remove = byId("delete-funnel");
  const save = byId("save-funnel");
  const notice = byId("funnel-notice");
  let funnels = (await call("GET", address)).funnels;

  const find = (id) => funnels.find((funnel) => funnel.id === id);
  const show = (id) => {
    chooser.replaceChildren(
      h("option", { value: "" }, funnels.length ? "Saved funnels …" : "No saved funnels yet"),
      ...funnels.map((funnel) => h("option", { value: funnel.id }, funnel.name)),
    );
    chooser.value = find(id) ? id : "";
    chooser.disabled = funnels.length === 0;
    remove.hidden = !chooser.value;
  };
  const attempt = (button, work) =>
    whileBusy(button, async () => {
      try {
        await work();
      } catch (error) {
        showProblem(notice, error);
      }
    });

  chooser.addEventListener("change", () => choose(chooser.value));
  save.addEventListener("click", () =>
    attempt(save, async () => {
      const wanted = draft();
      if (!wanted) return;
      const name = await ask({
        title: "Save this funnel",
        action: "Save",
        field: {
          label: "Name",
          value:
            find(chooser.value)?.name ??
            wanted.steps
              .map(({ event, label }) => label || event)
              .join(" → ")
              .slice(0, 100),
        },
      });
      if (!name) return;
      const made = await call("POST", address, { name, steps: wanted.steps, conversionWindowSeconds: wanted.window });
      funnels = [made, ...funnels];
      choose(made.id);
    }),
  );
  remove.addEventListener("click", () =>
    attempt(remove, async () => {
      const funnel = find(chooser.value);
      const agreed = await ask({
        title: `Delete “${funnel.name}”?`,
        text: "Only the saved steps go; no event is touched.",
        action: "Delete",
        danger: true,
      });
      if (agreed === null) return;
      await call("DELETE", `${address}/${funnel.id}`);
      funnels = funnels.filter(({ id }) => id !== funnel.id);
      choose("");
    }),
  );
  return {
    find,
    show,
    newest: () => funnels[0]?.id ?? "",
    names: () => funnels.flatMap(({ steps }) => steps.map(({ event }) => event)).filter(Boolean),
  };
}
