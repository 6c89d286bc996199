import{html as r,useState as g}from"../shell/start.js";import{Over as x}from"../charts/charts.js";import{saidValue as D}from"../shell/start.js";import{Empty as E,Panel as p}from"../shell/start.js";import{PropertyPicker as O}from"../shell/start.js";import{Table as P}from"../shell/start.js";import{Tile as V}from"../shell/start.js";import{compared as h,intervalOf as w}from"../shell/start.js";import{filterFor as B,isPlain as I,propertyName as d,withFilter as N}from"../shell/start.js";import{count as f,percent as k,span as T}from"../shell/start.js";import{oneOf as y,text as j}from"../shell/start.js";var b={session:"first event",sessionEnd:"last event"},F=15,Y={interval:y(["auto","hour","day","week","month"],"auto"),by:j("$pathname",200),of:y(Object.keys(b),"session")},Z=!0,_=()=>"Whoever came on two days counts as two.";function R(s){let t=w(s),o={property:s.by,limit:F,of:s.of};return{visits:{report:"sessions",...h(s),interval:t},...s.by?{values:{report:"sessions",...h(s),interval:"month",breakdown:o,batch:1}}:{}}}var q=({visits:s})=>!!(s.answer&&!s.stale&&!s.answer.totals.sessions);function ee({app:s,question:t,answers:o,change:i,again:n}){let a=R(t);return r`<div class="view">
    <div class="view-head"><h1>Sessions</h1></div>
    <${p} title="Sessions over time" of=${o.visits} again=${n} height="26rem" wide take=${{appId:s.id,question:a.visits}}>
      ${e=>r`<${C} app=${s} change=${i} answer=${e} question=${t} />`}
    </${p}>
    <section class="panel whole row asked" aria-label="Told apart">
      <${O} app=${s} label="Sessions by" property=${t.by} none="Nothing" pick=${e=>i({by:e})} />
      <label class="inline">of the <select onChange=${({target:e})=>i({of:e.value})}>${Object.entries(b).map(([e,$])=>r`<option value=${e} selected=${e===t.of}>${$}</option>`)}</select></label>
    </section>
    ${a.values&&r`<${p} title=${`By ${d(t.by)} of the ${b[t.of]}`} of=${o.values} again=${n} height="22rem" wide take=${{appId:s.id,question:a.values}}>
      ${e=>r`<${L} answer=${e} question=${t} change=${i} />`}
    </${p}>`}
  </div>`}function C({app:s,change:t,answer:o,question:i}){let[n,a]=g("sessions"),{totals:e,previous:$}=o,v=$?.totals.sessions?$:void 0,c=(l,m,S={})=>r`<${V} title=${m} value=${e[l]} before=${v?.totals[l]??void 0} ...${S} />`,u={sessions:"Sessions",visitors:"Visitors"};return r`<div class="tiles">
      ${Object.entries(u).map(([l,m])=>c(l,m,{chosen:n===l,pick:()=>a(l)}))}
      ${c("bounceRate","Bounce rate",{kind:"rate",better:"down"})}
      ${c("medianDurationSeconds","Duration, median",{kind:"seconds"})}
      ${c("avgDurationSeconds","Duration, average",{kind:"seconds"})}
      ${c("eventsPerSession","Events a session")}
    </div>
    <${x} app=${s} change=${t} question=${i} interval=${w(i)} title=${u[n]} buckets=${o.buckets} series=${[{label:u[n],values:o[n],before:v?.[n]}]} />`}function L({answer:s,question:t,change:o}){let i=s.breakdown??[];if(!i.length)return r`<${E} title="No session in this range" />`;let n=({value:e})=>o({filter:N(t.filter,B(t.by,e))}),a=s.totals.sessions;return r`<${P} name=${`Sessions by ${d(t.by)}`} rows=${i} pick=${n} picks=${({value:e})=>I(e)} columns=${[{title:d(t.by),of:({value:e})=>D(e)},{title:"Sessions",number:!0,of:({totals:e})=>f(e.sessions)},{title:"Share",number:!0,of:({totals:e})=>k(a?e.sessions/a:null)},{title:"Visitors",number:!0,of:({totals:e})=>f(e.visitors)},{title:"Bounce rate",number:!0,of:({totals:e})=>k(e.sessions?e.bounceRate:null)},{title:"Duration, median",number:!0,of:({totals:e})=>T(e.medianDurationSeconds)},{title:"Events a session",number:!0,of:({totals:e})=>f(e.eventsPerSession)}]} />`}export{ee as View,R as asks,Z as compares,_ as counts,q as isEmpty,Y as words};
