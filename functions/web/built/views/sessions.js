import{html as r,useState as w}from"../shell/start.js";import{Over as S}from"../charts/charts.js";import{saidValue as g}from"../shell/start.js";import{Empty as D,Panel as c}from"../shell/start.js";import{PropertyPicker as x}from"../shell/start.js";import{Table as E}from"../shell/start.js";import{Tile as O}from"../shell/start.js";import{compared as b,intervalOf as k}from"../shell/start.js";import{filterFor as V,propertyName as u,withFilter as P}from"../shell/start.js";import{count as p,percent as v,span as B}from"../shell/start.js";import{oneOf as h,text as I}from"../shell/start.js";var d={session:"first event",sessionEnd:"last event"},N=15,U={interval:h(["auto","hour","day","week","month"],"auto"),by:I("$pathname",200),of:h(Object.keys(d),"session")},W=!0;function T(s){let t=k(s),o={property:s.by,limit:N,of:s.of};return{visits:{report:"sessions",...b(s),interval:t},...s.by?{values:{report:"sessions",...b(s),interval:"month",breakdown:o,batch:1}}:{}}}var X=({visits:s})=>!!(s.answer&&!s.stale&&!s.answer.totals.sessions);function Y({app:s,question:t,answers:o,change:n,again:l}){let i=T(t);return r`<div class="view">
    <div class="view-head"><h1>Sessions</h1></div>
    <${c} title="Sessions over time" of=${o.visits} again=${l} height="26rem" wide take=${{appId:s.id,question:i.visits}}>
      ${e=>r`<${j} answer=${e} question=${t} />`}
    </${c}>
    <section class="panel whole row asked" aria-label="Told apart">
      <${x} app=${s} label="Sessions by" property=${t.by} none="Nothing" pick=${e=>n({by:e})} />
      <label class="inline">of the <select onChange=${({target:e})=>n({of:e.value})}>${Object.entries(d).map(([e,a])=>r`<option value=${e} selected=${e===t.of}>${a}</option>`)}</select></label>
    </section>
    ${i.values&&r`<${c} title=${`By ${u(t.by)} of the ${d[t.of]}`} of=${o.values} again=${l} height="22rem" wide take=${{appId:s.id,question:i.values}}>
      ${e=>r`<${F} answer=${e} question=${t} change=${n} />`}
    </${c}>`}
  </div>`}function j({answer:s,question:t}){let[o,n]=w("sessions"),{totals:l,previous:i}=s,e=i?.totals.sessions?i:void 0,a=($,m,y={})=>r`<${O} title=${m} value=${l[$]} before=${e?.totals[$]??void 0} ...${y} />`,f={sessions:"Sessions",visitors:"Visitors"};return r`<div class="tiles">
      ${Object.entries(f).map(([$,m])=>a($,m,{chosen:o===$,pick:()=>n($)}))}
      ${a("bounceRate","Bounce rate",{kind:"rate",better:"down"})}
      ${a("medianDurationSeconds","Duration, median",{kind:"seconds"})}
      ${a("avgDurationSeconds","Duration, average",{kind:"seconds"})}
      ${a("eventsPerSession","Events a session")}
    </div>
    <${S} question=${t} interval=${k(t)} title=${f[o]} buckets=${s.buckets} series=${[{label:f[o],values:s[o],before:e?.[o]}]} />`}function F({answer:s,question:t,change:o}){let n=s.breakdown??[];if(!n.length)return r`<${D} title="No session in this range" />`;let l=({value:e})=>e!=="$other"&&o({filter:P(t.filter,V(t.by,e))}),i=s.totals.sessions;return r`<${E} name=${`Sessions by ${u(t.by)}`} rows=${n} pick=${l} columns=${[{title:u(t.by),of:({value:e})=>g(e)},{title:"Sessions",number:!0,of:({totals:e})=>p(e.sessions)},{title:"Share",number:!0,of:({totals:e})=>v(i?e.sessions/i:null)},{title:"Visitors",number:!0,of:({totals:e})=>p(e.visitors)},{title:"Bounce rate",number:!0,of:({totals:e})=>v(e.sessions?e.bounceRate:null)},{title:"Duration, median",number:!0,of:({totals:e})=>B(e.medianDurationSeconds)},{title:"Events a session",number:!0,of:({totals:e})=>p(e.eventsPerSession)}]} />`}export{Y as View,T as asks,W as compares,X as isEmpty,U as words};
