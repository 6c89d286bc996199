import{html as r}from"../shell/start.js";import{Over as b}from"../charts/charts.js";import{Empty as v,Panel as $}from"../shell/start.js";import{EventPicker as k}from"../shell/start.js";import{common as g,intervalOf as m}from"../shell/start.js";import{bucketNames as w,count as y}from"../shell/start.js";import{oneOf as x,text as E}from"../shell/start.js";var l={new:["New","the first time ever"],returning:["Returning","active in the interval before, too"],resurrecting:["Resurrecting","back after an interval or more without"],dormant:["Dormant","active in the interval before, and not in this one"]},O=["auto","day","week","month"],M={event:E("",200),interval:x(O,"auto")},p=e=>e==="hour"?"day":e;function N(e){let t=p(m(e));return{life:{report:"lifecycle",...g(e),interval:t,...e.event?{event:e.event}:{}}}}var S=e=>!Object.keys(l).some(t=>e[t].some(Boolean));function P({app:e,question:t,answers:i,change:o,again:s}){return r`<div class="view">
    <div class="view-head"><h1>Lifecycle</h1></div>
    <section class="panel whole row asked" aria-label="Question">
      <span class="quiet">Active is who did</span>
      <${k} app=${e} label="Event of an active visitor" event=${t.event||null} pick=${n=>o({event:n??""})} />
    </section>
    <${$} title="Visitors by state" of=${i.life} again=${s} height="26rem" wide take=${{appId:e.id,question:N(t).life}}>
      ${n=>S(n)?r`<${v} title="Nobody was active in this range"><p>Take a wider range, or another event.</p></${v}>`:r`<${T} app=${e} change=${o} answer=${n} question=${t} />`}
    </${$}>
  </div>`}function T({app:e,change:t,answer:i,question:o}){let s=p(m(o)),n=i.buckets.findLastIndex((c,a)=>Date.parse(i.buckets[a+1]??"9999-01-01")<=Date.now()),d=Math.max(n,0),f=Object.entries(l).map(([c,[a]])=>({label:a,values:i[c]}));return r`<p class="quiet">${w(s,o.timezone).long(i.buckets[d])}${n<0?", so far":""}</p>
    <dl class="states">${Object.entries(l).map(([c,[a,h]],u)=>r`<div><dt><span class=${`letter c${u}`} aria-hidden="true" />${a}</dt><dd><strong>${y(Math.abs(i[c][d]))}</strong> <span class="quiet">${h}</span></dd></div>`)}</dl>
    <${b} app=${e} change=${t} question=${o} interval=${s} title="Visitors by state" buckets=${i.buckets} series=${f} look="stacked" height=${320} />`}export{P as View,N as asks,M as words};
