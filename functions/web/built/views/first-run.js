import{html as b,useEffect as x,useRef as B,useState as g}from"../shell/start.js";function r(e,t,...s){return P(document.createElement(e),t,s)}function P(e,t,s){for(let[n,o]of Object.entries(t??{}))typeof o=="function"?e.addEventListener(n.slice(2),o):o===!0?e.setAttribute(n,""):o!==!1&&o!=null&&e.setAttribute(n,o);return e.append(...s.flat().filter(n=>n!=null&&n!==!1)),e}var j=1600;function v(e,t,s){return r("div",{class:"code"},r("div",{class:"code-head"},r("span",{class:"quiet"},t),k(e,s)),r("pre",{tabindex:"0","aria-label":s},r("code",{},e)))}function k(e,t){let s=r("span",{"aria-live":"polite"},"Copy"),n=async()=>{try{await navigator.clipboard.writeText(e),s.textContent="Copied"}catch{s.textContent="Press Ctrl+C",_(o.closest(".code, .key").querySelector("code, output"))}setTimeout(()=>s.textContent="Copy",j)},o=r("button",{type:"button",class:"small copy","aria-label":`Copy ${t}`,onclick:n},s);return o}function _(e){getSelection().selectAllChildren(e)}var y="local",w=[{storage:"local",title:"People",means:"A random id stays in the browser. Tabs, visits and days of one browser are one visitor: the usual choice."},{storage:"session",title:"Visits",means:"The id goes when the tab is closed. Each tab and each visit is a new visitor, until the page says who it is."},{storage:"none",title:"Days",means:"Nothing is stored on the device. Visitors are told apart for a day, by address and browser; who comes back tomorrow is new, and charts say that they count days instead of people."}],$=e=>e===y?"":` data-storage="${e}"`;function S(e){let t=r("p",{class:"quiet",role:"status"}),s=({storage:o,means:i})=>{t.replaceChildren(i),e(o)},n=w.map((o,i)=>r("label",{},r("input",{type:"radio",name:"storage",value:o.storage,checked:i===0,onchange:()=>s(o)}),r("span",{},o.title)));return t.replaceChildren(w[0].means),r("div",{class:"storage-choice"},r("span",{"aria-hidden":"true"},"Count"),r("fieldset",{class:"segments"},r("legend",{class:"unseen"},"Count visitors as"),n),t)}function C(e,t,s=y){let n=`{
  api_host: "${e}",
  disable_compression: true,
}`;return[{id:"spoor",title:"Web, spoor.js",note:"Spoor's own tracker, two kilobytes: page views by themselves, and what you tell it.",code:`<script defer src="${e}/spoor.js" data-key="${t}"${$(s)}><\/script>`,event:'spoor.track("order completed", { plan: "pro" })',stores:!0},{id:"browser",title:"Web, npm",note:"npm install posthog-js",code:`import posthog from "posthog-js"

posthog.init("${t}", ${n})`,event:'posthog.capture("order completed", { plan: "pro" })'},{id:"html",title:"Web, HTML",note:"Serve array.js, from the dist folder of the npm package posthog-js, beside your page.",code:`<script src="/array.js"><\/script>
<script>
posthog.init("${t}", ${n})
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
  -d '{"name": "order completed", "anonymousId": "visitor-1", "properties": {"plan": "pro"}}'`}]}function T(e,t,s){let n=C(t,s),o=r("div",{class:"snippet"}),i=c=>{let{event:a,title:m,stores:p}=n[c],d=r("div",{}),h=f=>{let u=C(t,s,f)[c];d.replaceChildren(v(u.code,u.note,`the snippet for ${m}`))};h(y),o.replaceChildren(...p?[S(h)]:[],d,...a?[v(a,"Then, where something happens:",`an event for ${m}`)]:[])},l=n.map((c,a)=>r("label",{},r("input",{type:"radio",name:"snippet",value:c.id,checked:a===0,onchange:()=>i(a)}),r("span",{},c.title)));e.replaceChildren(r("fieldset",{class:"segments"},r("legend",{class:"unseen"},"Send events from"),l),o),i(0)}import{Problem as O}from"../shell/start.js";import{askOnce as I}from"../shell/start.js";import{call as N}from"../shell/start.js";import{whileBusy as E}from"../shell/start.js";import{addDays as A,dateIn as q}from"../shell/start.js";var L=3e3,W=6e4;function se({go:e}){let[t,s]=g(null),n=o=>{o.preventDefault();let i=o.currentTarget;E(i.querySelector("button"),async()=>{s(null);try{let l=await N("POST","/api/apps",{name:i.elements.name.value.trim()});location.assign(`/dashboard/${l.id}`)}catch(l){s(l)}})};return b`<section class="panel welcome" aria-labelledby="first-app-title">
    <h1 id="first-app-title">Welcome. What shall we follow?</h1>
    <p class="quiet">An app is one product or site whose events belong together. You can add more later.</p>
    ${t&&b`<${O} problem=${t} />`}
    <form class="row" onSubmit=${n}>
      <label>Name of the app <input name="name" required maxlength="100" placeholder="Webshop" autocomplete="off" /></label>
      <button type="submit" class="primary">Create the app</button>
    </form>
  </section>`}function ne({app:e,ingest:t,arrived:s,otherwise:n}){let[o,i]=g(null),[l,c]=g(null),a=B(null);if(x(()=>{let p,d=L,h=async f=>{let u=document.visibilityState==="visible"?await H(e.id):null;if(f&&u!==null&&i(!u),u)return f?void 0:s();d=Math.min(d*1.1,W),p=setTimeout(h,d)};return h(!0),()=>clearTimeout(p)},[e.id]),x(()=>{a.current&&e.apiKey&&T(a.current,t,e.apiKey)},[o,e.apiKey]),o===null)return null;if(!o)return n;let m=({currentTarget:p})=>E(p,()=>K(e,t).then(()=>c(null),c));return b`<section id="first-event" class="panel welcome" aria-labelledby="first-event-title">
    <h1 id="first-event-title">No events yet: here is the snippet</h1>
    <p class="quiet">Paste it into your product. This page goes on by itself when the first event arrives.</p>
    ${l&&b`<${O} problem=${l} />`}
    <div id="snippets" ref=${a} />
    <p class="waiting" role="status"><span class="pulse" aria-hidden="true" />Waiting for the first event … <button type="button" class="small" onClick=${m}>Send a test event</button></p>
  </section>`}async function H(e){let t=A(q("UTC"),2),s={report:"trends",from:A(t,-365),to:t,interval:"month",series:[{event:null,measure:"total"}]},{any:n}=await I(e,{any:s});return n?.answer?n.answer.series[0].total>0:null}async function K(e,t){let s={name:"test event",anonymousId:"spoor-dashboard",properties:{sentFrom:"dashboard"}},n;try{let o=await fetch(`${t}/v1/events`,{method:"POST",credentials:"omit",headers:{"content-type":"application/json",authorization:`Bearer ${e.apiKey}`},body:JSON.stringify(s)});if(o.ok)return;n=(await o.json()).message}catch(o){n=o.message}throw{message:`The test event did not arrive at ${t}: ${n}`,status:0}}export{se as FirstApp,ne as FirstEvent};
