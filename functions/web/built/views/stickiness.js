import{html as n}from"../shell/start.js";import{Bars as d}from"../shell/start.js";import{Empty as p,Panel as m}from"../shell/start.js";import{EventPicker as $}from"../shell/start.js";import{common as f}from"../shell/start.js";import{count as y,counted as l,percent as h}from"../shell/start.js";import{lastOf as u,lately as w}from"../shell/start.js";import{inUnits as v}from"../shell/start.js";import{text as g}from"../shell/start.js";var L={event:g("",200)},N=()=>"They never seem to come back.";function k(t){return{days:{report:"stickiness",...f(t),...w(t,"day"),interval:"day",...t.event?{event:t.event}:{}}}}var O=({days:t})=>!!(t.answer&&!t.stale&&!t.answer.visitors.some(Boolean));function Q({app:t,question:o,answers:s,change:r,again:a}){let i=u(o,"day");return n`<div class="view">
    <div class="view-head"><h1>Stickiness</h1></div>
    <section class="panel whole row asked" aria-label="Question">
      <span class="quiet">A day counts with</span>
      <${$} app=${t} label="Event of an active day" event=${o.event||null} pick=${e=>r({event:e??""})} />
    </section>
    <${m} title="Days of activity" note=${i?`the last ${l(i,"day")}`:""} of=${s.days} again=${a} height="24rem" wide take=${{appId:t.id,question:k(o).days}}>
      ${e=>n`<${x} answer=${e} question=${o} />`}
    </${m}>
  </div>`}function x({answer:t,question:o}){let s=t.visitors.reduce((e,c)=>e+c,0);if(!s)return n`<${p} title="Nobody was active in this range"><p>Take a wider range, or another event.</p></${p}>`;let r=t.visitors.findLastIndex(Boolean),a=s-t.visitors[0],i=t.days.slice(0,r+1).map((e,c)=>({value:e,said:l(e,"day"),figure:t.visitors[c]}));return n`<p class="figures"><strong class="big">${h(a/s)}</strong> <span class="quiet">came on more than one day: ${y(a)} of ${l(s,v(o,"visitor"))}</span></p>
    <${d} rows=${i} all=${s} what=${v(o,"Visitors")} />`}export{Q as View,k as asks,N as counts,O as isEmpty,L as words};
