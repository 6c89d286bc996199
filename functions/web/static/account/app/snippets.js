/** What to paste into a product so that it sends its events here, for each kind of tracker. */

import { codeBlock } from "../code-block.js";
import { h } from "../../shell/browser/dom.js";
import { vendorSnippets } from "./vendor-snippets.js";
import { attributeOf, storageChoice, USUAL_STORAGE } from "./storage-choice.js";

/**
 * Snippets for one app: `{id, title, note, code, event}`. `code` is what belongs into every page, and nothing else; `event`,
 * where there is one, is what to say where something happens. `ingest` is checked by the server; a key is a word.
 */
export function snippets(ingest, key, storage = USUAL_STORAGE) {
  // A function URL takes text/plain bodies for text, which ruins compressed ones; a domain of one's own corrects that.
  const isWhole = ingest.startsWith(`${globalThis.location?.origin}/`);
  const options = `{
  api_host: "${ingest}",${isWhole ? "" : "\n  disable_compression: true,"}
}`;
  return [
    {
      id: "spoor",
      title: "Web, spoor.js",
      note: "Spoor's own tracker, two kilobytes: page views by themselves, and what you tell it.",
      code: `<script defer src="${ingest}/spoor.js" data-key="${key}"${attributeOf(storage)}></script>`,
      event: `spoor.track("order completed", { plan: "pro" })`,
      stores: true,
    },
    {
      id: "browser",
      title: "Web, npm",
      note: "npm install posthog-js",
      code: `import posthog from "posthog-js"

posthog.init("${key}", ${options})`,
      event: `posthog.capture("order completed", { plan: "pro" })`,
    },
    {
      id: "html",
      title: "Web, HTML",
      note: "Serve array.js, from the dist folder of the npm package posthog-js, beside your page.",
      code: `<script src="/array.js"></script>
<script>
posthog.init("${key}", ${options})
</script>`,
      event: `posthog.capture("order completed", { plan: "pro" })`,
    },
    {
      id: "node",
      title: "Node",
      note: "npm install posthog-node",
      code: `import { PostHog } from "posthog-node"

const posthog = new PostHog("${key}", { host: "${ingest}" })

posthog.capture({ distinctId: "visitor-1", event: "order completed", properties: { plan: "pro" } })
await posthog.shutdown()`,
    },
    {
      id: "python",
      title: "Python",
      note: "pip install posthog",
      code: `from posthog import Posthog

posthog = Posthog("${key}", host="${ingest}")

posthog.capture("order completed", distinct_id="visitor-1", properties={"plan": "pro"})
posthog.shutdown()`,
    },
    {
      id: "fetch",
      title: "fetch",
      note: "No library at all: one event, a list, or {events: […]}.",
      code: `await fetch("${ingest}/v1/events", {
  method: "POST",
  headers: { "Content-Type": "application/json", Authorization: "Bearer ${key}" },
  body: JSON.stringify({ name: "order completed", anonymousId: "visitor-1", properties: { plan: "pro" } }),
})`,
    },
    {
      id: "curl",
      title: "curl",
      note: "To see it work from a terminal; the answer is a receipt.",
      code: `curl ${ingest}/v1/events \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{"name": "order completed", "anonymousId": "visitor-1", "properties": {"plan": "pro"}}'`,
    },
  ];
}

/** The snippets, one shown at a time. */
export function showSnippets(place, ingest, key) {
  const all = snippets(ingest, key);
  const shown = h("div", { class: "snippet" });
  const choose = (at) => {
    const { event, title, stores } = all[at];
    const code = h("div", {});
    const tell = (storage) => {
      const one = snippets(ingest, key, storage)[at];
      code.replaceChildren(codeBlock(one.code, one.note, `the snippet for ${title}`));
    };
    tell(USUAL_STORAGE);
    shown.replaceChildren(
      ...(stores ? [storageChoice(tell)] : []),
      code,
      ...(event ? [codeBlock(event, "Then, where something happens:", `an event for ${title}`)] : []),
    );
  };
  const choice = all.map((one, index) =>
    h(
      "label",
      {},
      h("input", { type: "radio", name: "snippet", value: one.id, checked: index === 0, onchange: () => choose(index) }),
      h("span", {}, one.title),
    ),
  );
  const radios = h("fieldset", { class: "segments" }, h("legend", { class: "unseen" }, "Send events from"), choice);
  const others = vendorSnippets(ingest, key);
  const taken = ({ target }) => {
    const one = others.find(({ id }) => id === target.value);
    for (const radio of radios.querySelectorAll("input")) radio.checked = false;
    if (one) shown.replaceChildren(codeBlock(one.code, one.note, `the snippet for ${one.title}`));
  };
  const select = h("select", { onchange: taken }, h("option", { value: "" }, "Choose …"), others.map(({ id, title }) => h("option", { value: id }, title)));
  radios.addEventListener("change", () => (select.value = ""));
  place.replaceChildren(radios, h("label", { class: "other-tracker" }, "Or the tracker you have already ", select), shown);
  choose(0);
}
