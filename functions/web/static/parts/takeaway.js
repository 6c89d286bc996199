/** Takes a panel's numbers along: as CSV, or as the request that a program would send. */

import { html, useState } from "../vendor/preact.js";
import { Menu } from "./menu.js";

const CALM_MS = 1600;

/** `question` is `{report, …fields}` as it was asked. */
export function Takeaway({ appId, question, title }) {
  const [said, say] = useState("");
  const { report, batch, ...body } = question;
  const path = `/reports/${report}`;
  const calm = (text) => (say(text), setTimeout(() => say(""), CALM_MS));
  const csv = async () => {
    const answer = await fetch(`/api/apps/${appId}${path}?format=csv`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/csv" },
      body: JSON.stringify(body),
    }).catch(() => null);
    if (!answer?.ok) return calm("Could not be had");
    save(await answer.blob(), `${title}.csv`);
    return calm("Saved");
  };
  const request = async () => {
    const text = `curl ${location.origin}/api/v1/apps/${appId}${path} \\\n  -H "Authorization: Bearer $SPOOR_TOKEN" \\\n  -H "Content-Type: application/json" \\\n  -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`;
    await navigator.clipboard.writeText(text).then(() => calm("Copied"), () => calm("The browser forbids copying"));
  };
  return html`<${Menu} label=${`Take ${title} along`} said=${said || "⋯"} small end>
    ${(close) => html`<ul class="choices">
      <li><button type="button" onClick=${() => (close(), csv())}>Save as CSV</button></li>
      <li><button type="button" onClick=${() => (close(), request())}>Copy as API request</button></li>
    </ul>`}
  </${Menu}><span class="unseen" role="status">${said}</span>`;
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), CALM_MS);
}
