import{html as n}from"../shell/start.js";import{Over as u}from"../charts/charts.js";import{Empty as d,Panel as v}from"../shell/start.js";import{EventPicker as h}from"../shell/start.js";import{common as b,intervalOf as m}from"../shell/start.js";import{bucketNames as k,count as g}from"../shell/start.js";import{oneOf as w,text as y}from"../shell/start.js";var l={new:["New","the first time ever"],returning:["Returning","active in the interval before, too"],resurrecting:["Resurrecting","back after an interval or more without"],dormant:["Dormant","active in the interval before, and not in this one"]},x=["auto","day","week","month"],L={event:y("",200),interval:w(x,"auto")},$=e=>e==="hour"?"day":e;function E(e){let t=$(m(e));return{life:{report:"lifecycle",...b(e),interval:t,...e.event?{event:e.event}:{}}}}var O=e=>!Object.keys(l).some(t=>e[t].some(Boolean));function R({app:e,question:t,answers:a,change:r,again:s}){return n`<div class="view">
    <div class="view-head"><h1>Lifecycle</h1></div>
    <section class="panel whole row asked" aria-label="Question">
      <span class="quiet">Active is who did</span>
      <${h} app=${e} label="Event of an active visitor" event=${t.event||null} pick=${i=>r({event:i??""})} />
    </section>
    <${v} title="Visitors by state" of=${a.life} again=${s} height="26rem" wide take=${{appId:e.id,question:E(t).life}}>
      ${i=>O(i)?n`<${d} title="Nobody was active in this range"><p>Take a wider range, or another event.</p></${d}>`:n`<${N} answer=${i} question=${t} />`}
    </${v}>
  </div>`}function N({answer:e,question:t}){let a=$(m(t)),r=e.buckets.findLastIndex((c,o)=>Date.parse(e.buckets[o+1]??"9999-01-01")<=Date.now()),s=Math.max(r,0),i=Object.entries(l).map(([c,[o]])=>({label:o,values:e[c]}));return n`<p class="quiet">${k(a,t.timezone).long(e.buckets[s])}${r<0?", so far":""}</p>
    <dl class="states">${Object.entries(l).map(([c,[o,p]],f)=>n`<div><dt><span class=${`letter c${f}`} aria-hidden="true" />${o}</dt><dd><strong>${g(Math.abs(e[c][s]))}</strong> <span class="quiet">${p}</span></dd></div>`)}</dl>
    <${u} question=${t} interval=${a} title="Visitors by state" buckets=${e.buckets} series=${i} look="stacked" height=${320} />`}export{R as View,E as asks,L as words};
