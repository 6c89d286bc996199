/** Paths: what visitors do one after the other within a session. */

import { html } from "../vendor/preact.js";
import { Sankey } from "../charts/sankey.js";
import { Empty, Panel } from "../parts/panel.js";
import { EventPicker, PropertyPicker } from "../parts/picking/pickers.js";
import { saidValue } from "../parts/bars.js";
import { TableBelow } from "../parts/table.js";
import { common } from "../shell/question/address.js";
import { count } from "../shell/browser/formats.js";
import { text, whole } from "../shell/question/words.js";

export const words = {
  start: text("", 1000),
  end: text("", 1000),
  depth: whole(5, 2, 10),
  limit: whole(12, 1, 50),
  property: text("", 200),
};

export function asks(question) {
  const { start, end, depth, limit, property } = question;
  return {
    paths: {
      report: "paths",
      ...common(question),
      depth,
      limit,
      ...(start ? { startEvent: start } : {}),
      ...(end ? { endEvent: end } : {}),
      ...(property ? { property } : {}),
    },
  };
}

export function View(props) {
  const { app, question, answers, again } = props;
  return html`<div class="view">
    <div class="view-head"><h1>Paths</h1></div>
    <section class="panel whole" aria-label="Question"><${Asked} ...${props} /></section>
    <${Panel} title=${titleOf(question)} of=${answers.paths} again=${again} height="30rem" wide take=${{ appId: app.id, question: asks(question).paths }}>
      ${(answer) => html`<${Answer} ...${props} answer=${answer} />`}
    </${Panel}>
    <p class="hint">Steps are counted within one session; the same step twice in a row counts once. Choose a step to begin there.</p>
  </div>`;
}

function titleOf({ start, end }) {
  if (start && end) return `From ${start} to ${end}`;
  if (start) return `What follows ${start}`;
  return end ? `What leads to ${end}` : "From the first step of a session";
}

function Asked({ app, question, change }) {
  const choose = (name, label) =>
    question.property
      ? html`<label class="inline">${label} <input value=${question[name]} placeholder="anything" maxlength="1000" onChange=${({ target }) => change({ [name]: target.value })} /></label>`
      : html`<span class="inline"><span class="quiet" aria-hidden="true">${label}</span><${EventPicker} app=${app} label=${label} any="Anything" event=${question[name] || null} pick=${(event) => change({ [name]: event ?? "" })} /></span>`;
  const number = (name, label, least, most) => html`<label class="inline">${label} <input class="brief" type="number" min=${least} max=${most} value=${question[name]} onChange=${({ target }) => target.validity.valid && target.value && change({ [name]: Number(target.value) })} /></label>`;
  return html`<div class="row asked">
    ${choose("start", "Beginning with")}
    ${choose("end", "ending with")}
    <${PropertyPicker} app=${app} label="steps named by" none="Event" property=${question.property} pick=${(property) => change({ property, start: "", end: "" })} />
    ${number("depth", "Steps", 2, 10)}
    ${number("limit", "Names", 1, 50)}
    ${(question.start || question.end) && html`<button type="button" class="small" onClick=${() => change({ start: "", end: "" })}>From the beginning</button>`}
  </div>`;
}

function Answer({ answer, question, change }) {
  if (!answer.links.length) {
    return html`<${Empty} title=${answer.nodes.length ? "Nothing follows" : "Nobody came this way"}>
      <p>${answer.nodes.length ? "Every session of this range ends with its first step." : "No session of this range has such a step."}</p>
    </${Empty}>`;
  }
  const nodes = answer.nodes.map(({ id, step, name, visitors }) => ({ id, step, name, said: saidValue(name), figure: visitors }));
  const named = new Map(nodes.map((node) => [node.id, node]));
  const pick = ({ name }) => name !== "$other" && change({ start: name, end: "" });
  const columns = [
    { title: "Step", of: ({ source }) => `${named.get(source).step}. ${named.get(source).said}` },
    { title: "Next", of: ({ target }) => named.get(target).said },
    { title: "Sessions", number: true, of: (link) => count(link.count) },
  ];
  return html`<${Sankey} name=${titleOf(question)} nodes=${nodes} links=${answer.links} pick=${pick} height=${Math.max(360, 34 * Math.max(...perStep(nodes)))} />
    <${TableBelow} name=${titleOf(question)} rows=${answer.links} columns=${columns} />`;
}

function perStep(nodes) {
  const found = new Map();
  for (const { step } of nodes) found.set(step, (found.get(step) ?? 0) + 1);
  return [...found.values()];
}
