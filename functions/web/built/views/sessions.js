import{html as r,useState as g}from"../shell/start.js";import{Over as D}from"../charts/charts.js";import{saidValue as x}from"../shell/start.js";import{Empty as E,Panel as p}from"../shell/start.js";import{PropertyPicker as O}from"../shell/start.js";import{Table as V}from"../shell/start.js";import{Tile as P}from"../shell/start.js";import{compared as h,intervalOf as w}from"../shell/start.js";import{filterFor as B,propertyName as d,withFilter as I}from"../shell/start.js";import{count as u,percent as k,span as N}from"../shell/start.js";import{oneOf as y,text as T}from"../shell/start.js";var b={session:"first event",sessionEnd:"last event"},j=15,X={interval:y(["auto","hour","day","week","month"],"auto"),by:T("$pathname",200),of:y(Object.keys(b),"session")},Y=!0;function F(s){let t=w(s),o={property:s.by,limit:j,of:s.of};return{visits:{report:"sessions",...h(s),interval:t},...s.by?{values:{report:"sessions",...h(s),interval:"month",breakdown:o,batch:1}}:{}}}var Z=({visits:s})=>!!(s.answer&&!s.stale&&!s.answer.totals.sessions);function _({app:s,question:t,answers:o,change:i,again:n}){let a=F(t);return r`<div class="view">
    <div class="view-head"><h1>Sessions</h1></div>
    <${p} title="Sessions over time" of=${o.visits} again=${n} height="26rem" wide take=${{appId:s.id,question:a.visits}}>
      ${e=>r`<${R} app=${s} change=${i} answer=${e} question=${t} />`}
    </${p}>
    <section class="panel whole row asked" aria-label="Told apart">
      <${O} app=${s} label="Sessions by" property=${t.by} none="Nothing" pick=${e=>i({by:e})} />
      <label class="inline">of the <select onChange=${({target:e})=>i({of:e.value})}>${Object.entries(b).map(([e,c])=>r`<option value=${e} selected=${e===t.of}>${c}</option>`)}</select></label>
    </section>
    ${a.values&&r`<${p} title=${`By ${d(t.by)} of the ${b[t.of]}`} of=${o.values} again=${n} height="22rem" wide take=${{appId:s.id,question:a.values}}>
      ${e=>r`<${C} answer=${e} question=${t} change=${i} />`}
    </${p}>`}
  </div>`}function R({app:s,change:t,answer:o,question:i}){let[n,a]=g("sessions"),{totals:e,previous:c}=o,v=c?.totals.sessions?c:void 0,$=(l,m,S={})=>r`<${P} title=${m} value=${e[l]} before=${v?.totals[l]??void 0} ...${S} />`,f={sessions:"Sessions",visitors:"Visitors"};return r`<div class="tiles">
      ${Object.entries(f).map(([l,m])=>$(l,m,{chosen:n===l,pick:()=>a(l)}))}
      ${$("bounceRate","Bounce rate",{kind:"rate",better:"down"})}
      ${$("medianDurationSeconds","Duration, median",{kind:"seconds"})}
      ${$("avgDurationSeconds","Duration, average",{kind:"seconds"})}
      ${$("eventsPerSession","Events a session")}
    </div>
    <${D} app=${s} change=${t} question=${i} interval=${w(i)} title=${f[n]} buckets=${o.buckets} series=${[{label:f[n],values:o[n],before:v?.[n]}]} />`}function C({answer:s,question:t,change:o}){let i=s.breakdown??[];if(!i.length)return r`<${E} title="No session in this range" />`;let n=({value:e})=>e!=="$other"&&o({filter:I(t.filter,B(t.by,e))}),a=s.totals.sessions;return r`<${V} name=${`Sessions by ${d(t.by)}`} rows=${i} pick=${n} columns=${[{title:d(t.by),of:({value:e})=>x(e)},{title:"Sessions",number:!0,of:({totals:e})=>u(e.sessions)},{title:"Share",number:!0,of:({totals:e})=>k(a?e.sessions/a:null)},{title:"Visitors",number:!0,of:({totals:e})=>u(e.visitors)},{title:"Bounce rate",number:!0,of:({totals:e})=>k(e.sessions?e.bounceRate:null)},{title:"Duration, median",number:!0,of:({totals:e})=>N(e.medianDurationSeconds)},{title:"Events a session",number:!0,of:({totals:e})=>u(e.eventsPerSession)}]} />`}export{_ as View,F as asks,Y as compares,Z as isEmpty,X as words};
