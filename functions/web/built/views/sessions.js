import{html as n,useState as w}from"../shell/start.js";import{Over as S}from"../charts/charts.js";import{saidValue as g}from"../shell/start.js";import{Empty as x,Panel as $}from"../shell/start.js";import{PropertyPicker as D}from"../shell/start.js";import{Table as E}from"../shell/start.js";import{Tile as O}from"../shell/start.js";import{compared as b,intervalOf as k}from"../shell/start.js";import{filterFor as P,isPlain as V,propertyName as f,withFilter as B}from"../shell/start.js";import{count as m,percent as v,span as I}from"../shell/start.js";import{oneOf as h,text as N}from"../shell/start.js";var d={session:"first event",sessionEnd:"last event"},T=15,U={interval:h(["auto","hour","day","week","month"],"auto"),by:N("$pathname",200),of:h(Object.keys(d),"session")},X=!0,Y=()=>"Whoever came on two days counts as two.";function j(s){let t=k(s),o={property:s.by,limit:T,of:s.of};return{visits:{report:"sessions",...b(s),interval:t},...s.by?{values:{report:"sessions",...b(s),interval:"month",breakdown:o,batch:1}}:{}}}var Z=({visits:s})=>!!(s.answer&&!s.stale&&!s.answer.totals.sessions);function _({app:s,question:t,answers:o,change:r,again:l}){let i=j(t);return n`<div class="view">
    <div class="view-head"><h1>Sessions</h1></div>
    <${$} title="Sessions over time" of=${o.visits} again=${l} height="26rem" wide take=${{appId:s.id,question:i.visits}}>
      ${e=>n`<${F} answer=${e} question=${t} />`}
    </${$}>
    <section class="panel whole row asked" aria-label="Told apart">
      <${D} app=${s} label="Sessions by" property=${t.by} none="Nothing" pick=${e=>r({by:e})} />
      <label class="inline">of the <select onChange=${({target:e})=>r({of:e.value})}>${Object.entries(d).map(([e,a])=>n`<option value=${e} selected=${e===t.of}>${a}</option>`)}</select></label>
    </section>
    ${i.values&&n`<${$} title=${`By ${f(t.by)} of the ${d[t.of]}`} of=${o.values} again=${l} height="22rem" wide take=${{appId:s.id,question:i.values}}>
      ${e=>n`<${R} answer=${e} question=${t} change=${r} />`}
    </${$}>`}
  </div>`}function F({answer:s,question:t}){let[o,r]=w("sessions"),{totals:l,previous:i}=s,e=i?.totals.sessions?i:void 0,a=(c,p,y={})=>n`<${O} title=${p} value=${l[c]} before=${e?.totals[c]??void 0} ...${y} />`,u={sessions:"Sessions",visitors:"Visitors"};return n`<div class="tiles">
      ${Object.entries(u).map(([c,p])=>a(c,p,{chosen:o===c,pick:()=>r(c)}))}
      ${a("bounceRate","Bounce rate",{kind:"rate",better:"down"})}
      ${a("medianDurationSeconds","Duration, median",{kind:"seconds"})}
      ${a("avgDurationSeconds","Duration, average",{kind:"seconds"})}
      ${a("eventsPerSession","Events a session")}
    </div>
    <${S} question=${t} interval=${k(t)} title=${u[o]} buckets=${s.buckets} series=${[{label:u[o],values:s[o],before:e?.[o]}]} />`}function R({answer:s,question:t,change:o}){let r=s.breakdown??[];if(!r.length)return n`<${x} title="No session in this range" />`;let l=({value:e})=>o({filter:B(t.filter,P(t.by,e))}),i=s.totals.sessions;return n`<${E} name=${`Sessions by ${f(t.by)}`} rows=${r} pick=${l} picks=${({value:e})=>V(e)} columns=${[{title:f(t.by),of:({value:e})=>g(e)},{title:"Sessions",number:!0,of:({totals:e})=>m(e.sessions)},{title:"Share",number:!0,of:({totals:e})=>v(i?e.sessions/i:null)},{title:"Visitors",number:!0,of:({totals:e})=>m(e.visitors)},{title:"Bounce rate",number:!0,of:({totals:e})=>v(e.sessions?e.bounceRate:null)},{title:"Duration, median",number:!0,of:({totals:e})=>I(e.medianDurationSeconds)},{title:"Events a session",number:!0,of:({totals:e})=>m(e.eventsPerSession)}]} />`}export{_ as View,j as asks,X as compares,Y as counts,Z as isEmpty,U as words};
