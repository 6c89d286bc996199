/** Takes in a file that another product exported: sent as it is, or in pieces of lines, and told record by record. */

import { ApiError, call, pause } from "../../shell/asking/api.js";
import { byId, h, whileBusy } from "../../shell/browser/dom.js";
import { count } from "../../shell/browser/formats.js";
import { clear, showNote, showProblem } from "../notice.js";

/** Of one request: a function URL takes 6 MB as base64. */
const MOST_SENT = 4 << 20;
/** What is not packed yet is packed here, up to so much. */
const MOST_PACKED = 48 << 20;
const PIECE = MOST_SENT;
const MOST_SHOWN = 200;
const TRIES = 5;
const TOO_LARGE = "This file is too large for a browser: take it in by `make import`, or export less at once.";
const FORMATS = { posthog: "PostHog", mixpanel: "Mixpanel", amplitude: "Amplitude", segment: "Segment", rudderstack: "RudderStack", warehouse: "Segment or RudderStack warehouse", ga4: "GA4 (BigQuery)", umami: "Umami", plausible: "Plausible (sums of days)", csv: "CSV, with a mapping" };
const MAPPING = JSON.stringify({ name: "event", userId: "user", occurredAt: "time", timezone: "UTC", properties: "rest" }, null, 2);

/** Offer it for the page's app; `ingest` is the address that files go to, `then` is called when one is read. */
export function openHistory(appId, ingest, then) {
  const notice = byId("history-notice");
  const place = byId("history-told");
  const form = byId("history-form");
  const fields = form.elements;
  fields.format.append(...Object.entries(FORMATS).map(([value, said]) => h("option", { value }, said)));
  fields.mapping.value = MAPPING;
  const fit = () => {
    for (const each of form.querySelectorAll("[data-of]")) each.hidden = each.dataset.of !== fields.format.value;
  };
  fields.format.addEventListener("change", fit);
  fit();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    whileBusy(byId("history-start"), async () => {
      clear(notice);
      clear(place);
      try {
        const file = fields.file.files[0];
        const { id } = await call("POST", `/api/apps/${appId}/imports`, wordsOf(fields));
        const told = telling(place, file.size);
        await sendAll(file, `${ingest.replace(/\/$/, "")}/v1/imports`, id, told.add);
        told.end();
        showNote(notice, "All of it is read.");
        if (fields.format.value === "plausible") then();
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        showProblem(notice, error);
      }
    });
  });
}

function wordsOf({ format, timezone, website, mapping }) {
  const words = { format: format.value };
  if (words.format === "mixpanel" && timezone.value.trim()) words.timezone = timezone.value.trim();
  if (words.format === "umami") words.website = website.value.trim();
  if (words.format !== "csv") return words;
  try {
    return { ...words, mapping: JSON.parse(mapping.value) };
  } catch (error) {
    throw new ApiError(422, { code: "INVALID_MAPPING", message: `The mapping is no JSON: ${error.message}` });
  }
}

/** The whole file in one request where that has room for it, else its lines, so many at a time. */
async function sendAll(file, address, id, add) {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isPacked = (head[0] === 0x1f && head[1] === 0x8b) || (head[0] === 0x50 && head[1] === 0x4b);
  const whole = isPacked ? file : file.size <= MOST_PACKED ? await packed(file) : null;
  if (whole && whole.size <= MOST_SENT) return send(whole, isPacked ? file.name : `${file.name}.gz`, address, id, (told) => add(told, 0, told.more ? 0 : file.size));
  if (isPacked || head[0] !== 0x7b) throw new ApiError(413, { code: "TOO_LARGE", message: TOO_LARGE });
  let from = 0;
  let lines = 0;
  while (from < file.size) {
    const to = await lineEnd(file, from);
    const piece = await packed(file.slice(from, to));
    let last = 0;
    const heard = (told) => add(told, lines, told.more ? from : to, (last = Math.max(last, told.end.place)));
    await send(piece, `${file.name}.gz`, address, id, heard);
    lines += last;
    from = to;
  }
  return undefined;
}

/** Where the piece ends that begins there: after the last line feed in it. */
async function lineEnd(file, from) {
  if (from + PIECE >= file.size) return file.size;
  const bytes = new Uint8Array(await file.slice(from, from + PIECE).arrayBuffer());
  const at = bytes.lastIndexOf(0x0a);
  if (at < 0) throw new ApiError(413, { code: "TOO_LARGE", message: TOO_LARGE });
  return from + at + 1;
}

const packed = (blob) => new Response(blob.stream().pipeThrough(new CompressionStream("gzip"))).blob();

/** Send it until all of it is stored; what an outage kept back is sent again, which doubles nothing. */
async function send(blob, name, address, id, heard) {
  let end = null;
  for (let tries = 0; ; ) {
    const query = new URLSearchParams({ file: name, ...(end && { part: end.part, place: end.place }) });
    let answer;
    try {
      const headers = { authorization: `Bearer ${id}`, "content-type": "application/octet-stream" };
      answer = await fetch(`${address}?${query}`, { method: "POST", headers, body: blob });
    } catch {
      answer = null;
    }
    if (answer?.ok) {
      const told = await answer.json();
      heard(told);
      if (told.problem) throw new ApiError(400, { code: "UNREADABLE_EXPORT", message: told.problem });
      if (!told.more) return;
      end = told.end;
      tries = 0;
      continue;
    }
    const problem = await answer?.json().catch(() => null);
    if ((answer && answer.status < 500 && answer.status !== 429) || ++tries === TRIES)
      throw new ApiError(answer?.status ?? 0, problem ?? { code: "UNREACHABLE", message: "The file could not be sent. Begin again: what is stored is not doubled." });
    await pause(2 * tries, undefined);
  }
}

/** Adds up what the answers say, and shows it. */
function telling(place, size) {
  const sums = { records: 0, new: 0, duplicates: 0, linked: 0 };
  const refused = [];
  const bar = h("progress", { max: String(size || 1), value: "0", "aria-label": "How much of the file is read" });
  const line = h("p", { role: "status" }, "Sending …");
  const rows = h("tbody", {});
  const save = h("a", { class: "button small", download: "not-stored.jsonl" }, "Save all of them");
  const table = h("div", { hidden: true }, [
    h("p", {}, "Not stored, each with its reason:"),
    h("div", { class: "table-scroll", tabindex: "0" }, h("table", {}, [h("thead", {}, h("tr", {}, ["Line", "File", "Why"].map((word) => h("th", { scope: "col" }, word)))), rows])),
  ]);
  place.replaceChildren(bar, line, table);
  return {
    add(told, before, read) {
      for (const name of Object.keys(sums)) sums[name] += told.counts[name];
      for (const each of told.notStored) {
        refused.push({ ...each, line: each.line + before });
        if (refused.length <= MOST_SHOWN)
          rows.append(h("tr", {}, [h("td", {}, count(each.line + before)), h("td", {}, h("bdi", {}, each.file)), h("td", {}, h("bdi", {}, `${each.refused ?? each.skipped}${each.reason ? `: ${each.reason}` : ""}`))]));
      }
      bar.value = Math.max(bar.value, read);
      line.textContent = `${count(sums.records)} records: ${count(sums.new)} new, ${count(sums.duplicates)} there already, ${count(refused.length)} not stored${sums.linked ? `, ${count(sums.linked)} links of ids` : ""}.`;
      table.hidden = !refused.length;
    },
    end() {
      bar.value = size || 1;
      if (!refused.length) return;
      save.href = URL.createObjectURL(new Blob(refused.map((each) => `${JSON.stringify(each)}\n`), { type: "application/jsonl" }));
      table.append(save);
    },
  };
}
