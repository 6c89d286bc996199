/** What an app takes of what is sent to it, and what a session is: the settings of the API as a form. */

import { call } from "../../shell/asking/api.js";
import { byId, h, whileBusy } from "../../shell/browser/dom.js";
import { clear, showNote, showProblem } from "../notice.js";

const MINUTE_S = 60;
/** The settings in the order of the form: their kinds, and what they say. */
const FIELDS = {
  allowedOrigins: {
    kind: "lines",
    title: "Pages that may send",
    says: "One origin a line: https:// and a host, where *. stands for all its subdomains. With none, pages of any origin may. Browsers keep to it; other senders may name whichever origin they like.",
  },
  allowedEventNames: {
    kind: "lines",
    empty: null,
    title: "Names of events that are taken",
    says: "One a line, letter by letter. With none, any name is taken; what is refused stands in Data health.",
  },
  rateLimitPerMinute: {
    kind: "number",
    title: "Events a minute, at the most",
    says: "For each instance of ingest; trackers send again later what comes over it. Empty: as this Spoor was set up.",
    least: 1,
    most: 1_000_000_000,
  },
  sessionGapSeconds: {
    kind: "number",
    title: "A session ends after so many minutes without an event",
    says: "Reports follow at once, for the past, too.",
    least: 1,
    most: 1440,
    size: MINUTE_S,
    required: true,
  },
  retentionDays: {
    kind: "number",
    title: "Days after which events leave the database",
    says: "Where a lake keeps them: reports of older days are answered from it alone, single events are not listed. What left does not come back. Empty: never.",
    least: 7,
    most: 36_500,
  },
  keepBots: { kind: "flag", title: "Keep the events of programs", says: "Crawlers and monitors that call themselves so are left out otherwise." },
  acceptClaims: {
    kind: "flag",
    title: "Trackers may link ids to users",
    says: "Without it identify and alias are kept as events, and nobody is recognised on another device.",
  },
  acceptMerges: {
    kind: "flag",
    title: "Trackers may make one visitor of two known users",
    says: "Whoever has the key, which stands in your pages, could then merge users. Otherwise only you can, over the API.",
  },
};

/** Fill the form of the page with the app's settings, and keep what is changed there. */
export async function openRules(appId) {
  const address = `/api/apps/${appId}/settings`;
  const form = byId("rules-form");
  const notice = byId("rules-notice");
  let settings;
  try {
    settings = await call("GET", address);
  } catch (error) {
    return showProblem(notice, error, () => (clear(notice), openRules(appId)));
  }
  byId("rules-fields").replaceChildren(...Object.entries(FIELDS).map(([name, field]) => row(name, field, settings[name])));
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    whileBusy(form.querySelector("[type=submit]"), async () => {
      clear(notice);
      const changed = Object.fromEntries(
        Object.entries(FIELDS)
          .map(([name, field]) => [name, read(form.elements[name], field)])
          .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(settings[name])),
      );
      try {
        settings = await call("PATCH", address, changed);
        for (const [name, field] of Object.entries(FIELDS)) fill(form.elements[name], field, settings[name]);
        showNote(notice, "Saved. Ingest follows within 30 seconds.");
      } catch (error) {
        showProblem(notice, error);
      }
    });
  });
  return undefined;
}

function row(name, field, value) {
  const id = `rule-${name}`;
  const shared = { id, name, "aria-describedby": `${id}-says` };
  const says = h("p", { id: `${id}-says`, class: "hint" }, field.says);
  const input = {
    lines: () => h("textarea", { ...shared, rows: 3, spellcheck: "false", autocomplete: "off" }),
    number: () => h("input", { ...shared, type: "number", min: field.least, max: field.most, step: 1, required: field.required }),
    flag: () => h("input", { ...shared, type: "checkbox" }),
  }[field.kind]();
  fill(input, field, value);
  return field.kind === "flag"
    ? h("div", {}, h("label", { class: "check" }, input, ` ${field.title}`), says)
    : h("div", {}, h("label", { for: id }, field.title), input, says);
}

function fill(input, { kind, size = 1 }, value) {
  if (kind === "flag") input.checked = value;
  else if (kind === "lines") input.value = (value ?? []).join("\n");
  else input.value = value === null ? "" : String(value / size);
}

function read(input, { kind, size = 1, empty = [] }) {
  if (kind === "flag") return input.checked;
  if (kind === "number") return input.value === "" ? null : Math.round(Number(input.value) * size);
  const lines = input.value.split("\n").map((line) => line.trim()).filter(Boolean);
  return lines.length ? lines : empty;
}
