/** Buttons that open what the catalog has: events with their counts, properties. */

import { html, useState } from "../../vendor/preact.js";
import { useCatalog } from "../../shell/asking/catalog.js";
import { propertyName } from "../../shell/question/filters.js";
import { Choices } from "./choices.js";
import { Menu } from "../menu.js";

/** One event, or any (null); what the catalog does not have can be typed, too. */
export function EventPicker({ app, label, event, pick, any = "Any event" }) {
  return html`<${Menu} label=${label} said=${event ?? any}>
    ${(close) => html`<${Events} app=${app} any=${any} pick=${(name) => (close(), pick(name))} />`}
  </${Menu}>`;
}

function Events({ app, any, pick }) {
  const catalog = useCatalog(app.id);
  const [typed, type] = useState("");
  const choices = [...(any ? [{ value: any, name: null }] : []), ...catalog.events.map(({ name, count }) => ({ value: name, name, count }))];
  return html`<${Choices} label="Event" choices=${choices} typed=${typed} type=${type} pick=${({ name }) => pick(name)} enter=${() => typed.trim() && pick(typed.trim())} focused loading=${catalog.loading} />`;
}

/** One property; `none` is what no property is called, where none may be chosen. */
export function PropertyPicker({ app, label, property, pick, none, numbers }) {
  return html`<span class="inline"><span class="quiet" aria-hidden="true">${label}</span><${Menu} label=${label} said=${property ? propertyName(property) : none} small>
    ${(close) => html`<${Properties} app=${app} none=${none} numbers=${numbers} pick=${(name) => (close(), pick(name))} />`}
  </${Menu}></span>`;
}

function Properties({ app, none, numbers, pick }) {
  const catalog = useCatalog(app.id);
  const [typed, type] = useState("");
  const fitting = catalog.properties.filter(({ types }) => !numbers || !types || types.includes("number"));
  const choices = [
    ...(none ? [{ value: none, name: "" }] : []),
    ...(numbers ? [] : [{ value: "$name", said: "Event", name: "$name" }]),
    ...fitting.map(({ name }) => ({ value: name, said: propertyName(name), note: propertyName(name) === name ? "" : name, name })),
  ];
  return html`<${Choices} label="Property" choices=${choices} typed=${typed} type=${type} pick=${({ name }) => pick(name)} enter=${() => typed.trim() && pick(typed.trim())} focused loading=${catalog.loading} />`;
}
