/** Before there is anything to see: the first app, and the wait for its first event. */

import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { showSnippets } from "../account/app/snippets.js";
import { Skeleton } from "../parts/panel.js";
import { Problem } from "../parts/problem.js";
import { askOnce } from "../shell/asking/answers.js";
import { useFetched } from "../shell/asking/fetching.js";
import { addressOf } from "../shell/question/address.js";
import { call } from "../shell/asking/api.js";
import { whileBusy } from "../shell/browser/dom.js";
import { counted, since } from "../shell/browser/formats.js";
import { addDays, dateIn, rangeOf } from "../shell/question/range.js";

const FIRST_LOOK_MS = 3000;
const RAREST_LOOK_MS = 60_000;

/** A form with one field: the name of the first app. */
export function FirstApp({ go }) {
  const [problem, tell] = useState(null);
  const make = (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    whileBusy(form.querySelector("button"), async () => {
      tell(null);
      try {
        const made = await call("POST", "/api/apps", { name: form.elements.name.value.trim() });
        location.assign(`/dashboard/${made.id}`);
      } catch (error) {
        tell(error);
      }
    });
  };
  return html`<section class="panel welcome" aria-labelledby="first-app-title">
    <h1 id="first-app-title">Welcome. What shall we follow?</h1>
    <p class="quiet">An app is one product or site whose events belong together. You can add more later.</p>
    ${problem && html`<${Problem} problem=${problem} />`}
    <form class="row" onSubmit=${make}>
      <label>Name of the app <input name="name" required maxlength="100" placeholder="Webshop" autocomplete="off" /></label>
      <button type="submit" class="primary">Create the app</button>
    </form>
  </section>`;
}

/** The snippets, a test event, and a look every few seconds; `otherwise` is shown where the app has events at other times. */
export function FirstEvent({ app, ingest, arrived, otherwise }) {
  const [none, setNone] = useState(null);
  const [problem, tell] = useState(null);
  const place = useRef(null);
  useEffect(() => {
    let timer;
    let wait = FIRST_LOOK_MS;
    let known = false;
    const look = async () => {
      // Nobody sees a hidden tab, and a failed look is made good by the next.
      const there = document.visibilityState === "visible" ? await hasEvents(app.id) : null;
      if (there) return known ? arrived() : setNone(false);
      if (there === false) setNone((known = true));
      wait = Math.min(wait * 1.1, RAREST_LOOK_MS); // a tab left open for days should cost next to nothing
      timer = setTimeout(look, wait);
      return undefined;
    };
    look();
    return () => clearTimeout(timer);
  }, [app.id]);
  useEffect(() => {
    if (place.current && app.apiKey) showSnippets(place.current, ingest, app.apiKey);
  }, [none, app.apiKey]);
  if (none === null) return html`<${Skeleton} height="30rem" />`;
  if (!none) return otherwise;
  const send = ({ currentTarget }) => whileBusy(currentTarget, () => sendTestEvent(app, ingest).then(() => tell(null), tell));
  return html`<section id="first-event" class="panel welcome" aria-labelledby="first-event-title">
    <h1 id="first-event-title">No events yet: here is the snippet</h1>
    <p class="quiet">Paste it into your product. This page goes on by itself when the first event arrives.</p>
    ${problem && html`<${Problem} problem=${problem} />`}
    <div id="snippets" ref=${place} />
    <p class="waiting" role="status"><span class="pulse" aria-hidden="true" />Waiting for the first event … <button type="button" class="small" onClick=${send}>Send a test event</button></p>
  </section>`;
}

/** That it works: what arrived, and what to do next. */
export function Arrived({ app, question, close }) {
  const { answer } = useFetched(`/api/apps/${app.id}/catalog?${new URLSearchParams(rangeOf({ ...question, range: "30d" }))}`);
  const latest = answer?.events.toSorted((one, other) => Date.parse(other.lastSeenAt) - Date.parse(one.lastSeenAt))[0];
  if (!latest) return null;
  const others = answer.events.length - 1;
  const look = addressOf(app.id, "events", question, { name: latest.name });
  return html`<section id="arrived" class="panel whole welcome" aria-labelledby="arrived-title">
    <div class="panel-head"><h2 id="arrived-title">It works: your first event is here</h2><button type="button" class="icon" aria-label="Close" onClick=${close}>×</button></div>
    <p role="status"><strong class="name">${latest.name}</strong> arrived ${since(latest.lastSeenAt)}${latest.count > 1 ? `, ${counted(latest.count, "time")} so far` : ""}${others > 0 ? `, and ${counted(others, "other kind")} of event` : ""}.</p>
    <ul>
      <li><a href=${look}>See all that it brought along</a>: its visitor, its time, its properties.</li>
      <li>Send a second kind of event where something matters: a sign-up, an order. <a href=${`/settings/${app.id}`}>The snippets stay in Settings</a>.</li>
      <li>With two kinds a <a href=${addressOf(app.id, "funnels", question)}>funnel</a> says how many get from one to the other, who does not, and since when.</li>
    </ul>
  </section>`;
}

/** Whether anything arrived within the last year; null where that could not be had. */
async function hasEvents(appId) {
  const to = addDays(dateIn("UTC"), 2);
  const question = { report: "trends", from: addDays(to, -365), to, interval: "month", series: [{ event: null, measure: "total" }] };
  const { any } = await askOnce(appId, { any: question });
  return any?.answer ? any.answer.series[0].total > 0 : null;
}

/** One event from this page, as any tracker would send it. */
async function sendTestEvent(app, ingest) {
  const body = { name: "test event", anonymousId: "spoor-dashboard", properties: { sentFrom: "dashboard" } };
  let said;
  try {
    const answer = await fetch(`${ingest}/v1/events`, {
      method: "POST",
      credentials: "omit",
      headers: { "content-type": "application/json", authorization: `Bearer ${app.apiKey}` },
      body: JSON.stringify(body),
    });
    if (answer.ok) return;
    said = (await answer.json()).message;
  } catch (error) {
    said = error.message;
  }
  throw { message: `The test event did not arrive at ${ingest}: ${said}`, status: 0 };
}
