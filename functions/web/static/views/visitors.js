/** Visitors: who was here, and all that one of them did, by whichever of their ids. */

import { html, useState } from "../vendor/preact.js";
import { Accounts } from "../parts/accounts.js";
import { Empty, Panel } from "../parts/panel.js";
import { exclusionOf } from "../parts/picking/exclusions.js";
import { EventPicker } from "../parts/picking/pickers.js";
import { Problem } from "../parts/problem.js";
import { Table } from "../parts/table.js";
import { addressOf, common } from "../shell/question/address.js";
import { call } from "../shell/asking/api.js";
import { useFetched } from "../shell/asking/fetching.js";
import { saidProfile, useProfiles } from "../shell/asking/profiles.js";
import { propertyName } from "../shell/question/filters.js";
import { clock, counted, day, moment, since } from "../shell/browser/formats.js";
import { rangeOf } from "../shell/question/range.js";
import { inUnits } from "../shell/question/unit.js";
import { json, oneOf, text, whole } from "../shell/question/words.js";
import { Counted } from "./visitors/counted.js";

const PAGE = 100;
const WEEK_S = 604_800;
const OUTCOMES = { reached: "reached", droppedOff: "dropped off after" };

const stepOf = (value) => (typeof value === "object" && value !== null && (typeof value.event === "string" || value.event === null) ? value : undefined);

/** Without `step` all visitors of the range; with some, those who got through a funnel as far as `at`. */
export const words = {
  visitor: text("", 200),
  step: json(stepOf, 20),
  at: whole(1, 1, 20),
  outcome: oneOf(Object.keys(OUTCOMES), "reached"),
  window: whole(WEEK_S, 1, 366 * 86_400),
  without: json(exclusionOf, 10),
  order: oneOf(["ordered", "strict", "unordered", "firstEntry"], "ordered"),
};

export const asks = () => ({});
/** What it means here that some trackers know a visitor for a day only. */
export const counts = ({ visitor }) => (visitor ? "" : "Whoever came on two days counts as two.");

export function View(props) {
  return props.question.visitor ? html`<${One} key=${props.question.visitor} ...${props} />` : html`<${List} ...${props} />`;
}

/** The question whom to list, as the API takes it. */
export function listed(question) {
  const { step, at, outcome, window, order, without } = question;
  const steps = step.length ? step : [{ event: null }];
  return { ...common(question), steps, conversionWindowSeconds: window, order, ...(without.length ? { exclusions: without } : {}), step: Math.min(at, steps.length), outcome, limit: PAGE };
}

function titleOf(question) {
  const { step, at, outcome } = question;
  if (!step.length) return inUnits(question, "Visitors of this range");
  const { label, event } = step[Math.min(at, step.length) - 1];
  return step.length === 1 ? `Who did ${label || event || "anything"}` : `Who ${OUTCOMES[outcome]} step ${at}, ${label || event || "any event"}`;
}

function List({ app, question, change }) {
  const body = listed(question);
  const key = JSON.stringify(body);
  const path = `/api/apps/${app.id}/reports/funnel/visitors`;
  const first = useFetched(path, body);
  const [more, setMore] = useState({ key, pages: [], busy: false, problem: null });
  const later = more.key === key ? more : { key, pages: [], busy: false, problem: null };
  const cursor = (later.pages.at(-1) ?? first.answer)?.nextCursor;
  const next = async () => {
    setMore({ ...later, busy: true, problem: null });
    try {
      const page = await call("POST", path, { ...body, cursor });
      setMore({ ...later, pages: [...later.pages, page], busy: false, problem: null });
    } catch (problem) {
      setMore({ ...later, busy: false, problem });
    }
  };
  const again = () => (setMore({ ...later, pages: [] }), first.again());
  const of = { ...first, answer: first.answer && [first.answer, ...later.pages].flatMap(({ visitors }) => visitors) };
  const profiles = useProfiles(app.id, of.answer && question.group ? { [question.group]: of.answer.map(({ visitorId }) => visitorId) } : {}).get(question.group) ?? new Map();
  const open = ({ visitorId }) => change({ visitor: visitorId });
  return html`<div class="view">
    <div class="view-head"><h1>${inUnits(question, "Visitors")}</h1>${!question.group && html`<${Find} change=${change} />`}</div>
    ${!question.step.length || question.step.length === 1
      ? html`<section class="panel whole row asked" aria-label="Question"><span class="quiet">Who did</span><${EventPicker} app=${app} label=${inUnits(question, "Event that visitors did")} event=${question.step[0]?.event ?? null} pick=${(event) => change({ step: event === null ? [] : [{ event }], at: 1 })} /></section>`
      : html`<p><button type="button" class="small" onClick=${() => change({ step: [], at: 1, outcome: "reached", window: WEEK_S, order: "ordered", without: [] })}>${inUnits(question, "All visitors")}</button></p>`}
    <${Panel} title=${titleOf(question)} note="who came last comes first" of=${of} again=${again} height="28rem" wide>
      ${(visitors) => (visitors.length
        ? html`<${Table} name=${inUnits(question, "Visitors")} rows=${visitors} limit=${10_000} pick=${question.group ? undefined : open} columns=${[
              ...(question.group && profiles.size ? [{ title: "Name", of: ({ visitorId }) => profiles.get(visitorId)?.name ?? "" }] : []),
              { title: question.group || "Visitor", of: ({ visitorId }) => visitorId },
              { title: question.step.length > 1 ? "Entered" : "First in this range", of: ({ enteredAt }) => moment(enteredAt, question.timezone) },
              ...(question.group && profiles.size ? [{ title: "Properties", of: ({ visitorId }) => saidProfile(profiles.get(visitorId)) }] : []),
              ...(question.step.length > 1 ? [{ title: "Last step", of: ({ lastStepAt }) => moment(lastStepAt, question.timezone) }] : []),
            ]} />
            ${later.problem && html`<${Problem} problem=${later.problem} again=${next} />`}
            ${cursor && html`<p class="actions"><button type="button" aria-disabled=${later.busy} onClick=${() => !later.busy && next()}>${later.busy ? "Loading …" : inUnits(question, "More visitors")}</button></p>`}`
        : html`<${Empty} title="Nobody"><p>${question.group ? "No event of this range names an account of this type." : "No visitor fits this question in this range. Events without an id belong to no visitor."}</p></${Empty}>`)}
    </${Panel}>
  </div>`;
}

function Find({ change }) {
  const [typed, type] = useState("");
  const find = (event) => (event.preventDefault(), typed.trim() && change({ visitor: typed.trim() }));
  return html`<form class="row asked" onSubmit=${find}><label class="inline">By id <input value=${typed} maxlength="200" spellcheck="false" autocomplete="off" onInput=${({ target }) => type(target.value)} /></label><button type="submit" class="small">Find</button></form>`;
}

/** One visitor: their ids, and their events by session. */
function One({ app, question, change }) {
  const root = `/api/apps/${app.id}/visitors?`;
  const query = new URLSearchParams({ ...rangeOf(question), visitorId: question.visitor, limit: String(PAGE) });
  const first = useFetched(`${root}${query}`);
  const merges = useFetched(`/api/apps/${app.id}/merges?${new URLSearchParams({ visitorId: question.visitor })}`);
  const [later, setLater] = useState({ pages: [], problem: null });
  const pages = first.answer ? [first.answer, ...later.pages] : [];
  const cursor = pages.at(-1)?.nextCursor;
  const next = () =>
    call("GET", `${root}${query}&cursor=${encodeURIComponent(cursor)}`).then(
      (page) => setLater({ pages: [...later.pages, page], problem: null }),
      (problem) => setLater({ ...later, problem }),
    );
  const events = pages.flatMap((page) => page.events);
  const ids = first.answer?.ids ?? [];
  return html`<div class="view">
    <div class="view-head"><h1 class="name">${question.visitor}</h1><div class="row"><a class="button small" href=${`/settings/${app.id}?visitor=${encodeURIComponent(question.visitor)}#erase`}>Erase …</a><button type="button" class="small" onClick=${() => change({ visitor: "" })}>All visitors</button></div></div>
    <${Panel} title="Who this is" of=${first} again=${first.again} height="8rem" wide>
      ${(answer) => html`<dl class="properties">
        <div><dt>Counts as</dt><dd>${answer.visitorId}</dd></div>
        <div><dt>${counted(ids.length, "id")}</dt><dd>${ids.join(", ")}</dd></div>
        ${merges.answer?.merges.length > 0 && html`<div><dt>Merged with</dt><dd>${merges.answer.merges.map(({ visitorId, otherVisitorId }) => (visitorId === answer.visitorId ? otherVisitorId : visitorId)).join(", ")}</dd></div>`}
        <${Accounts} app=${app} events=${events} />
        <div><dt>First seen in this range</dt><dd>${answer.firstSeenAt ? moment(answer.firstSeenAt, question.timezone) : "–"}</dd></div>
        <div><dt>Last seen</dt><dd>${answer.lastSeenAt ? `${moment(answer.lastSeenAt, question.timezone)}, ${since(answer.lastSeenAt)}` : "–"}</dd></div>
      </dl>
      <p class="hint">${ids.length > 1 ? "All that these ids did counts for one visitor, what came before they were linked, too." : "No other id is linked to this one: what the same person did elsewhere counts as another visitor."}
        ${answer.visitorId !== question.visitor ? ` “${question.visitor}” is one of the ids, and counts as “${answer.visitorId}”.` : ""}</p>`}
    </${Panel}>
    ${question.step.length > 0 && html`<${Counted} app=${app} question=${question} ids=${ids} />`}
    <${Panel} title="What they did" note="newest first" of=${first} again=${first.again} height="24rem" wide actions=${html`<a class="button small" href=${`${root}${query}&format=csv`} download>CSV</a>`}>
      ${() => (events.length
        ? html`<${Sessions} events=${events} app=${app} question=${question} />
            ${later.problem && html`<${Problem} problem=${later.problem} again=${next} />`}
            ${cursor && html`<p class="actions"><button type="button" onClick=${next}>Older events</button></p>`}`
        : html`<${Empty} title="Nothing in this range"><p class="actions"><button type="button" class="small" onClick=${() => change({ range: "all" })}>Show all time</button></p></${Empty}>`)}
    </${Panel}>
  </div>`;
}

/** Events come newest first, and the one that begins a session is its last here. */
function Sessions({ events, app, question }) {
  const sessions = [[]];
  for (const event of events) {
    sessions.at(-1).push(event);
    if (event.startsSession) sessions.push([]);
  }
  return sessions.filter((session) => session.length).map(
    (session) => html`<section class="visit" key=${session[0].id}>
      <h3>${day(session.at(-1).occurredAt, question.timezone)} <span class="note">${counted(session.length, "event")}</span></h3>
      <ol class="events">${session.map(({ id, name, occurredAt, properties }) => html`<li key=${id}><details>
        <summary><time datetime=${occurredAt}>${clock(occurredAt, question.timezone, true)}</time><strong class="name">${name}</strong><span class="name quiet">${String(properties.$pathname ?? properties.$current_url ?? "")}</span></summary>
        <dl class="properties">${Object.entries(properties).map(([property, value]) => html`<div><dt title=${property}>${propertyName(property)}</dt><dd>${typeof value === "string" ? value : JSON.stringify(value)}</dd></div>`)}
          <div><dt>Look</dt><dd><a href=${addressOf(app.id, "events", question, { name })}>All events of this name</a></dd></div></dl>
      </details></li>`)}</ol>
    </section>`,
  );
}
