import{html as i}from"../shell/start.js";import{Bars as m}from"../shell/start.js";import{Empty as l,Panel as p}from"../shell/start.js";import{EventPicker as v}from"../shell/start.js";import{common as d}from"../shell/start.js";import{count as $,counted as c,percent as f}from"../shell/start.js";import{lastOf as y,lately as u}from"../shell/start.js";import{text as h}from"../shell/start.js";var T={event:h("",200)},A=()=>"They never seem to come back.";function w(t){return{days:{report:"stickiness",...d(t),...u(t,"day"),interval:"day",...t.event?{event:t.event}:{}}}}var L=({days:t})=>!!(t.answer&&!t.stale&&!t.answer.visitors.some(Boolean));function N({app:t,question:e,answers:n,change:a,again:r}){let o=y(e,"day");return i`<div class="view">
    <div class="view-head"><h1>Stickiness</h1></div>
    <section class="panel whole row asked" aria-label="Question">
      <span class="quiet">A day counts with</span>
      <${v} app=${t} label="Event of an active day" event=${e.event||null} pick=${s=>a({event:s??""})} />
    </section>
    <${p} title="Days of activity" note=${o?`the last ${c(o,"day")}`:""} of=${n.days} again=${r} height="24rem" wide take=${{appId:t.id,question:w(e).days}}>
      ${s=>i`<${g} answer=${s} />`}
    </${p}>
  </div>`}function g({answer:t}){let e=t.visitors.reduce((o,s)=>o+s,0);if(!e)return i`<${l} title="Nobody was active in this range"><p>Take a wider range, or another event.</p></${l}>`;let n=t.visitors.findLastIndex(Boolean),a=e-t.visitors[0],r=t.days.slice(0,n+1).map((o,s)=>({value:o,said:c(o,"day"),figure:t.visitors[s]}));return i`<p class="figures"><strong class="big">${f(a/e)}</strong> <span class="quiet">came on more than one day: ${$(a)} of ${c(e,"visitor")}</span></p>
    <${m} rows=${r} all=${e} />`}export{N as View,w as asks,A as counts,L as isEmpty,T as words};
