/** Events: one by one as they arrived, with a live tail, and the catalog of all names and properties. */

import { html, useEffect, useState } from "../vendor/preact.js";
import { Accounts } from "../parts/accounts.js";
import { Empty, Panel } from "../parts/panel.js";
import { EventPicker } from "../parts/picking/pickers.js";
import { Problem } from "../parts/problem.js";
import { Table } from "../parts/table.js";
import { addressOf } from "../shell/question/address.js";
import { call } from "../shell/asking/api.js";
import { useFetched } from "../shell/asking/fetching.js";
import { asked, propertyName } from "../shell/question/filters.js";
import { clock, count, moment, since } from "../shell/browser/formats.js";
import { rangeOf } from "../shell/question/range.js";
import { oneOf, text } from "../shell/question/words.js";

const PARTS = { stream: "One by one", names: "Names", properties: "Properties" };
const PAGE = 50;
const TAIL_MS = 5000;

export const words = {
  part: oneOf(Object.keys(PARTS), "stream"),
  name: text("", 200),
};

export const asks = () => ({});

export function View(props) {
  const { question, change } = props;
  const part = { stream: Stream, names: Names, properties: Properties }[question.part];
  return html`<div class="view">
    <div class="view-head">
      <h1>Events</h1>
      <div class="tabs" role="group" aria-label="Part">${Object.entries(PARTS).map(([name, title]) => html`<button type="button" aria-pressed=${name === question.part} onClick=${() => change({ part: name })}>${title}</button>`)}</div>
    </div>
    <${part} ...${props} />
  </div>`;
}

/** The query string of the explorer for a question. */
function queryOf(question) {
  const filters = asked(question.filter);
  return new URLSearchParams({
    ...rangeOf(question),
    limit: String(PAGE),
    ...(question.name ? { name: question.name } : {}),
    ...(filters.length ? { filters: JSON.stringify(filters) } : {}),
  });
}

function Stream({ app, question, change }) {
  const root = `/api/apps/${app.id}/events?`;
  const query = String(queryOf(question));
  const first = useFetched(`${root}${query}`);
  const [more, setMore] = useState({ query, pages: [], busy: false, problem: null });
  const [tail, follow] = useState(false);
  const later = more.query === query ? more : { query, pages: [], busy: false, problem: null };
  useEffect(() => {
    if (!tail) return undefined;
    const timer = setInterval(() => document.visibilityState === "visible" && first.again(), TAIL_MS);
    return () => clearInterval(timer);
  }, [tail, query]);
  const pages = first.answer ? [first.answer, ...later.pages] : [];
  const cursor = pages.at(-1)?.nextCursor;
  const next = async () => {
    setMore({ ...later, busy: true, problem: null });
    try {
      const page = await call("GET", `${root}${query}&cursor=${encodeURIComponent(cursor)}`);
      setMore({ ...later, pages: [...later.pages, page], busy: false });
    } catch (problem) {
      setMore({ ...later, busy: false, problem });
    }
  };
  const events = pages.flatMap((page) => page.events);
  const actions = html`<${EventPicker} app=${app} label="Event" event=${question.name || null} pick=${(name) => change({ name: name ?? "" })} />
    <button type="button" class="small" aria-pressed=${tail} onClick=${() => follow(!tail)}>${tail ? html`<span class="pulse" aria-hidden="true" /> Live` : "Follow live"}</button>
    <a class="button small" href=${`${root}${query}&format=csv`} download>CSV</a>`;
  return html`<${Panel} title=${question.name || "All events"} note="newest first" of=${first} again=${first.again} height="56rem" wide actions=${actions}>
    ${() => (events.length
      ? html`<ol class="events">${events.map((event) => html`<${Event} key=${event.id} event=${event} app=${app} question=${question} />`)}</ol>
          ${later.problem && html`<${Problem} problem=${later.problem} again=${next} />`}
          ${cursor && !tail && html`<p class="actions"><button type="button" aria-disabled=${later.busy} onClick=${() => !later.busy && next()}>${later.busy ? "Loading …" : "Older events"}</button></p>`}`
      : html`<${Empty} title="No such event in this range"><p>Take a wider range, or take a filter away.</p></${Empty}>`)}
  </${Panel}>`;
}

/** One event: a line that opens to all that it holds. */
function Event({ event, app, question }) {
  const { name, anonymousId, occurredAt, properties } = event;
  const told = properties.$pathname ?? properties.$current_url ?? "";
  const [open, look] = useState(false);
  return html`<li><details onToggle=${({ currentTarget }) => look(currentTarget.open)}>
    <summary><time datetime=${occurredAt} title=${moment(occurredAt, question.timezone)}>${shortly(occurredAt, question.timezone)}</time><strong class="name">${name}</strong><span class="name quiet">${String(told)}</span></summary>
    <dl class="properties">
      <div><dt>Time</dt><dd>${moment(occurredAt, question.timezone)}</dd></div>
      <div><dt>Visitor</dt><dd>${anonymousId === null ? "(nobody)" : html`<a href=${addressOf(app.id, "visitors", question, { visitor: anonymousId })}>${anonymousId}</a>`}</dd></div>
      ${open && html`<${Accounts} app=${app} events=${[event]} />`}
      ${Object.entries(properties).map(([property, value]) => html`<div><dt title=${property}>${propertyName(property)}</dt><dd>${typeof value === "string" ? value : JSON.stringify(value)}</dd></div>`)}
    </dl>
  </details></li>`;
}

/** The time of day of what is fresh, the day of what is older. */
const shortly = (time, timezone) => (Date.now() - Date.parse(time) < 12 * 3_600_000 ? clock(time, timezone, true) : moment(time, timezone));

const catalogOf = (app, question) => `/api/apps/${app.id}/catalog?${new URLSearchParams(rangeOf(question))}`;

function Names({ app, question }) {
  const catalog = useFetched(catalogOf(app, question));
  const link = ({ name }) => html`<a href=${addressOf(app.id, "trends", question, { series: JSON.stringify({ event: name, measure: "total" }) })}>${name}</a>`;
  return html`<${Panel} title="Names of events" of=${catalog} again=${catalog.again} height="24rem" wide>
    ${({ events }) => (events.length
      ? html`<${Table} name="Names of events" rows=${events} columns=${[
          { title: "Event", of: link },
          { title: "Events", number: true, of: (row) => count(row.count) },
          { title: "Last seen", of: ({ lastSeenAt }) => html`<time datetime=${lastSeenAt} title=${moment(lastSeenAt, question.timezone)}>${since(lastSeenAt)}</time>` },
          { title: "Look", of: ({ name }) => html`<a href=${addressOf(app.id, "events", question, { name })}>One by one</a>` },
        ]} />`
      : html`<${Empty} title="Nothing arrived in this range" />`)}
  </${Panel}>`;
}

function Properties({ app, question }) {
  const catalog = useFetched(catalogOf(app, question));
  return html`<${Panel} title="Properties" note="of the newest events" of=${catalog} again=${catalog.again} height="24rem" wide>
    ${({ properties }) => (properties.length
      ? html`<${Table} name="Properties" rows=${properties} columns=${[
          { title: "Property", of: ({ name }) => html`<a href=${addressOf(app.id, "trends", question, { by: name })}>${name}</a>` },
          { title: "Said as", of: ({ name }) => (propertyName(name) === name ? "" : propertyName(name)) },
          { title: "Types", of: ({ types }) => types.join(", ") },
          { title: "Examples", of: ({ examples }) => examples.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join(" · ").slice(0, 200) },
        ]} />`
      : html`<${Empty} title="Nothing arrived in this range" />`)}
  </${Panel}>`;
}
