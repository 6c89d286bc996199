import{html as s}from"../shell/start.js";import{Bars as v}from"../shell/start.js";import{Empty as c,Panel as l}from"../shell/start.js";import{EventPicker as m}from"../shell/start.js";import{common as d}from"../shell/start.js";import{count as $,counted as p,percent as f}from"../shell/start.js";import{text as u}from"../shell/start.js";var D={event:u("",200)};function y(t){return{days:{report:"stickiness",...d(t),interval:"day",...t.event?{event:t.event}:{}}}}var I=({days:t})=>!!(t.answer&&!t.stale&&!t.answer.visitors.some(Boolean));function P({app:t,question:e,answers:n,change:i,again:a}){return s`<div class="view">
    <div class="view-head"><h1>Stickiness</h1></div>
    <section class="panel whole row" aria-label="Question">
      <span class="quiet">A day counts with</span>
      <${m} app=${t} label="Event of an active day" event=${e.event||null} pick=${o=>i({event:o??""})} />
    </section>
    <${l} title="Days of activity" of=${n.days} again=${a} height="24rem" wide take=${{appId:t.id,question:y(e).days}}>
      ${o=>s`<${h} answer=${o} />`}
    </${l}>
  </div>`}function h({answer:t}){let e=t.visitors.reduce((o,r)=>o+r,0);if(!e)return s`<${c} title="Nobody was active in this range"><p>Take a wider range, or another event.</p></${c}>`;let n=t.visitors.findLastIndex(Boolean),i=e-t.visitors[0],a=t.days.slice(0,n+1).map((o,r)=>({value:o,said:p(o,"day"),figure:t.visitors[r]}));return s`<p class="figures"><strong class="big">${f(i/e)}</strong> <span class="quiet">came on more than one day: ${$(i)} of ${p(e,"visitor")}</span></p>
    <${v} rows=${a} all=${e} />`}export{P as View,y as asks,I as isEmpty,D as words};
