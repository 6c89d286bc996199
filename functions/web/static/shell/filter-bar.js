/** The filters that the whole view is under: each can be turned round, changed or taken away, and more can be added. */

import { html, useEffect, useState } from "../vendor/preact.js";
import { Choices } from "../parts/picking/choices.js";
import { Menu } from "../parts/menu.js";
import { useCatalog, valuesOf } from "./asking/catalog.js";
import { filterFor, OPERATORS, propertyName, saidFilter, withFilter } from "./question/filters.js";
import { rangeOf } from "./question/range.js";
import { COHORT, useSegments } from "./asking/segments.js";

/** Where events name the accounts that they belong to, by their types. */
const GROUPS = "$groups";
const OPPOSITE = { is: "isNot", isNot: "is", contains: "notContains", notContains: "contains", isSet: "isNotSet", isNotSet: "isSet" };

export function FilterBar({ app, question, change }) {
  const { filter } = question;
  useSegments(app.id, filter.some((one) => JSON.stringify(one).includes(COHORT)));
  const put = (filters) => change({ filter: filters });
  const replace = (index, one) => put(one ? filter.with(index, one) : filter.toSpliced(index, 1));
  return html`<div class="filter-bar" role="group" aria-label="Filters">
    ${question.group && html`<span class="chip"><span class="part">Counts accounts: ${question.group}<button type="button" class="icon" aria-label="Count visitors again" onClick=${() => change({ group: "" })}>×</button></span></span>`}
    ${filter.map((one, index) => html`<${Chip} key=${JSON.stringify(one)} app=${app} question=${question} filter=${one} replace=${(other) => replace(index, other)} />`)}
    <${Menu} label="Add a filter" said="+ Filter" small>
      ${(close) => html`<${FilterEditor} app=${app} question=${question} done=${(one) => (close(), put(withFilter(filter, one)))} count=${(group) => (close(), change({ group }))} />`}
    </${Menu}>
    ${filter.length > 1 && html`<button type="button" class="link" onClick=${() => put([])}>Clear all</button>`}
  </div>`;
}

function Chip({ app, question, filter, replace }) {
  const or = html`<${Menu} label=${`Or something else than: ${saidFilter(filter)}`} said="or" small>
    ${(close) => html`<${FilterEditor} app=${app} question=${question} done=${(one) => (close(), replace({ any: [...(filter.any ?? [filter]), one] }))} />`}
  </${Menu}>`;
  const out = html`<button type="button" class="icon" aria-label=${`Take out: ${saidFilter(filter)}`} onClick=${() => replace(null)}>×</button>`;
  if (filter.any) {
    const shorter = (index) => {
      const rest = filter.any.toSpliced(index, 1);
      replace(rest.length > 1 ? { any: rest } : rest[0]);
    };
    return html`<span class="chip">
      ${filter.any.map((one, index) => html`<span class="part">${index > 0 && html`<span class="quiet">or </span>`}${saidFilter(one)}<button type="button" class="icon" aria-label=${`Take out: ${saidFilter(one)}`} onClick=${() => shorter(index)}>×</button></span>`)}
      ${or}
    </span>`;
  }
  const [property, operator, value, option] = filter;
  const turned = OPPOSITE[operator];
  return html`<span class="chip">
    <${Menu} label=${`Change the filter ${saidFilter(filter)}`} said=${saidFilter(filter)} small>
      ${(close) => html`<${FilterEditor} app=${app} question=${question} filter=${filter} done=${(one) => (close(), replace(one))} />`}
    </${Menu}>
    ${turned && html`<button type="button" class="icon" title="Turn it round" aria-label=${`Turn round: ${saidFilter(filter)}`} onClick=${() => replace([property, turned, value, ...(option ? [option] : [])])}>⇄</button>`}
    ${or}${out}
  </span>`;
}

/**
 * A property, an operator, and the values that there are, or others; without cohorts where one is defined (`ofCohort`).
 * Of the accounts that events name a type is taken, to `count` these.
 */
export function FilterEditor({ app, question, filter, done, count }) {
  const catalog = useCatalog(app.id);
  const segments = useSegments(app.id, !question.ofCohort);
  const [property, setProperty] = useState(filter?.[0] ?? "");
  const [operator, setOperator] = useState(filter?.[1] ?? "is");
  const [chosen, choose] = useState(filter && filter[2] !== null ? [filter[2]].flat() : []);
  const [typed, type] = useState("");
  const [values, setValues] = useState([]);
  useEffect(() => {
    if (!property) return undefined;
    const own = new AbortController();
    const events = catalog.events.map(({ name, count }) => ({ value: name, count }));
    if (property === "$name") setValues(events);
    else if (property === COHORT) setValues(segments.map(({ id, name }) => ({ value: id, said: name })));
    else valuesOf(app.id, property, rangeOf(question), own.signal).then(setValues, () => setValues([]));
    return () => own.abort();
  }, [property, segments.length]);
  const types = [...new Set(values.flatMap(({ value }) => (property === GROUPS && value && typeof value === "object" ? Object.keys(value) : [])))];
  if (property === GROUPS && count)
    return html`<${Choices} label="Count accounts in the place of visitors" choices=${types.map((value) => ({ value }))} typed=${typed} type=${type} pick=${({ value }) => count(value)} enter=${() => typed.trim() && count(typed.trim())} focused />`;
  if (!property) {
    const choices = [{ value: "$name", said: "Event" }, ...(segments.length ? [{ value: COHORT, said: "Cohort" }] : []), ...catalog.properties.map(({ name }) => ({ value: name, said: propertyName(name), note: propertyName(name) === name ? "" : name }))];
    return html`<${Choices} label="Property" choices=${choices} typed=${typed} type=${type} pick=${({ value }) => (type(""), setProperty(value))} focused loading=${catalog.loading} />`;
  }
  const { values: takes } = OPERATORS[operator];
  const numbers = catalog.properties.find(({ name }) => name === property)?.types?.includes("number");
  const meant = (text) => (numbers && text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text);
  const toggle = (value) => choose(takes === "many" ? (chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]) : [value]);
  const all = [...chosen, ...(typed !== "" && !chosen.includes(meant(typed)) ? [meant(typed)] : [])];
  const complete = takes === "none" || (takes === "two" ? all.length === 2 : all.length > 0);
  const submit = (event) => {
    event.preventDefault();
    if (!complete) return;
    const value = takes === "none" ? null : takes === "two" ? all : all.length === 1 ? all[0] : all;
    done(takes === "many" && all.length === 1 && operator === "is" ? filterFor(property, all[0]) : [property, operator, value]);
  };
  const offered = [...chosen.filter((one) => !values.some(({ value }) => value === one)).map((value) => ({ value })), ...values];
  return html`<form class="stack" onSubmit=${submit}>
    <p class="row between-ends"><strong>${propertyName(property)}</strong><button type="button" class="link" onClick=${() => (setProperty(""), choose([]))}>Another property</button></p>
    <label><span class="unseen">How</span><select value=${operator} onChange=${({ target }) => setOperator(target.value)}>
      ${Object.entries(OPERATORS).filter(([name]) => property !== COHORT || ["is", "isNot"].includes(name)).map(([name, { said }]) => html`<option value=${name} selected=${name === operator}>${said}</option>`)}
    </select></label>
    ${takes !== "none" && html`<${Choices} label=${takes === "two" ? "From, then to" : "Value"} choices=${offered.map(({ value, said, count }) => ({ value, said: said ?? (value === "" ? "(empty)" : String(value)), count, on: chosen.includes(value) }))}
      typed=${typed} type=${type} pick=${({ value }) => (toggle(value), type(""))} enter=${() => typed !== "" && (toggle(meant(typed)), type(""))} focused />`}
    <button type="submit" class="small primary" aria-disabled=${!complete}>Apply</button>
  </form>`;
}
