/** The dashboard: which app and which view the address names, and what to show where it names none that is there. */

import { html, useEffect, useMemo, useState } from "../vendor/preact.js";
import { Problem } from "../parts/problem.js";
import { placeOf, read, write } from "./question/address.js";
import { call, isPassing, knownApps, session, signInAgain } from "./asking/api.js";
import { Frame } from "./frame.js";
import { remember, remembered } from "./browser/memory.js";
import { followed, usePlace } from "./question/place.js";
import { VIEWS } from "./registry.js";
import { Shown } from "./shown.js";
import { Later } from "./later.js";

const MOST_WAIT_MS = 30_000;

/** The whole of it. `ingest` is where trackers send to. */
export function Dashboard({ ingest }) {
  const [{ path, search }, go] = usePlace();
  const { appId: named, view: wanted } = placeOf(path);
  const [account, setAccount] = useState({ apps: null, closed: [], who: "", problem: null });
  const last = remembered("lastApp");
  const appId = named ?? (account.apps?.find(({ id }) => id === last) ?? account.apps?.[0] ?? { id: account.apps ? "" : last }).id;
  const app = account.apps
    ? account.apps.find(({ id }) => id === appId)
    : { id: appId, name: appId === last ? remembered("lastAppName") : "" };
  const known = Object.hasOwn(VIEWS, wanted ?? "overview");
  const view = known ? (wanted ?? "overview") : "overview";
  const [begun, begin] = useState(!appId);
  const [missed, miss] = useState(0);

  // The first figures come first; whose apps there are is asked when they are on their way to the screen.
  const meet = async () => {
    setAccount((before) => ({ ...before, problem: null }));
    try {
      const [{ apps, closedTeams: closed = [] }, answer] = await Promise.all([call("GET", "/api/apps"), session()]);
      if (!answer) await signInAgain();
      setAccount({ apps, closed, who: answer.user.email, problem: null });
    } catch (problem) {
      setAccount((before) => ({ ...before, problem }));
      if (isPassing(problem)) miss((times) => times + 1);
    }
  };
  useEffect(() => void (begun && meet()), [begun]);
  useEffect(() => {
    const timer = missed ? setTimeout(meet, Math.min(2000 * missed, MOST_WAIT_MS)) : 0;
    return () => clearTimeout(timer);
  }, [missed]);
  useEffect(() => {
    knownApps.addEventListener("gone", meet);
    return () => knownApps.removeEventListener("gone", meet);
  }, []);
  useEffect(() => {
    if (!account.apps || !app) return;
    remember("lastApp", app.id);
    remember("lastAppName", app.name);
    if (!named) go(`/dashboard/${app.id}${search}`, { replace: true });
  }, [account.apps, app?.id]);

  const shared = { apps: account.apps, who: account.who, app, view, go, search };
  if (account.problem && !account.apps && !appId)
    return html`<${Frame} ...${shared}><${Problem} problem=${account.problem} again=${meet} /></${Frame}>`;
  if (account.closed.length && !app?.id) return html`<${Frame} ...${shared}><${Closed} teams=${account.closed} /></${Frame}>`;
  if (account.apps?.length === 0 && !named) return html`<${Frame} ...${shared}><${Later} load=${firstRun} part="FirstApp" go=${go} /></${Frame}>`;
  if (!app) return html`<${Frame} ...${shared}><${Gone} apps=${account.apps} /></${Frame}>`;
  if (!appId) return html`<${Frame} ...${shared} />`;
  return html`<div onClick=${(event) => followed(event, go)}>
    <${View} ...${shared} key=${appId} foulView=${known ? "" : wanted} ingest=${ingest} settled=${() => begin(true)} />
  </div>`;
}

const firstRun = () => import("../views/first-run.js");

/** Loads a view's code, reads its question from the address, and shows it. */
function View({ view, search, go, app, foulView, ...rest }) {
  const [code, setCode] = useState(/** @type {any} */ ({}));
  const load = () =>
    VIEWS[view].load().then(
      (module) => setCode({ view, module }),
      () => setCode({ view, problem: { message: "This view could not be loaded: Spoor may have been updated meanwhile. Load the page again.", status: 0 } }),
    );
  useEffect(() => void load(), [view]);
  const ready = code.view === view ? code.module : null;
  const { question, foul } = useMemo(() => read(ready?.words ?? {}, search), [ready, search]);
  const told = [...(foulView ? [{ name: "view", given: foulView, said: Object.keys(VIEWS).join(", ") }] : []), ...(ready ? foul : [])];
  const change = (part, options) => {
    const root = `/dashboard/${app.id}${view === "overview" ? "" : `/${view}`}`;
    go(root + write(ready?.words ?? {}, { ...question, ...part }), options);
  };
  useEffect(() => {
    document.title = [app.name, VIEWS[view].title, "Spoor"].filter(Boolean).join(" · ");
  }, [app.name, view]);
  const props = { ...rest, view, search, go, app, question, change, told };
  if (code.view === view && code.problem) {
    const reload = () => location.reload();
    return html`<${Frame} ...${props}><${Problem} problem=${code.problem} again=${reload} word="Load it again" /></${Frame}>`;
  }
  return ready ? html`<${Shown} key=${view} ...${props} code=${ready} />` : html`<${Frame} ...${props} waiting=${true} />`;
}

/** A team asks for a second factor, and the reader has none. */
function Closed({ teams }) {
  return html`<section class="panel middle">
    <h1>${teams.map(({ name }) => name).join(", ")}: a second factor is asked for</h1>
    <p class="quiet">The team’s apps open once signing in asks you for a code from your phone.</p>
    <p><a href="/settings/second-factor">Set it up</a></p>
    <p><a href="/settings">Apps of your own</a></p>
  </section>`;
}

function Gone({ apps }) {
  return html`<section class="panel middle">
    <h1>This app is not there</h1>
    <p class="quiet">It may have been deleted, or it belongs to somebody else.</p>
    <ul class="plain">
      ${apps.map(({ id, name }) => html`<li><a href=${`/dashboard/${id}`}>${name}</a></li>`)}
    </ul>
    ${apps.length === 0 && html`<p><a href="/dashboard">Make an app of your own</a></p>`}
  </section>`;
}
