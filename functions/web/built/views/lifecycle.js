import{html as i}from"../shell/start.js";import{Over as f}from"../charts/charts.js";import{Empty as v,Panel as d}from"../shell/start.js";import{EventPicker as h}from"../shell/start.js";import{common as b,intervalOf as m}from"../shell/start.js";import{bucketNames as k,count as g}from"../shell/start.js";import{oneOf as w,text as y}from"../shell/start.js";var l={new:["New","the first time ever"],returning:["Returning","active in the interval before, too"],resurrecting:["Resurrecting","back after an interval or more without"],dormant:["Dormant","active in the interval before, and not in this one"]},x=["auto","day","week","month"],L={event:y("",200),interval:w(x,"auto")},p=e=>e==="hour"?"day":e,R=()=>"They never seem to come back.";function E(e){let t=p(m(e));return{life:{report:"lifecycle",...b(e),interval:t,...e.event?{event:e.event}:{}}}}var O=e=>!Object.keys(l).some(t=>e[t].some(Boolean));function M({app:e,question:t,answers:s,change:a,again:r}){return i`<div class="view">
    <div class="view-head"><h1>Lifecycle</h1></div>
    <section class="panel whole row asked" aria-label="Question">
      <span class="quiet">Active is who did</span>
      <${h} app=${e} label="Event of an active visitor" event=${t.event||null} pick=${o=>a({event:o??""})} />
    </section>
    <${d} title="Visitors by state" of=${s.life} again=${r} height="26rem" wide take=${{appId:e.id,question:E(t).life}}>
      ${o=>O(o)?i`<${v} title="Nobody was active in this range"><p>Take a wider range, or another event.</p></${v}>`:i`<${T} answer=${o} question=${t} />`}
    </${d}>
  </div>`}function T({answer:e,question:t}){let s=p(m(t)),a=e.buckets.findLastIndex((c,n)=>Date.parse(e.buckets[n+1]??"9999-01-01")<=Date.now()),r=Math.max(a,0),o=Object.entries(l).map(([c,[n]])=>({label:n,values:e[c]}));return i`<p class="quiet">${k(s,t.timezone).long(e.buckets[r])}${a<0?", so far":""}</p>
    <dl class="states">${Object.entries(l).map(([c,[n,$]],u)=>i`<div><dt><span class=${`letter c${u}`} aria-hidden="true" />${n}</dt><dd><strong>${g(Math.abs(e[c][r]))}</strong> <span class="quiet">${$}</span></dd></div>`)}</dl>
    <${f} question=${t} interval=${s} title="Visitors by state" buckets=${e.buckets} series=${o} look="stacked" height=${320} />`}export{M as View,E as asks,R as counts,L as words};
