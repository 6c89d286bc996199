/** Links to a board, or to one report of it: what there is, and one more; whoever has one sees it without signing in. */

import { html, useId, useState } from "../vendor/preact.js";
import { Dialog } from "../parts/dialog.js";
import { Skeleton } from "../parts/panel.js";
import { Problem } from "../parts/problem.js";
import { call } from "../shell/asking/api.js";
import { useFetched } from "../shell/asking/fetching.js";
import { whileBusy } from "../shell/browser/dom.js";
import { counted, moment } from "../shell/browser/formats.js";

const DAY_MS = 86_400_000;
const ENDS = { 7: "In a week", 30: "In 30 days", 90: "In 90 days", 365: "In a year", "": "Not by itself" };
const USUAL_END = "30";
const CALM_MS = 1600;

/** `of` is `{dashboardId}` or `{savedReportId}`, `name` what that is called. */
export function Sharing({ app, of, name, close }) {
  const root = `/api/apps/${app.id}/shares`;
  const kept = useFetched(root);
  const [made, tellMade] = useState(null);
  const [problem, tell] = useState(null);
  const [[word, id]] = Object.entries(of);
  const links = (kept.answer?.shares ?? []).filter((one) => one[word] === id);
  const may = !app.team || app.team.role.split(",").includes("owner");
  const end = (share) =>
    call("DELETE", `${root}/${share.id}`).then(() => {
      tell(null);
      if (made?.id === share.id) tellMade(null);
      return kept.again();
    }, tell);
  return html`<${Dialog} title=${`Share “${name}”`} close=${close} wide>
    ${kept.problem ? html`<${Problem} problem=${kept.problem} again=${kept.again} />` : !kept.answer && html`<${Skeleton} height="3rem" />`}
    ${problem && html`<${Problem} problem=${problem} />`}
    ${made && html`<${Made} made=${made} />`}
    ${links.length > 0 && html`<ul class="links" aria-label="Links">${links.map((share) => html`<${Link} key=${share.id} share=${share} end=${may && (() => end(share))} />`)}</ul>`}
    ${may
      ? html`<${Form} make=${(said) => call("POST", root, { ...of, ...said }).then((share) => (tell(null), tellMade(share), kept.again()), tell)} />`
      : html`<p class="hint">${links.length ? "" : "There is no link to it. "}Links are made and ended by the app’s owners.</p>`}
  </${Dialog}>`;
}

function Form({ make }) {
  const [ends, setEnd] = useState(USUAL_END);
  const [framed, frame] = useState(false);
  const submit = (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const { password, sites } = form.elements;
    const embedOn = framed ? sites.value.split(/[\s,]+/).filter(Boolean) : [];
    const said = { ...(ends ? { expiresAt: new Date(Date.now() + Number(ends) * DAY_MS).toISOString() } : {}), ...(password.value ? { password: password.value } : {}), ...(embedOn.length ? { embedOn } : {}) };
    whileBusy(form.querySelector("[type=submit]"), () => make(said));
  };
  return html`<form class="stack" onSubmit=${submit}>
    <p class="hint">Whoever has the link sees it as it is, and nothing else of the app: no other range, no filter, no visitor. Nobody has to sign in.</p>
    <div class="row">
      <label>It ends <select name="ends" onChange=${({ target }) => setEnd(target.value)}>${Object.entries(ENDS).map(([days, said]) => html`<option value=${days} selected=${days === ends}>${said}</option>`)}</select></label>
      <label>Password, if it shall have one <input name="password" minlength="8" maxlength="128" autocomplete="off" spellcheck="false" /></label>
    </div>
    <label class="check"><input type="checkbox" checked=${framed} onChange=${({ target }) => frame(target.checked)} /> It may stand in a frame on other sites</label>
    ${framed && html`<label>Those sites, each as https:// and its host <input name="sites" required autocomplete="off" spellcheck="false" /></label>`}
    <div class="actions"><button type="submit" class="primary">Make a link</button></div>
  </form>`;
}

/** The address, this once. */
function Made({ made }) {
  const frame = `<iframe src="${made.url}" width="100%" height="900" title="${made.name.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;")}"></iframe>`;
  return html`<div class="notice made" role="status">
    <p class="notice-title">Take it along now: its address is not shown again.</p>
    <${Copied} label="Address of the link" text=${made.url} />
    ${made.embedOn.length > 0 && html`<${Copied} label="Frame for a page" text=${frame} />`}
  </div>`;
}

function Copied({ label, text }) {
  const id = useId();
  const [said, say] = useState("Copy");
  const copy = () => navigator.clipboard.writeText(text).then(() => say("Copied"), () => say("Press Ctrl+C")).then(() => setTimeout(() => say("Copy"), CALM_MS));
  return html`<div class="row copied"><label for=${id}>${label}</label><input id=${id} readonly value=${text} onFocus=${({ target }) => target.select()} /><button type="button" class="small" aria-label=${`Copy: ${label}`} onClick=${copy}>${said}</button></div>`;
}

function Link({ share, end }) {
  const { createdAt, expiresAt, isOpen, hasPassword, embedOn, views, viewedAt } = share;
  const told = [
    isOpen ? (expiresAt ? `until ${moment(expiresAt)}` : "no end") : "ended",
    hasPassword && "with a password",
    embedOn.length > 0 && `in frames of ${embedOn.join(", ")}`,
    views ? `${counted(views, "view")}, last ${moment(viewedAt)}` : "not viewed yet",
  ];
  const act = ({ currentTarget }) => whileBusy(currentTarget, end);
  return html`<li><span>Made ${moment(createdAt)}</span> <span class="quiet">${told.filter(Boolean).join(" · ")}</span>${end && html` <button type="button" class="small" aria-label=${`End the link made ${moment(createdAt)}`} onClick=${act}>End</button>`}</li>`;
}
