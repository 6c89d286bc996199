/** What makes a visitor belong to a cohort, to be written down and to be said. */

import { html, useState } from "../../vendor/preact.js";
import { EventPicker } from "../../parts/picking/pickers.js";
import { Problem } from "../../parts/problem.js";
import { Tabs } from "../../parts/tabs.js";
import { whileBusy } from "../../shell/browser/dom.js";
import { FilterBar } from "../../shell/filter-bar.js";
import { asked, filterAsked, saidFilter } from "../../shell/question/filters.js";
import { counted, day } from "../../shell/browser/formats.js";
import { addDays, dateIn } from "../../shell/question/range.js";

const KINDS = { did: "By what they did", funnel: "By a funnel" };
const OUTCOMES = { reached: "reached", droppedOff: "dropped off after" };
const SPANS = { last: "In the last days", between: "Between two days" };
const USUAL_DAYS = 30;

/** A definition in a sentence. */
export function saidDefinition(definition, funnels) {
  const { kind, lastDays, from, to } = definition;
  const when = lastDays ? `in the last ${counted(lastDays, "day")}` : `from ${shortly(from)} up to ${shortly(to)}`;
  if (kind === "funnel") {
    const funnel = definition.steps ? ownFunnel(definition) : funnels.find(({ id }) => id === definition.funnelId);
    const step = funnel?.steps[definition.step - 1];
    return `entered ${funnel ? `“${funnel.name}”` : "a funnel"} ${when} and ${OUTCOMES[definition.outcome]} step ${definition.step}${step ? `, ${step.label || step.event || "any event"}` : ""}`;
  }
  const { event, atLeast = 1, atMost, filters = [] } = definition;
  const times = atMost == null ? (atLeast === 1 ? "" : ` at least ${atLeast} times`) : atMost === atLeast ? ` exactly ${counted(atLeast, "time")}` : ` ${atLeast} to ${atMost} times`;
  const shown = filters.map(filterAsked).filter(Boolean).map(saidFilter);
  const more = filters.length - shown.length ? [counted(filters.length - shown.length, "more condition")] : [];
  return `did ${event === null ? "anything" : `“${event}”`}${times} ${when}${filters.length ? `, where ${[...shown, ...more].join(" and ")}` : ""}`;
}

/** The funnel of a definition that has steps of its own: it is none of the saved ones. */
const ownFunnel = ({ steps }) => ({ id: "own", name: steps.map(({ label, event }) => label || event || "any event").join(" → "), steps });

/** What a definition says of its funnel beside its steps, which stays while the funnel does. */
const besides = ({ conversionWindowSeconds, order, exclusions, filters }) => Object.fromEntries(Object.entries({ conversionWindowSeconds, order, exclusions, filters }).filter(([, value]) => value !== undefined));

const shortly = (told) => (told.length > 10 ? told : day(`${told}T00:00:00Z`));

/** `save(name, definition)`; the name is asked for where there is no definition yet. */
export function CohortForm({ app, question, funnels: saved, definition, save, word }) {
  const funnels = definition?.steps ? [ownFunnel(definition), ...saved] : saved;
  const today = dateIn(question.timezone);
  const given = definition ?? { kind: "did", event: null, lastDays: USUAL_DAYS };
  const [name, setName] = useState("");
  const [kind, setKind] = useState(given.kind);
  const [event, setEvent] = useState(given.event ?? null);
  const [least, setLeast] = useState(String(given.atLeast ?? 1));
  const [most, setMost] = useState(given.atMost == null ? "" : String(given.atMost));
  const fitting = (given.filters ?? []).map(filterAsked);
  const [filters, setFilters] = useState(fitting.filter(Boolean));
  const [funnelId, setFunnel] = useState(given.steps ? "own" : (given.funnelId ?? funnels[0]?.id ?? ""));
  const [step, setStep] = useState(given.step ?? 1);
  const [outcome, setOutcome] = useState(given.outcome ?? "reached");
  const [span, setSpan] = useState(given.lastDays || !given.from ? "last" : "between");
  const [days, setDays] = useState(String(given.lastDays ?? USUAL_DAYS));
  const [from, setFrom] = useState((given.from ?? addDays(today, 1 - USUAL_DAYS)).slice(0, 10));
  const [to, setTo] = useState(given.to ? addDays(given.to.slice(0, 10), -1) : today);
  const [problem, tell] = useState(null);
  const [told, say] = useState("");
  const funnel = funnels.find(({ id }) => id === (funnelId || funnels[0]?.id));
  // What the bar cannot show is kept as it is.
  const others = (given.filters ?? []).filter((_, index) => !fitting[index]);
  const within = { timezone: given.timezone ?? question.timezone, ...(span === "last" ? { lastDays: Number(days) } : { from, to: addDays(to, 1) }) };
  const written =
    kind === "did"
      ? { kind, event, ...within, filters: [...asked(filters), ...others], atLeast: Number(least), ...(most === "" ? {} : { atMost: Number(most) }) }
      : { kind, ...(funnel?.id === "own" ? { steps: given.steps } : { funnelId: funnel?.id }), ...(funnel && funnel.id === (given.steps ? "own" : given.funnelId) ? besides(given) : {}), step, outcome, ...within };
  const submit = (submitted) => {
    submitted.preventDefault();
    if (kind === "funnel" && !funnel) return;
    say("");
    whileBusy(submitted.currentTarget.querySelector("[type=submit]"), () => save(name.trim(), written).then(() => (tell(null), say("Saved.")), tell));
  };
  const choice = (label, value, choices, set) => html`<label>${label} <select onChange=${({ target }) => set(target.value)}>${Object.entries(choices).map(([one, said]) => html`<option value=${one} selected=${one === String(value)}>${said}</option>`)}</select></label>`;
  const number = (label, value, set, more = {}) => html`<label>${label} <input class="brief" type="number" min="1" step="1" value=${value} onInput=${({ target }) => set(target.value)} ...${more} /></label>`;
  return html`<form class="stack" id="cohort-form" onSubmit=${submit}>
    ${!definition && html`<label>Name <input name="name" required maxlength="100" autocomplete="off" placeholder="Frequent buyers" value=${name} onInput=${({ target }) => setName(target.value)} /></label>`}
    <${Tabs} name="Kind" tabs=${KINDS} chosen=${kind} pick=${setKind} />
    ${kind === "did"
      ? html`<div class="stack">
          <div class="field"><span>Visitors who did</span><${EventPicker} app=${app} label="Event" event=${event} pick=${setEvent} /></div>
          <div class="row">${number("At least, times", least, setLeast, { required: true })}${number("At most", most, setMost, { placeholder: "any" })}</div>
          <div class="field"><span>Where</span><${FilterBar} app=${app} question=${{ ...question, filter: filters, ofCohort: true }} change=${({ filter }) => setFilters(filter)} /></div>
          ${others.length > 0 && html`<p class="hint">and ${counted(others.length, "condition")} that can only be changed over the API; kept as they are.</p>`}
        </div>`
      : funnels.length
        ? html`<div class="stack">
            ${choice("Of those who entered", funnel?.id, Object.fromEntries(funnels.map((one) => [one.id, one.name])), (id) => (setFunnel(id), setStep(1)))}
            ${choice("whoever", outcome, OUTCOMES, setOutcome)}
            ${choice("step", step, Object.fromEntries((funnel?.steps ?? []).map((one, index) => [index + 1, `${index + 1}. ${one.label || one.event || "Any event"}`])), (one) => setStep(Number(one)))}
          </div>`
        : html`<p class="hint">No funnel is saved yet: save one in Funnels first.</p>`}
    <${Tabs} name="When" tabs=${SPANS} chosen=${span} pick=${setSpan} />
    ${span === "last"
      ? number("Days, today among them", days, setDays, { max: 3660, required: true })
      : html`<div class="row"><label>First day <input type="date" required value=${from} onInput=${({ target }) => setFrom(target.value)} /></label><label>Last day <input type="date" required value=${to} onInput=${({ target }) => setTo(target.value)} /></label></div>`}
    <p class="hint" aria-live="polite">In words: ${saidDefinition(written, funnels)}.</p>
    ${problem && html`<${Problem} problem=${problem} />`}
    <div class="actions"><button type="submit" class="primary" aria-disabled=${kind === "funnel" && !funnel}>${word}</button><span class="quiet" role="status">${told}</span></div>
  </form>`;
}
