import{html as u,useEffect as A,useRef as N,useState as y}from"../shell/start.js";function r(e,t,...n){return j(document.createElement(e),t,n)}function j(e,t,n){for(let[s,o]of Object.entries(t??{}))typeof o=="function"?e.addEventListener(s.slice(2),o):o===!0?e.setAttribute(s,""):o!==!1&&o!=null&&e.setAttribute(s,o);return e.append(...n.flat().filter(s=>s!=null&&s!==!1)),e}var _=1600;function g(e,t,n){return r("div",{class:"code"},r("div",{class:"code-head"},r("span",{class:"quiet"},t),I(e,n)),r("pre",{tabindex:"0","aria-label":n},r("code",{},e)))}function I(e,t){let n=r("span",{"aria-live":"polite"},"Copy"),s=async()=>{try{await navigator.clipboard.writeText(e),n.textContent="Copied"}catch{n.textContent="Press Ctrl+C",B(o.closest(".code, .key").querySelector("code, output"))}setTimeout(()=>n.textContent="Copy",_)},o=r("button",{type:"button",class:"small copy","aria-label":`Copy ${t}`,onclick:s},n);return o}function B(e){getSelection().selectAllChildren(e)}var b="local",w=[{storage:"local",title:"People",means:"A random id stays in the browser. Tabs, visits and days of one browser are one visitor: the usual choice."},{storage:"session",title:"Visits",means:"The id goes when the tab is closed. Each tab and each visit is a new visitor, until the page says who it is."},{storage:"none",title:"Days",means:"Nothing is stored on the device. Visitors are told apart for a day, by address and browser; who comes back tomorrow is new, and charts say that they count days instead of people."}],$=e=>e===b?"":` data-storage="${e}"`;function S(e){let t=r("p",{class:"quiet",role:"status"}),n=({storage:o,means:a})=>{t.replaceChildren(a),e(o)},s=w.map((o,a)=>r("label",{},r("input",{type:"radio",name:"storage",value:o.storage,checked:a===0,onchange:()=>n(o)}),r("span",{},o.title)));return t.replaceChildren(w[0].means),r("div",{class:"storage-choice"},r("span",{"aria-hidden":"true"},"Count"),r("fieldset",{class:"segments"},r("legend",{class:"unseen"},"Count visitors as"),s),t)}function C(e,t,n=b){let s=`{
  api_host: "${e}",
  disable_compression: true,
}`;return[{id:"spoor",title:"Web, spoor.js",note:"Spoor's own tracker, two kilobytes: page views by themselves, and what you tell it.",code:`<script defer src="${e}/spoor.js" data-key="${t}"${$(n)}><\/script>`,event:'spoor.track("order completed", { plan: "pro" })',stores:!0},{id:"browser",title:"Web, npm",note:"npm install posthog-js",code:`import posthog from "posthog-js"

posthog.init("${t}", ${s})`,event:'posthog.capture("order completed", { plan: "pro" })'},{id:"html",title:"Web, HTML",note:"Serve array.js, from the dist folder of the npm package posthog-js, beside your page.",code:`<script src="/array.js"><\/script>
<script>
posthog.init("${t}", ${s})
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
  -d '{"name": "order completed", "anonymousId": "visitor-1", "properties": {"plan": "pro"}}'`}]}function T(e,t,n){let s=C(t,n),o=r("div",{class:"snippet"}),a=c=>{let{event:i,title:f,stores:p}=s[c],d=r("div",{}),h=v=>{let m=C(t,n,v)[c];d.replaceChildren(g(m.code,m.note,`the snippet for ${f}`))};h(b),o.replaceChildren(...p?[S(h)]:[],d,...i?[g(i,"Then, where something happens:",`an event for ${f}`)]:[])},l=s.map((c,i)=>r("label",{},r("input",{type:"radio",name:"snippet",value:c.id,checked:i===0,onchange:()=>a(i)}),r("span",{},c.title)));e.replaceChildren(r("fieldset",{class:"segments"},r("legend",{class:"unseen"},"Send events from"),l),o),a(0)}import{Skeleton as L}from"../shell/start.js";import{Problem as P}from"../shell/start.js";import{askOnce as W,useFetched as R}from"../shell/start.js";import{addressOf as x}from"../shell/start.js";import{call as q}from"../shell/start.js";import{whileBusy as E}from"../shell/start.js";import{counted as k,since as H}from"../shell/start.js";import{addDays as O,dateIn as K,rangeOf as M}from"../shell/start.js";var U=3e3,D=6e4;function ue({go:e}){let[t,n]=y(null),s=o=>{o.preventDefault();let a=o.currentTarget;E(a.querySelector("button"),async()=>{n(null);try{let l=await q("POST","/api/apps",{name:a.elements.name.value.trim()});location.assign(`/dashboard/${l.id}`)}catch(l){n(l)}})};return u`<section class="panel welcome" aria-labelledby="first-app-title">
    <h1 id="first-app-title">Welcome. What shall we follow?</h1>
    <p class="quiet">An app is one product or site whose events belong together. You can add more later.</p>
    ${t&&u`<${P} problem=${t} />`}
    <form class="row" onSubmit=${s}>
      <label>Name of the app <input name="name" required maxlength="100" placeholder="Webshop" autocomplete="off" /></label>
      <button type="submit" class="primary">Create the app</button>
    </form>
  </section>`}function he({app:e,ingest:t,arrived:n,otherwise:s}){let[o,a]=y(null),[l,c]=y(null),i=N(null);if(A(()=>{let p,d=U,h=!1,v=async()=>{let m=document.visibilityState==="visible"?await F(e.id):null;if(m)return h?n():a(!1);m===!1&&a(h=!0),d=Math.min(d*1.1,D),p=setTimeout(v,d)};return v(),()=>clearTimeout(p)},[e.id]),A(()=>{i.current&&e.apiKey&&T(i.current,t,e.apiKey)},[o,e.apiKey]),o===null)return u`<${L} height="30rem" />`;if(!o)return s;let f=({currentTarget:p})=>E(p,()=>z(e,t).then(()=>c(null),c));return u`<section id="first-event" class="panel welcome" aria-labelledby="first-event-title">
    <h1 id="first-event-title">No events yet: here is the snippet</h1>
    <p class="quiet">Paste it into your product. This page goes on by itself when the first event arrives.</p>
    ${l&&u`<${P} problem=${l} />`}
    <div id="snippets" ref=${i} />
    <p class="waiting" role="status"><span class="pulse" aria-hidden="true" />Waiting for the first event … <button type="button" class="small" onClick=${f}>Send a test event</button></p>
  </section>`}function me({app:e,question:t,close:n}){let{answer:s}=R(`/api/apps/${e.id}/catalog?${new URLSearchParams(M({...t,range:"30d"}))}`),o=s?.events.toSorted((c,i)=>Date.parse(i.lastSeenAt)-Date.parse(c.lastSeenAt))[0];if(!o)return null;let a=s.events.length-1,l=x(e.id,"events",t,{name:o.name});return u`<section id="arrived" class="panel whole welcome" aria-labelledby="arrived-title">
    <div class="panel-head"><h2 id="arrived-title">It works: your first event is here</h2><button type="button" class="icon" aria-label="Close" onClick=${n}>×</button></div>
    <p role="status"><strong class="name">${o.name}</strong> arrived ${H(o.lastSeenAt)}${o.count>1?`, ${k(o.count,"time")} so far`:""}${a>0?`, and ${k(a,"other kind")} of event`:""}.</p>
    <ul>
      <li><a href=${l}>See all that it brought along</a>: its visitor, its time, its properties.</li>
      <li>Send a second kind of event where something matters: a sign-up, an order. <a href=${`/settings/${e.id}`}>The snippets stay in Settings</a>.</li>
      <li>With two kinds a <a href=${x(e.id,"funnels",t)}>funnel</a> says how many get from one to the other, who does not, and since when.</li>
    </ul>
  </section>`}async function F(e){let t=O(K("UTC"),2),n={report:"trends",from:O(t,-365),to:t,interval:"month",series:[{event:null,measure:"total"}]},{any:s}=await W(e,{any:n});return s?.answer?s.answer.series[0].total>0:null}async function z(e,t){let n={name:"test event",anonymousId:"spoor-dashboard",properties:{sentFrom:"dashboard"}},s;try{let o=await fetch(`${t}/v1/events`,{method:"POST",credentials:"omit",headers:{"content-type":"application/json",authorization:`Bearer ${e.apiKey}`},body:JSON.stringify(n)});if(o.ok)return;s=(await o.json()).message}catch(o){s=o.message}throw{message:`The test event did not arrive at ${t}: ${s}`,status:0}}export{me as Arrived,ue as FirstApp,he as FirstEvent};
