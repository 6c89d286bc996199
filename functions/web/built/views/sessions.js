import{html as r,useState as x}from"../shell/start.js";import{Over as D}from"../charts/charts.js";import{saidValue as E}from"../shell/start.js";import{Empty as O,Panel as p}from"../shell/start.js";import{PropertyPicker as P}from"../shell/start.js";import{Table as V}from"../shell/start.js";import{Tile as B}from"../shell/start.js";import{compared as h,intervalOf as w}from"../shell/start.js";import{filterFor as I,isPlain as N,propertyName as d,withFilter as T}from"../shell/start.js";import{count as u,percent as k,span as j}from"../shell/start.js";import{inUnits as S}from"../shell/start.js";import{oneOf as y,text as F}from"../shell/start.js";var b={session:"first event",sessionEnd:"last event"},R=15,_={interval:y(["auto","hour","day","week","month"],"auto"),by:F("$pathname",200),of:y(Object.keys(b),"session")},q=!0,ee=()=>"Whoever came on two days counts as two.";function C(s){let t=w(s),i={property:s.by,limit:R,of:s.of};return{visits:{report:"sessions",...h(s),interval:t},...s.by?{values:{report:"sessions",...h(s),interval:"month",breakdown:i,batch:1}}:{}}}var se=({visits:s})=>!!(s.answer&&!s.stale&&!s.answer.totals.sessions);function te({app:s,question:t,answers:i,change:o,again:n}){let a=C(t);return r`<div class="view">
    <div class="view-head"><h1>Sessions</h1></div>
    <${p} title="Sessions over time" of=${i.visits} again=${n} height="26rem" wide take=${{appId:s.id,question:a.visits}}>
      ${e=>r`<${L} app=${s} change=${o} answer=${e} question=${t} />`}
    </${p}>
    <section class="panel whole row asked" aria-label="Told apart">
      <${P} app=${s} label="Sessions by" property=${t.by} none="Nothing" pick=${e=>o({by:e})} />
      <label class="inline">of the <select onChange=${({target:e})=>o({of:e.value})}>${Object.entries(b).map(([e,$])=>r`<option value=${e} selected=${e===t.of}>${$}</option>`)}</select></label>
    </section>
    ${a.values&&r`<${p} title=${`By ${d(t.by)} of the ${b[t.of]}`} of=${i.values} again=${n} height="22rem" wide take=${{appId:s.id,question:a.values}}>
      ${e=>r`<${M} answer=${e} question=${t} change=${o} />`}
    </${p}>`}
  </div>`}function L({app:s,change:t,answer:i,question:o}){let[n,a]=x("sessions"),{totals:e,previous:$}=i,v=$?.totals.sessions?$:void 0,c=(l,f,g={})=>r`<${B} title=${f} value=${e[l]} before=${v?.totals[l]??void 0} ...${g} />`,m={sessions:"Sessions",visitors:S(o,"Visitors")};return r`<div class="tiles">
      ${Object.entries(m).map(([l,f])=>c(l,f,{chosen:n===l,pick:()=>a(l)}))}
      ${c("bounceRate","Bounce rate",{kind:"rate",better:"down"})}
      ${c("medianDurationSeconds","Duration, median",{kind:"seconds"})}
      ${c("avgDurationSeconds","Duration, average",{kind:"seconds"})}
      ${c("eventsPerSession","Events a session")}
    </div>
    <${D} app=${s} change=${t} question=${o} interval=${w(o)} title=${m[n]} buckets=${i.buckets} series=${[{label:m[n],values:i[n],before:v?.[n]}]} />`}function M({answer:s,question:t,change:i}){let o=s.breakdown??[];if(!o.length)return r`<${O} title="No session in this range" />`;let n=({value:e})=>i({filter:T(t.filter,I(t.by,e))}),a=s.totals.sessions;return r`<${V} name=${`Sessions by ${d(t.by)}`} rows=${o} pick=${n} picks=${({value:e})=>N(e)} columns=${[{title:d(t.by),of:({value:e})=>E(e)},{title:"Sessions",number:!0,of:({totals:e})=>u(e.sessions)},{title:"Share",number:!0,of:({totals:e})=>k(a?e.sessions/a:null)},{title:S(t,"Visitors"),number:!0,of:({totals:e})=>u(e.visitors)},{title:"Bounce rate",number:!0,of:({totals:e})=>k(e.sessions?e.bounceRate:null)},{title:"Duration, median",number:!0,of:({totals:e})=>j(e.medianDurationSeconds)},{title:"Events a session",number:!0,of:({totals:e})=>u(e.eventsPerSession)}]} />`}export{te as View,C as asks,q as compares,ee as counts,se as isEmpty,_ as words};
