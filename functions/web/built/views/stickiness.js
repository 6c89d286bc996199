import{html as i}from"../shell/start.js";import{Bars as v}from"../shell/start.js";import{Empty as c,Panel as l}from"../shell/start.js";import{EventPicker as m}from"../shell/start.js";import{common as d}from"../shell/start.js";import{count as $,counted as p,percent as f}from"../shell/start.js";import{text as u}from"../shell/start.js";var D={event:u("",200)},I=()=>"They never seem to come back.";function y(e){return{days:{report:"stickiness",...d(e),interval:"day",...e.event?{event:e.event}:{}}}}var P=({days:e})=>!!(e.answer&&!e.stale&&!e.answer.visitors.some(Boolean));function T({app:e,question:t,answers:n,change:s,again:a}){return i`<div class="view">
    <div class="view-head"><h1>Stickiness</h1></div>
    <section class="panel whole row asked" aria-label="Question">
      <span class="quiet">A day counts with</span>
      <${m} app=${e} label="Event of an active day" event=${t.event||null} pick=${o=>s({event:o??""})} />
    </section>
    <${l} title="Days of activity" of=${n.days} again=${a} height="24rem" wide take=${{appId:e.id,question:y(t).days}}>
      ${o=>i`<${h} answer=${o} />`}
    </${l}>
  </div>`}function h({answer:e}){let t=e.visitors.reduce((o,r)=>o+r,0);if(!t)return i`<${c} title="Nobody was active in this range"><p>Take a wider range, or another event.</p></${c}>`;let n=e.visitors.findLastIndex(Boolean),s=t-e.visitors[0],a=e.days.slice(0,n+1).map((o,r)=>({value:o,said:p(o,"day"),figure:e.visitors[r]}));return i`<p class="figures"><strong class="big">${f(s/t)}</strong> <span class="quiet">came on more than one day: ${$(s)} of ${p(t,"visitor")}</span></p>
    <${v} rows=${a} all=${t} />`}export{T as View,y as asks,I as counts,P as isEmpty,D as words};
