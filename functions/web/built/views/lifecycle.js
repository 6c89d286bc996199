import{html as s}from"../shell/start.js";import{Over as b}from"../charts/charts.js";import{Empty as d,Panel as m}from"../shell/start.js";import{EventPicker as k}from"../shell/start.js";import{common as g,intervalOf as $}from"../shell/start.js";import{bucketNames as w,count as y}from"../shell/start.js";import{oneOf as x,text as E}from"../shell/start.js";var l={new:["New","the first time ever"],returning:["Returning","active in the interval before, too"],resurrecting:["Resurrecting","back after an interval or more without"],dormant:["Dormant","active in the interval before, and not in this one"]},O=["auto","day","week","month"],M={event:E("",200),interval:x(O,"auto")},p=e=>e==="hour"?"day":e,P=()=>"They never seem to come back.";function T(e){let t=p($(e));return{life:{report:"lifecycle",...g(e),interval:t,...e.event?{event:e.event}:{}}}}var N=e=>!Object.keys(l).some(t=>e[t].some(Boolean));function z({app:e,question:t,answers:o,change:i,again:r}){return s`<div class="view">
    <div class="view-head"><h1>Lifecycle</h1></div>
    <section class="panel whole row asked" aria-label="Question">
      <span class="quiet">Active is who did</span>
      <${k} app=${e} label="Event of an active visitor" event=${t.event||null} pick=${n=>i({event:n??""})} />
    </section>
    <${m} title="Visitors by state" of=${o.life} again=${r} height="26rem" wide take=${{appId:e.id,question:T(t).life}}>
      ${n=>N(n)?s`<${d} title="Nobody was active in this range"><p>Take a wider range, or another event.</p></${d}>`:s`<${S} app=${e} change=${i} answer=${n} question=${t} />`}
    </${m}>
  </div>`}function S({app:e,change:t,answer:o,question:i}){let r=p($(i)),n=o.buckets.findLastIndex((c,a)=>Date.parse(o.buckets[a+1]??"9999-01-01")<=Date.now()),v=Math.max(n,0),h=Object.entries(l).map(([c,[a]])=>({label:a,values:o[c]}));return s`<p class="quiet">${w(r,i.timezone).long(o.buckets[v])}${n<0?", so far":""}</p>
    <dl class="states">${Object.entries(l).map(([c,[a,u]],f)=>s`<div><dt><span class=${`letter c${f}`} aria-hidden="true" />${a}</dt><dd><strong>${y(Math.abs(o[c][v]))}</strong> <span class="quiet">${u}</span></dd></div>`)}</dl>
    <${b} app=${e} change=${t} question=${i} interval=${r} title="Visitors by state" buckets=${o.buckets} series=${h} look="stacked" height=${320} />`}export{z as View,T as asks,P as counts,M as words};
