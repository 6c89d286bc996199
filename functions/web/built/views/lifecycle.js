import{html as o}from"../shell/start.js";import{Over as p}from"../charts/charts.js";import{Empty as c,Panel as l}from"../shell/start.js";import{EventPicker as f}from"../shell/start.js";import{common as u,intervalOf as v}from"../shell/start.js";import{count as h}from"../shell/start.js";import{oneOf as b,text as g}from"../shell/start.js";var s={new:["New","the first time ever"],returning:["Returning","active in the interval before, too"],resurrecting:["Resurrecting","back after an interval or more without"],dormant:["Dormant","active in the interval before, and not in this one"]},k=["auto","day","week","month"],D={event:g("",200),interval:b(k,"auto")},d=e=>e==="hour"?"day":e;function w(e){let t=d(v(e));return{life:{report:"lifecycle",...u(e),interval:t,...e.event?{event:e.event}:{}}}}var y=e=>!Object.keys(s).some(t=>e[t].some(Boolean));function I({app:e,question:t,answers:r,change:a,again:n}){return o`<div class="view">
    <div class="view-head"><h1>Lifecycle</h1></div>
    <section class="panel whole row" aria-label="Question">
      <span class="quiet">Active is who did</span>
      <${f} app=${e} label="Event of an active visitor" event=${t.event||null} pick=${i=>a({event:i??""})} />
    </section>
    <${l} title="Visitors by state" of=${r.life} again=${n} height="26rem" wide take=${{appId:e.id,question:w(t).life}}>
      ${i=>y(i)?o`<${c} title="Nobody was active in this range"><p>Take a wider range, or another event.</p></${c}>`:o`<${E} answer=${i} question=${t} />`}
    </${l}>
  </div>`}function E({answer:e,question:t}){let r=e.buckets.findLastIndex(n=>Date.parse(n)<=Date.now()),a=Object.entries(s).map(([n,[i]])=>({label:i,values:e[n]}));return o`<dl class="states">${Object.entries(s).map(([n,[i,m]],$)=>o`<div><dt><span class=${`letter c${$}`} aria-hidden="true" />${i}</dt><dd><strong>${h(e[n][r])}</strong> <span class="quiet">${m}</span></dd></div>`)}</dl>
    <${p} question=${t} interval=${d(v(t))} title="Visitors by state" buckets=${e.buckets} series=${a} look="bars" height=${300} />`}export{I as View,w as asks,D as words};
