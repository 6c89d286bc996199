/** What stands round every view: the bar with the apps, the way to the other views, and the foot. */

import { html, useLayoutEffect, useRef, useState } from "../vendor/preact.js";
import { addressOf } from "./question/address.js";
import { call } from "./asking/api.js";
import { applyTheme, currentTheme, nextTheme, THEMES } from "./browser/colours.js";
import { clock } from "./browser/formats.js";
import { Undo } from "../parts/undo.js";
import { Help } from "./help.js";
import { useShortcuts } from "./keyboard.js";
import { forgetAccount } from "./browser/memory.js";
import { Search } from "./search.js";
import { GROUPS, PAGES, VIEWS } from "./registry.js";
import { RANGES } from "./question/range.js";

export function Frame({ apps, who, app, view, question, change, go, asOf, ways = [], busy, again, waiting, children }) {
  const [open, setOpen] = useState("");
  const to = (name) => go(question ? addressOf(app.id, name, question) : `/dashboard/${app?.id ?? ""}`);
  const jumps = Object.entries(VIEWS).map(([name, { key }]) => [`g ${key}`, () => to(name)]);
  const pages = Object.values(PAGES).map(({ key, address }) => [`g ${key}`, () => location.assign(address(app.id))]);
  const ranges = change ? Object.entries(RANGES).filter(([, { key }]) => key) : [];
  useShortcuts({
    ...(app?.id ? Object.fromEntries([...jumps, ...pages]) : {}),
    ...Object.fromEntries(ranges.map(([range, { key }]) => [key, () => change({ range })])),
    "/": () => setOpen("search"),
    "?": () => setOpen("help"),
    ...(again ? { r: again } : {}),
  });
  const close = () => setOpen("");
  return html`<${Bar} apps=${apps} app=${app} who=${who} view=${view} go=${go} search=${() => setOpen("search")} />
    <div class="frame">
      <${Ways} app=${app} view=${view} question=${question} />
      <main id="main" aria-busy=${Boolean(busy || waiting)}>
        ${children}
        ${waiting && html`<p class="unseen">Loading …</p>`}
      </main>
    </div>
    <footer class="foot">
      <span aria-live="off">
        ${asOf && html`as of ${clock(asOf, question?.timezone)} · ${question?.timezone}${origin(ways)}`}
        ${again && html` <button type="button" class="link" onClick=${again}>Refresh</button>`}
      </span>
      <span>
        <${ThemeButton} />
        <button type="button" class="link" onClick=${() => setOpen("help")}>Shortcuts</button>
        <a href="/api/docs">API</a>
      </span>
    </footer>
    <${Undo} />
    ${open === "search" && html`<${Search} close=${close} apps=${apps ?? []} app=${app} to=${to} go=${go} question=${question} />`}
    ${open === "help" && html`<${Help} close=${close} />`}`;
}

/** Where the answers are from, if any is from sealed days. */
function origin(ways) {
  const sealed = ways.filter((way) => way.startsWith("lake"));
  if (!sealed.length) return "";
  return html` · <span title="Sealed days are read from files, which is faster; what is open or changed since is read from the database.">${sealed.length < ways.length ? "partly from the lake" : "from the lake"}</span>`;
}

function Bar({ apps, app, who, view, go, search }) {
  const choose = ({ target }) =>
    target.value === "" ? location.assign("/settings") : go(`/dashboard/${target.value}${view === "overview" ? "" : `/${view}`}`);
  const leave = async ({ target }) => {
    target.setAttribute("aria-disabled", "true");
    await call("POST", "/api/auth/sign-out", {}).then(
      () => (forgetAccount(), location.assign("/sign-in")),
      () => target.removeAttribute("aria-disabled"),
    );
  };
  const shown = apps ?? (app?.id ? [app] : []);
  return html`<header class="top">
    <a class="brand" href="/dashboard"><span class="mark" aria-hidden="true" /><span>Spoor</span></a>
    <label class="chooser">
      <span class="unseen">App</span>
      <select id="app-chooser" onChange=${choose} value=${app?.id}>
        ${!app?.id && html`<option value="">Choose an app</option>`}
        ${shown.map(({ id, name }) => html`<option value=${id} selected=${id === app?.id}>${name || "…"}</option>`)}
        ${apps && html`<hr /><option value="">All apps, new app …</option>`}
      </select>
    </label>
    <button type="button" class="find small" onClick=${search}>Search<kbd aria-hidden="true">/</kbd></button>
    <nav aria-label="Main">
      <a href="/dashboard" aria-current="page">Dashboard</a>
      <a href="/settings">Settings</a>
    </nav>
    <a id="who" class="who" href=${PAGES.account.address()} title="Your account">${who || "Account"}</a>
    <button type="button" id="sign-out" class="small" onClick=${leave}>Sign out</button>
  </header>`;
}

function Ways({ app, view, question }) {
  const nav = useRef(/** @type {HTMLElement | null} */ (null));
  // On a small screen the views are one line, which may have to be moved along until the one that is open is seen.
  useLayoutEffect(() => {
    const { current: line } = nav;
    const open = /** @type {HTMLElement | undefined} */ (line?.querySelector("[aria-current]"));
    if (line && open) line.scrollLeft = open.offsetLeft - (line.clientWidth - open.offsetWidth) / 2;
  }, [view]);
  const way = (name) =>
    html`<li>
      <a
        href=${app?.id ? (question ? addressOf(app.id, name, question) : `/dashboard/${app.id}${name === "overview" ? "" : `/${name}`}`) : "/dashboard"}
        aria-current=${name === view ? "page" : null}
        >${VIEWS[name].title}</a
      >
    </li>`;
  return html`<nav class="side" aria-label="Views" ref=${nav}>
    ${GROUPS.map(([title, names]) => html`<div>${title && html`<p class="group">${title}</p>`}<ul>${names.map(way)}</ul></div>`)}
    ${app?.id && Object.values(PAGES).map(({ address, title, group }) => html`<div><p class="group">${group}</p><ul><li><a href=${address(app.id)}>${title}</a></li></ul></div>`)}
  </nav>`;
}

function ThemeButton() {
  const [theme, setTheme] = useState(currentTheme());
  const next = () => (applyTheme(nextTheme(theme)), setTheme(nextTheme(theme)));
  return html`<button type="button" class="link" onClick=${next}>Theme: ${THEMES[theme]}</button>`;
}
