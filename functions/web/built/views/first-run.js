import{html as h,useEffect as P,useRef as W,useState as y}from"../shell/start.js";function n(e,t,...s){return U(document.createElement(e),t,s)}function U(e,t,s){for(let[o,r]of Object.entries(t??{}))typeof r=="function"?e.addEventListener(o.slice(2),r):r===!0?e.setAttribute(o,""):r!==!1&&r!=null&&e.setAttribute(o,r);return e.append(...s.flat().filter(o=>o!=null&&o!==!1)),e}var B=1600;function b(e,t,s){return n("div",{class:"code"},n("div",{class:"code-head"},n("span",{class:"quiet"},t),L(e,s)),n("pre",{tabindex:"0","aria-label":s},n("code",{},e)))}function L(e,t){let s=n("span",{"aria-live":"polite"},"Copy"),o=async()=>{try{await navigator.clipboard.writeText(e),s.textContent="Copied"}catch{s.textContent="Press Ctrl+C",N(r.closest(".code, .key").querySelector("code, output"))}setTimeout(()=>s.textContent="Copy",B)},r=n("button",{type:"button",class:"small copy","aria-label":`Copy ${t}`,onclick:o},s);return r}function N(e){getSelection().selectAllChildren(e)}function A(e,t){let s=new URL(e).host,o=(r,a,c)=>({id:r.toLowerCase().replaceAll(/\W+/g,"-"),title:r,note:a,code:c});return[o("Segment, web","npm install @segment/analytics-next",`import { AnalyticsBrowser } from "@segment/analytics-next"

const analytics = AnalyticsBrowser.load({
  writeKey: "${t}",
  cdnSettings: { integrations: { "Segment.io": { apiKey: "${t}", apiHost: "${s}/v1", protocol: "${e.split(":")[0]}" } } },
})`),o("Segment, Node","npm install @segment/analytics-node",`import { Analytics } from "@segment/analytics-node"

const analytics = new Analytics({ writeKey: "${t}", host: "${e}" })`),o("RudderStack, web","npm install @rudderstack/analytics-js",`import { RudderAnalytics } from "@rudderstack/analytics-js"

const rudder = new RudderAnalytics()
rudder.load("${t}", "${e}", { configUrl: "${e}" })`),o("RudderStack, Node","npm install @rudderstack/rudder-sdk-node",`import RudderAnalytics from "@rudderstack/rudder-sdk-node"

const rudder = new RudderAnalytics("${t}", { dataPlaneUrl: "${e}" })`),o("Amplitude","npm install @amplitude/analytics-browser",`import * as amplitude from "@amplitude/analytics-browser"

amplitude.init("${t}", { serverUrl: "${e}/2/httpapi", fetchRemoteConfig: false })`),o("Mixpanel","npm install mixpanel-browser",`import mixpanel from "mixpanel-browser"

mixpanel.init("${t}", { api_host: "${e}" })`),o("Plausible","Serve their script beside your pages; the key stands in the place of the domain.",`<script defer src="/plausible.js" data-domain="${t}" data-api="${e}/api/event"><\/script>`),o("Umami","Serve their script beside your pages; the key is its website.",`<script defer src="/umami.js" data-website-id="${t}" data-host-url="${e}"><\/script>`),o("OpenPanel","npm install @openpanel/web",`import { OpenPanel } from "@openpanel/web"

const op = new OpenPanel({ apiUrl: "${e}", clientId: "${t}", trackScreenViews: true })`),o("Rybbit","npm install @rybbit/js",`import rybbit from "@rybbit/js"

await rybbit.init({ analyticsHost: "${e}/api", siteId: "${t}" })`),o("Snowplow","npm install @snowplow/browser-tracker",`import { newTracker, trackPageView } from "@snowplow/browser-tracker"

newTracker("spoor", "${e}", { appId: "${t}" })
trackPageView()`),o("Jitsu","npm install @jitsu/js",`import { jitsuAnalytics } from "@jitsu/js"

const jitsu = jitsuAnalytics({ host: "${e}", writeKey: "${t}" })`),o("Google, gtag.js","Put your own measurement id in the place of G-XXXXXXX.",`gtag("config", "G-XXXXXXX", { server_container_url: "${e}/${t}" })`),o("Google, Measurement Protocol","From a server.",`curl "${e}/mp/collect?measurement_id=G-XXXXXXX&api_secret=${t}" \\
  -d '{"client_id": "visitor-1", "events": [{"name": "order_completed", "params": {"plan": "pro"}}]}'`)]}var w="local",C=[{storage:"local",title:"People",means:"A random id stays in the browser. Tabs, visits and days of one browser are one visitor: the usual choice."},{storage:"session",title:"Visits",means:"The id goes when the tab is closed. Each tab and each visit is a new visitor, until the page says who it is."},{storage:"none",title:"Days",means:"Nothing is stored on the device. Visitors are told apart for a day, by address and browser; who comes back tomorrow is new, and charts say that they count days instead of people."}],x=e=>e===w?"":` data-storage="${e}"`;function T(e){let t=n("p",{class:"quiet",role:"status"}),s=({storage:r,means:a})=>{t.replaceChildren(a),e(r)},o=C.map((r,a)=>n("label",{},n("input",{type:"radio",name:"storage",value:r.storage,checked:a===0,onchange:()=>s(r)}),n("span",{},r.title)));return t.replaceChildren(C[0].means),n("div",{class:"storage-choice"},n("span",{"aria-hidden":"true"},"Count"),n("fieldset",{class:"segments"},n("legend",{class:"unseen"},"Count visitors as"),o),t)}function j(e,t,s=w){let o=e.startsWith(`${globalThis.location?.origin}/`),r=`{
  api_host: "${e}",${o?"":`
  disable_compression: true,`}
}`;return[{id:"spoor",title:"Web, spoor.js",note:"Spoor's own tracker, two kilobytes: page views by themselves, and what you tell it.",code:`<script defer src="${e}/spoor.js" data-key="${t}"${x(s)}><\/script>`,event:'spoor.track("order completed", { plan: "pro" })',stores:!0},{id:"browser",title:"Web, npm",note:"npm install posthog-js",code:`import posthog from "posthog-js"

posthog.init("${t}", ${r})`,event:'posthog.capture("order completed", { plan: "pro" })'},{id:"html",title:"Web, HTML",note:"Serve array.js, from the dist folder of the npm package posthog-js, beside your page.",code:`<script src="/array.js"><\/script>
<script>
posthog.init("${t}", ${r})
<\/script>`,event:'posthog.capture("order completed", { plan: "pro" })'},{id:"node",title:"Node",note:"npm install posthog-node",code:`import { PostHog } from "posthog-node"

const posthog = new PostHog("${t}", { host: "${e}" })

posthog.capture({ distinctId: "visitor-1", event: "order completed", properties: { plan: "pro" } })
await posthog.shutdown()`},{id:"python",title:"Python",note:"pip install posthog",code:`from posthog import Posthog

posthog = Posthog("${t}", host="${e}")

posthog.capture("order completed", distinct_id="visitor-1", properties={"plan": "pro"})
posthog.shutdown()`},{id:"fetch",title:"fetch",note:"No library at all: one event, a list, or {events: […]}.",code:`await fetch("${e}/v1/events", {
  method: "POST",
  headers: { "Content-Type": "application/json", Authorization: "Bearer ${t}" },
  body: JSON.stringify({ name: "order completed", anonymousId: "visitor-1", properties: { plan: "pro" } }),
})`},{id:"curl",title:"curl",note:"To see it work from a terminal; the answer is a receipt.",code:`curl ${e}/v1/events \\
  -H "Authorization: Bearer ${t}" \\
  -H "Content-Type: application/json" \\
  -d '{"name": "order completed", "anonymousId": "visitor-1", "properties": {"plan": "pro"}}'`}]}function k(e,t,s){let o=j(t,s),r=n("div",{class:"snippet"}),a=l=>{let{event:i,title:p,stores:f}=o[l],g=n("div",{}),$=I=>{let S=j(t,s,I)[l];g.replaceChildren(b(S.code,S.note,`the snippet for ${p}`))};$(w),r.replaceChildren(...f?[T($)]:[],g,...i?[b(i,"Then, where something happens:",`an event for ${p}`)]:[])},c=o.map((l,i)=>n("label",{},n("input",{type:"radio",name:"snippet",value:l.id,checked:i===0,onchange:()=>a(i)}),n("span",{},l.title))),d=n("fieldset",{class:"segments"},n("legend",{class:"unseen"},"Send events from"),c),u=A(t,s),m=n("select",{onchange:({target:l})=>{let i=u.find(({id:p})=>p===l.value);for(let p of d.querySelectorAll("input"))p.checked=!1;i&&r.replaceChildren(b(i.code,i.note,`the snippet for ${i.title}`))}},n("option",{value:""},"Choose …"),u.map(({id:l,title:i})=>n("option",{value:l},i)));d.addEventListener("change",()=>m.value=""),e.replaceChildren(d,n("label",{class:"other-tracker"},"Or the tracker you have already ",m),r),a(0)}import{Skeleton as K}from"../shell/start.js";import{Problem as R}from"../shell/start.js";import{askOnce as H}from"../shell/start.js";import{useFetched as M}from"../shell/start.js";import{addressOf as O}from"../shell/start.js";import{call as q}from"../shell/start.js";import{whileBusy as E}from"../shell/start.js";import{counted as X,since as G}from"../shell/start.js";import{addDays as _,dateIn as F,rangeOf as D}from"../shell/start.js";var V=3e3,z=6e4;function ge({go:e}){let[t,s]=y(null),o=r=>{r.preventDefault();let a=r.currentTarget;E(a.querySelector("button"),async()=>{s(null);try{let c=await q("POST","/api/apps",{name:a.elements.name.value.trim()});location.assign(`/dashboard/${c.id}`)}catch(c){s(c)}})};return h`<section class="panel welcome" aria-labelledby="first-app-title">
    <h1 id="first-app-title">Welcome. What shall we follow?</h1>
    <p class="quiet">An app is one product or site whose events belong together. You can add more later.</p>
    ${t&&h`<${R} problem=${t} />`}
    <form class="row" onSubmit=${o}>
      <label>Name of the app <input name="name" required maxlength="100" placeholder="Webshop" autocomplete="off" /></label>
      <button type="submit" class="primary">Create the app</button>
    </form>
  </section>`}function $e({app:e,ingest:t,arrived:s,otherwise:o}){let[r,a]=y(null),[c,d]=y(null),u=W(null);if(P(()=>{let m,l=V,i=!1,p=async()=>{let f=document.visibilityState==="visible"?await J(e.id):null;if(f)return i?s():a(!1);f===!1&&a(i=!0),l=Math.min(l*1.1,z),m=setTimeout(p,l)};return p(),()=>clearTimeout(m)},[e.id]),P(()=>{u.current&&e.apiKey&&k(u.current,t,e.apiKey)},[r,e.apiKey]),r===null)return h`<${K} height="30rem" />`;if(!r)return o;let v=({currentTarget:m})=>E(m,()=>Y(e,t).then(()=>d(null),d));return h`<section id="first-event" class="panel welcome" aria-labelledby="first-event-title">
    <h1 id="first-event-title">No events yet: here is the snippet</h1>
    <p class="quiet">Paste it into your product. This page goes on by itself when the first event arrives.</p>
    ${c&&h`<${R} problem=${c} />`}
    <div id="snippets" ref=${u} />
    <p class="waiting" role="status"><span class="pulse" aria-hidden="true" />Waiting for the first event … <button type="button" class="small" onClick=${v}>Send a test event</button></p>
  </section>`}function Se({app:e,question:t,close:s}){let{answer:o}=M(`/api/apps/${e.id}/catalog?${new URLSearchParams(D({...t,range:"30d"}))}`),r=o?.events.toSorted((d,u)=>Date.parse(u.lastSeenAt)-Date.parse(d.lastSeenAt))[0];if(!r)return null;let a=o.events.length-1,c=O(e.id,"events",t,{name:r.name});return h`<section id="arrived" class="panel whole welcome" aria-labelledby="arrived-title">
    <div class="panel-head"><h2 id="arrived-title">It works: your first event is here</h2><button type="button" class="icon" aria-label="Close" onClick=${s}>×</button></div>
    <p role="status"><strong class="name">${r.name}</strong> arrived ${G(r.lastSeenAt)}${r.count>1?`, ${X(r.count,"time")} so far`:""}${a>0?`, and ${X(a,"other kind")} of event`:""}.</p>
    <ul>
      <li><a href=${c}>See all that it brought along</a>: its visitor, its time, its properties.</li>
      <li>Send a second kind of event where something matters: a sign-up, an order. <a href=${`/settings/${e.id}`}>The snippets stay in Settings</a>.</li>
      <li>With two kinds a <a href=${O(e.id,"funnels",t)}>funnel</a> says how many get from one to the other, who does not, and since when.</li>
    </ul>
  </section>`}async function J(e){let t=_(F("UTC"),2),s={report:"trends",from:_(t,-365),to:t,interval:"month",series:[{event:null,measure:"total"}]},{any:o}=await H(e,{any:s});return o?.answer?o.answer.series[0].total>0:null}async function Y(e,t){let s={name:"test event",anonymousId:"spoor-dashboard",properties:{sentFrom:"dashboard"}},o;try{let r=await fetch(`${t}/v1/events`,{method:"POST",credentials:"omit",headers:{"content-type":"application/json",authorization:`Bearer ${e.apiKey}`},body:JSON.stringify(s)});if(r.ok)return;o=(await r.json()).message}catch(r){o=r.message}throw{message:`The test event did not arrive at ${t}: ${o}`,status:0}}export{Se as Arrived,ge as FirstApp,$e as FirstEvent};
