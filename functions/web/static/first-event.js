/** Waits with the reader for an app's very first event: the snippets, a test event, and a look every few seconds. */

import { call } from "./api.js";
import { byId, whileBusy } from "./dom.js";
import { clear, showProblem } from "./notice.js";
import { addDays, dateIn } from "./range.js";
import { showSnippets } from "./snippets.js";

const FIRST_LOOK_MS = 3000;
const RAREST_LOOK_MS = 60_000;

/** Whether anything arrived within the last year. */
export async function hasEvents(appId) {
  const tomorrow = addDays(dateIn("UTC"), 2);
  const body = {
    from: addDays(tomorrow, -365),
    to: tomorrow,
    interval: "month",
    series: [{ event: null, measure: "total" }],
  };
  const { series } = await call("POST", `/api/apps/${appId}/reports/trends`, body);
  return series[0].total > 0;
}

/** Show the snippets until an event is there. Resolves then. */
export function waitForFirstEvent(app, ingest) {
  const place = byId("first-event");
  const button = byId("send-test");
  showSnippets(byId("snippets"), ingest, app.apiKey);
  place.hidden = false;
  button.onclick = () => whileBusy(button, () => sendTestEvent(app, ingest));
  return new Promise((resolve) => {
    let wait = FIRST_LOOK_MS;
    const look = async () => {
      // Nobody sees a hidden tab, and a failed look is made good by the next.
      const there = document.visibilityState === "visible" && (await hasEvents(app.id).catch(() => false));
      if (there) {
        place.hidden = true;
        resolve();
        return;
      }
      wait = Math.min(wait * 1.1, RAREST_LOOK_MS); // a tab left open for days should cost next to nothing
      setTimeout(look, wait);
    };
    setTimeout(look, wait);
  });
}

/** One event from this page, as any tracker would send it. */
export async function sendTestEvent(app, ingest) {
  const notice = byId("notice");
  clear(notice);
  try {
    const answer = await fetch(`${ingest}/v1/events`, {
      method: "POST",
      credentials: "omit",
      headers: { "content-type": "application/json", authorization: `Bearer ${app.apiKey}` },
      body: JSON.stringify({
        name: "test event",
        anonymousId: "spoor-dashboard",
        properties: { sentFrom: "dashboard" },
      }),
    });
    if (!answer.ok) throw new Error((await answer.json()).message);
  } catch (error) {
    showProblem(notice, { message: `The test event did not arrive at ${ingest}: ${error.message}` });
  }
}
