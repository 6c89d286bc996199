import{html as d,useEffect as w,useRef as P,useState as f}from"../shell/start.js";function s(t,e,...o){return T(document.createElement(t),e,o)}function T(t,e,o){for(let[n,r]of Object.entries(e??{}))typeof r=="function"?t.addEventListener(n.slice(2),r):r===!0?t.setAttribute(n,""):r!==!1&&r!=null&&t.setAttribute(n,r);return t.append(...o.flat().filter(n=>n!=null&&n!==!1)),t}var x=1600;function v(t,e,o){return s("div",{class:"code"},s("div",{class:"code-head"},s("span",{class:"quiet"},e),j(t,o)),s("pre",{tabindex:"0","aria-label":o},s("code",{},t)))}function j(t,e){let o=s("span",{"aria-live":"polite"},"Copy"),n=async()=>{try{await navigator.clipboard.writeText(t),o.textContent="Copied"}catch{o.textContent="Press Ctrl+C",A(r.closest(".code, .key").querySelector("code, output"))}setTimeout(()=>o.textContent="Copy",x)},r=s("button",{type:"button",class:"small copy","aria-label":`Copy ${e}`,onclick:n},o);return r}function A(t){getSelection().selectAllChildren(t)}function O(t,e){let o=`{
  api_host: "${t}",
  disable_compression: true,
}`;return[{id:"spoor",title:"Web, spoor.js",note:"Spoor's own tracker, two kilobytes: page views by themselves, and what you tell it.",code:`<script defer src="${t}/spoor.js" data-key="${e}"><\/script>

<button onclick="spoor.track('order completed', { plan: 'pro' })">Order</button>`},{id:"browser",title:"Web, npm",note:"npm install posthog-js",code:`import posthog from "posthog-js"

posthog.init("${e}", ${o})

posthog.capture("order completed", { plan: "pro" })`},{id:"html",title:"Web, HTML",note:"Serve array.js, from the dist folder of the npm package posthog-js, beside your page.",code:`<script src="/array.js"><\/script>
<script>
posthog.init("${e}", ${o})
posthog.capture("order completed", { plan: "pro" })
<\/script>`},{id:"node",title:"Node",note:"npm install posthog-node",code:`import { PostHog } from "posthog-node"

const posthog = new PostHog("${e}", { host: "${t}" })

posthog.capture({ distinctId: "visitor-1", event: "order completed", properties: { plan: "pro" } })
await posthog.shutdown()`},{id:"python",title:"Python",note:"pip install posthog",code:`from posthog import Posthog

posthog = Posthog("${e}", host="${t}")

posthog.capture("order completed", distinct_id="visitor-1", properties={"plan": "pro"})
posthog.shutdown()`},{id:"fetch",title:"fetch",note:"No library at all: one event, a list, or {events: […]}.",code:`await fetch("${t}/v1/events", {
  method: "POST",
  headers: { "Content-Type": "application/json", Authorization: "Bearer ${e}" },
  body: JSON.stringify({ name: "order completed", anonymousId: "visitor-1", properties: { plan: "pro" } }),
})`},{id:"curl",title:"curl",note:"To see it work from a terminal; the answer is a receipt.",code:`curl ${t}/v1/events \\
  -H "Authorization: Bearer ${e}" \\
  -H "Content-Type: application/json" \\
  -d '{"name": "order completed", "anonymousId": "visitor-1", "properties": {"plan": "pro"}}'`}]}function g(t,e,o){let n=O(e,o),r=s("div",{class:"snippet"}),l=({note:a,code:p,title:u})=>r.replaceChildren(v(p,a,`the snippet for ${u}`)),i=n.map((a,p)=>s("label",{},s("input",{type:"radio",name:"snippet",value:a.id,checked:p===0,onchange:()=>l(a)}),s("span",{},a.title)));t.replaceChildren(s("fieldset",{class:"segments"},s("legend",{class:"unseen"},"Send events from"),i),r),l(n[0])}import{Problem as S}from"../shell/start.js";import{askOnce as k}from"../shell/start.js";import{call as B}from"../shell/start.js";import{whileBusy as C}from"../shell/start.js";import{addDays as $,dateIn as E}from"../shell/start.js";var _=3e3,I=6e4;function Q({go:t}){let[e,o]=f(null),n=r=>{r.preventDefault();let l=r.currentTarget;C(l.querySelector("button"),async()=>{o(null);try{let i=await B("POST","/api/apps",{name:l.elements.name.value.trim()});location.assign(`/dashboard/${i.id}`)}catch(i){o(i)}})};return d`<section class="panel welcome" aria-labelledby="first-app-title">
    <h1 id="first-app-title">Welcome. What shall we follow?</h1>
    <p class="quiet">An app is one product or site whose events belong together. You can add more later.</p>
    ${e&&d`<${S} problem=${e} />`}
    <form class="row" onSubmit=${n}>
      <label>Name of the app <input name="name" required maxlength="100" placeholder="Webshop" autocomplete="off" /></label>
      <button type="submit" class="primary">Create the app</button>
    </form>
  </section>`}function V({app:t,ingest:e,arrived:o,otherwise:n}){let[r,l]=f(null),[i,a]=f(null),p=P(null);if(w(()=>{let c,m=_,y=async b=>{let h=document.visibilityState==="visible"?await N(t.id):null;if(b&&h!==null&&l(!h),h)return b?void 0:o();m=Math.min(m*1.1,I),c=setTimeout(y,m)};return y(!0),()=>clearTimeout(c)},[t.id]),w(()=>{p.current&&t.apiKey&&g(p.current,e,t.apiKey)},[r,t.apiKey]),r===null)return null;if(!r)return n;let u=({currentTarget:c})=>C(c,()=>q(t,e).then(()=>a(null),a));return d`<section id="first-event" class="panel welcome" aria-labelledby="first-event-title">
    <h1 id="first-event-title">No events yet: here is the snippet</h1>
    <p class="quiet">Paste it into your product. This page goes on by itself when the first event arrives.</p>
    ${i&&d`<${S} problem=${i} />`}
    <div id="snippets" ref=${p} />
    <p class="waiting" role="status"><span class="pulse" aria-hidden="true" />Waiting for the first event … <button type="button" class="small" onClick=${u}>Send a test event</button></p>
  </section>`}async function N(t){let e=$(E("UTC"),2),o={report:"trends",from:$(e,-365),to:e,interval:"month",series:[{event:null,measure:"total"}]},{any:n}=await k(t,{any:o});return n?.answer?n.answer.series[0].total>0:null}async function q(t,e){let o={name:"test event",anonymousId:"spoor-dashboard",properties:{sentFrom:"dashboard"}},n;try{let r=await fetch(`${e}/v1/events`,{method:"POST",credentials:"omit",headers:{"content-type":"application/json",authorization:`Bearer ${t.apiKey}`},body:JSON.stringify(o)});if(r.ok)return;n=(await r.json()).message}catch(r){n=r.message}throw{message:`The test event did not arrive at ${e}: ${n}`,status:0}}export{Q as FirstApp,V as FirstEvent};
