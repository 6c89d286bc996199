/** One field that leads anywhere: to a view, an app, or the trend of an event. */

import { html, useState } from "../vendor/preact.js";
import { Dialog } from "../parts/dialog.js";
import { Choices } from "../parts/picking/choices.js";
import { addressOf } from "./question/address.js";
import { useCatalog } from "./asking/catalog.js";
import { PAGES, VIEWS } from "./registry.js";

export function Search({ close, apps, app, to, go, question }) {
  const [typed, type] = useState("");
  const catalog = useCatalog(app?.id);
  const choices = [
    ...Object.entries(VIEWS).map(([name, { title }]) => ({ value: title, note: "view", act: () => to(name) })),
    ...(app?.id ? Object.values(PAGES) : []).map(({ title, address }) => ({ value: title, note: "page", act: () => location.assign(address(app.id)) })),
    ...apps.filter(({ id }) => id !== app?.id).map(({ id, name }) => ({ value: name, note: "app", act: () => go(`/dashboard/${id}`) })),
    ...(question ? catalog.events : []).map(({ name }) => ({
      value: name,
      note: "event",
      act: () => go(addressOf(app.id, "trends", question, { series: JSON.stringify({ event: name, measure: "total" }) })),
    })),
  ];
  const pick = (choice) => (close(), choice.act());
  return html`<${Dialog} title="Search" close=${close}>
    <${Choices} label="View, app or event" choices=${choices} typed=${typed} type=${type} pick=${pick} focused />
  </${Dialog}>`;
}
