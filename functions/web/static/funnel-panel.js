/** The funnel: how many visitors did several things in this order, and where they were lost. */

import { call } from "./api.js";
import { byId, h } from "./dom.js";
import { rememberNames, suggestNames } from "./event-names.js";
import { drawFunnel } from "./funnel.js";
import { loader } from "./loader.js";
import { showNote } from "./notice.js";
import { rangeOf } from "./range.js";
import { savedFunnels } from "./saved-funnels.js";
import { stepEditor } from "./step-editor.js";

const UNITS = [86400, 3600, 60, 1];

/** Wire the panel of one app; `change(part)` gets what the reader wants to run, `refresh(question)` asks and draws. */
export async function funnelPanel(appId, change) {
  const form = byId("funnel-form");
  const { amount, unit } = form.elements;
  const result = byId("funnel-result");
  const load = loader(byId("funnel"), result, byId("funnel-notice"));
  const editor = stepEditor(byId("steps"));
  const windowOf = () => Number(amount.value) * Number(unit.value);
  const written = () => ({ steps: editor.get().map(({ event }) => event), window: windowOf() });
  const saved = await savedFunnels(appId, {
    choose: (id) => change(id ? { funnel: id, steps: [] } : { funnel: "", ...written() }),
    draft: () => (complete() ? { steps: editor.get(), window: windowOf() } : null),
  });
  suggestNames(appId, saved.names());

  byId("add-step").addEventListener("click", () => editor.add()?.focus());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (complete()) change({ ...written(), funnel: unchanged() });
  });

  /** The saved funnel that the editor still shows as it was saved: it runs with its labels, under its own id. */
  function unchanged() {
    const funnel = saved.find(byId("saved-funnels").value);
    const same =
      funnel?.conversionWindowSeconds === windowOf() && JSON.stringify(funnel.steps) === JSON.stringify(editor.get());
    return same ? funnel.id : "";
  }

  function complete() {
    const first = byId("steps").querySelector("input");
    first.setCustomValidity(editor.get().length ? "" : "Name the event that a visitor enters with");
    return form.reportValidity();
  }

  /** Into the editor, unless it is what was put there last: another range must not undo what is being written. */
  let last;
  function write(steps, window) {
    if (last === JSON.stringify([steps, window])) return;
    last = JSON.stringify([steps, window]);
    editor.set(steps);
    unit.value = UNITS.find((size) => window % size === 0);
    amount.value = window / Number(unit.value);
  }

  return {
    newest: saved.newest,
    refresh(question) {
      const funnel = saved.find(question.funnel);
      const steps = funnel?.steps ?? question.steps.map((event) => ({ event }));
      const window = funnel?.conversionWindowSeconds ?? question.window;
      saved.show(question.funnel);
      write(steps, window);
      if (steps.length === 0) return showStart(result);
      const names = steps.map(({ event }) => event);
      const body = { ...rangeOf(question), steps, conversionWindowSeconds: window };
      return load(
        (signal) => call("POST", `/api/apps/${appId}/reports/funnel`, body, { signal }),
        (answer) => {
          rememberNames(appId, names);
          suggestNames(appId, saved.names());
          if (answer.entered > 0) drawFunnel(result, answer);
          else showNobody(result);
        },
      );
    },
  };
}

function showNobody(result) {
  const advice = "No visitor did the first step in this range. Check its name, or take a wider range.";
  showNote(result, "Nobody entered", h("p", {}, advice));
}

function showStart(result) {
  result.hidden = false;
  showNote(
    result,
    "Where do visitors get lost?",
    h("p", {}, "Name two or more events in the order you expect, then run the funnel."),
  );
}
