/** Cohorts: visitors by what they did or how far they got, under a name; who they are now, and how many. */

import { html, useEffect, useState } from "../vendor/preact.js";
import { Empty, Panel } from "../parts/panel.js";
import { Problem } from "../parts/problem.js";
import { Table } from "../parts/table.js";
import { addressOf } from "../shell/question/address.js";
import { call } from "../shell/asking/api.js";
import { useFetched } from "../shell/asking/fetching.js";
import { ask } from "../shell/browser/dialog.js";
import { count, counted, day } from "../shell/browser/formats.js";
import { COHORT, segmentsChanged } from "../shell/asking/segments.js";
import { text } from "../shell/question/words.js";
import { CohortForm, saidDefinition } from "./cohorts/form.js";

const PAGE = 100;
const NEW = "new";

export const words = { cohort: text("", 64) };
export const bars = [];
export const asks = () => ({});

export function View(props) {
  const { app, question } = props;
  const kept = useFetched(`/api/apps/${app.id}/cohorts`);
  const saved = useFetched(`/api/apps/${app.id}/funnels`);
  const funnels = saved.answer?.funnels ?? [];
  const cohorts = kept.answer?.cohorts ?? [];
  const chosen = cohorts.find(({ id }) => id === question.cohort);
  const part = question.cohort === "" ? List : question.cohort === NEW ? Made : chosen ? One : kept.answer ? Gone : Waiting;
  return html`<div class="view"><${part} key=${question.cohort} ...${{ ...props, kept, cohorts, funnels, chosen }} /></div>`;
}

function List({ app, question, change, kept, cohorts, funnels }) {
  const sizes = useSizes(app.id, kept.answer?.cohorts);
  const who = ({ id }) => html`<a href=${addressOf(app.id, "overview", { ...question, filter: [[COHORT, "is", id]] })}>Overview of them</a>`;
  return html`<div class="view-head"><h1>Cohorts</h1><button type="button" class="small primary" onClick=${() => change({ cohort: NEW })}>New cohort</button></div>
    <${Panel} title="Kept for this app" note="whoever fits is in it, today or tomorrow" of=${kept} again=${kept.again} height="20rem" wide>
      ${() => (cohorts.length
        ? html`<${Table} name="Cohorts" rows=${cohorts} pick=${({ id }) => change({ cohort: id })} columns=${[
            { title: "Cohort", of: ({ name }) => name },
            { title: "Visitors", number: true, of: ({ id }) => sizes.get(id) ?? "…" },
            { title: "Who", of: ({ definition }) => saidDefinition(definition, funnels) },
            { title: "Since", of: ({ createdAt }) => day(createdAt, question.timezone) },
            { title: "Look", of: who },
          ]} />`
        : html`<${Empty} title="Who do you want to tell apart?">
            <p>A cohort is a group of visitors by what they did, or by how far they got in a funnel. Every report can be filtered by it.</p>
            <p class="actions"><button type="button" class="small" onClick=${() => change({ cohort: NEW })}>Define the first one</button></p>
          </${Empty}>`)}
    </${Panel}>`;
}

/** How many visitors each has, asked one after the other, since a large one takes its time. */
function useSizes(appId, cohorts) {
  const [sizes, set] = useState(new Map());
  useEffect(() => {
    const own = new AbortController();
    const look = async () => {
      for (const { id } of cohorts ?? []) {
        const found = await call("GET", `/api/apps/${appId}/cohorts/${id}/size`, undefined, { signal: own.signal }).catch(() => null);
        if (own.signal.aborted) return;
        set((before) => new Map(before).set(id, count(found?.visitors)));
      }
    };
    look();
    return () => own.abort();
  }, [appId, cohorts]);
  return sizes;
}

function Made({ app, question, change, kept, funnels }) {
  const make = async (name, definition) => {
    const made = await call("POST", `/api/apps/${app.id}/cohorts`, { name, definition });
    segmentsChanged(app.id);
    await kept.again();
    change({ cohort: made.id }, { replace: true });
  };
  return html`<div class="view-head"><h1>New cohort</h1><${Back} change=${change} /></div>
    <section class="panel middle" aria-label="Definition"><${CohortForm} app=${app} question=${question} funnels=${funnels} save=${make} word="Keep it" /></section>`;
}

function One({ app, question, change, kept, chosen, funnels }) {
  const [problem, tell] = useState(null);
  const [turn, next] = useState(0);
  const path = `/api/apps/${app.id}/cohorts/${chosen.id}`;
  const changed = async () => {
    segmentsChanged(app.id);
    await kept.again();
    next(turn + 1);
  };
  const attempt = (work) => () => work().then(() => tell(null), tell);
  const rename = attempt(async () => {
    const name = await ask({ title: "Rename this cohort", action: "Rename", field: { label: "Name", value: chosen.name } });
    if (!name) return;
    await call("PATCH", path, { name });
    await changed();
  });
  const remove = attempt(async () => {
    const said = "Only its definition goes; no visitor and no event is touched. Links and boards that filter by it will say that it is not there.";
    if ((await ask({ title: `Delete “${chosen.name}”?`, text: said, action: "Delete", danger: true })) === null) return;
    await call("DELETE", path);
    segmentsChanged(app.id);
    await kept.again();
    change({ cohort: "" }, { replace: true });
  });
  const save = async (_, definition) => {
    await call("PATCH", path, { definition });
    await changed();
  };
  const filtered = { ...question, filter: [[COHORT, "is", chosen.id]] };
  const ways = ["overview", "trends", "funnels", "retention"];
  return html`<div class="view-head"><h1>${chosen.name}</h1>
      <div class="row"><button type="button" class="small" onClick=${rename}>Rename</button><button type="button" class="small" onClick=${remove}>Delete</button><${Back} change=${change} /></div>
    </div>
    ${problem && html`<${Problem} problem=${problem} />`}
    <div class="columns">
      <section class="panel" aria-labelledby="definition-title">
        <h2 id="definition-title">Definition</h2>
        <${CohortForm} key=${`${chosen.id} ${funnels.length}`} app=${app} question=${question} funnels=${funnels} definition=${chosen.definition} save=${save} word="Save" />
      </section>
      <div class="stack">
        <${Members} key=${turn} app=${app} question=${question} path=${path} said=${saidDefinition(chosen.definition, funnels)} />
        <p class="row ways"><span class="quiet">Only them in</span>${ways.map((view) => html`<a class="button small" href=${addressOf(app.id, view, filtered)}>${view[0].toUpperCase()}${view.slice(1)}</a>`)}</p>
      </div>
    </div>`;
}

/** Who is in it now, page by page in the order of their ids. */
function Members({ app, question, path, said }) {
  const size = useFetched(`${path}/size`);
  const first = useFetched(`${path}/visitors?limit=${PAGE}`);
  const [later, setLater] = useState({ pages: [], problem: null });
  const pages = first.answer ? [first.answer, ...later.pages] : [];
  const cursor = pages.at(-1)?.nextCursor;
  const more = () =>
    call("GET", `${path}/visitors?limit=${PAGE}&cursor=${encodeURIComponent(cursor)}`).then(
      (page) => setLater({ pages: [...later.pages, page], problem: null }),
      (problem) => setLater({ ...later, problem }),
    );
  const rows = pages.flatMap((page) => page.visitors);
  const link = (id) => html`<a href=${addressOf(app.id, "visitors", { ...question, filter: [] }, { visitor: id })}>${id}</a>`;
  return html`<${Panel} title="Who is in it now" of=${first} again=${first.again} height="24rem" wide actions=${html`<a class="button small" href=${`${path}/visitors?format=csv&limit=1000`} download>CSV</a>`}>
    ${() => html`<p class="figures"><strong class="big" id="cohort-size">${size.problem ? "–" : size.answer ? count(size.answer.visitors) : "…"}</strong> <span class="quiet">${said}</span></p>
      ${rows.length
        ? html`<${Table} name="Visitors of the cohort" rows=${rows} limit=${100_000} columns=${[{ title: counted(rows.length, "visitor") + (cursor ? ", so far" : ""), of: link }]} />
            ${later.problem && html`<${Problem} problem=${later.problem} again=${more} />`}
            ${cursor && html`<p class="actions"><button type="button" onClick=${more}>More visitors</button></p>`}`
        : html`<${Empty} title="Nobody fits just now"><p>Whoever fits later will be in it by itself.</p></${Empty}>`}`}
  </${Panel}>`;
}

const Back = ({ change }) => html`<button type="button" class="small" onClick=${() => change({ cohort: "" })}>All cohorts</button>`;

function Gone({ change }) {
  return html`<div class="view-head"><h1>Cohorts</h1></div><section class="panel"><${Empty} title="This cohort is not there"><p>It may have been deleted.</p><p class="actions"><${Back} change=${change} /></p></${Empty}></section>`;
}

const Waiting = ({ kept }) => html`<div class="view-head"><h1>Cohorts</h1></div><${Panel} title="Definition" of=${kept} again=${kept.again} height="24rem" wide>${() => null}</${Panel}>`;
