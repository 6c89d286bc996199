/** The links of an app: what each shows and to whom, how often it was viewed, and its end. */

import { call } from "../../shell/asking/api.js";
import { byId, h, whileBusy } from "../../shell/browser/dom.js";
import { isOwner } from "../members/roles.js";
import { clear, showProblem } from "../notice.js";

const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const notice = byId("links-notice");
const list = byId("links");
const said = (time) => MOMENT.format(new Date(time));

/** Opens the section for an app; where there is no link, it says where one is made. */
export async function openLinks(app) {
  clear(notice);
  try {
    const { shares } = await call("GET", `/api/apps/${app.id}/shares`);
    const may = isOwner(app.team?.role ?? "owner");
    byId("links-none").hidden = shares.length > 0;
    list.replaceChildren(...shares.map((share) => row(app, share, may)));
  } catch (error) {
    showProblem(notice, error, () => openLinks(app));
  }
}

function row(app, share, may) {
  const { id, name, dashboardId, isOpen, expiresAt, hasPassword, embedOn, views, viewedAt, createdAt } = share;
  const told = [
    isOpen ? (expiresAt ? `until ${said(expiresAt)}` : "no end") : "ended",
    hasPassword && "with a password",
    embedOn.length > 0 && `in frames of ${embedOn.join(", ")}`,
    views ? `${views} ${views === 1 ? "view" : "views"}, last ${said(viewedAt)}` : "not viewed yet",
    `made ${said(createdAt)}`,
  ];
  const what = dashboardId ? h("a", { href: `/dashboard/${app.id}/boards?board=${dashboardId}` }, name) : name;
  const end = h("button", { type: "button", class: "small", "aria-label": `End the link to ${name}` }, "End");
  end.onclick = () =>
    whileBusy(end, async () => {
      clear(notice);
      try {
        await call("DELETE", `/api/apps/${app.id}/shares/${id}`);
        await openLinks(app);
      } catch (error) {
        showProblem(notice, error);
      }
    });
  return h("li", {}, h("span", { class: "name" }, what), h("span", { class: "quiet" }, told.filter(Boolean).join(" · ")), may && end);
}
