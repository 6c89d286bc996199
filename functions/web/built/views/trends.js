import{html as l,useState as M}from"../shell/start.js";import{Over as V}from"../charts/charts.js";import{Empty as T,Panel as E}from"../shell/start.js";import{EventPicker as R,PropertyPicker as N}from"../shell/start.js";import{changeOf as b,count as y,saidChange as j}from"../shell/start.js";import{addressOf as W,compared as z,intervalOf as B}from"../shell/start.js";import{filterFor as D,propertyName as k,withFilter as g}from"../shell/start.js";import{flag as G,json as H,oneOf as w,text as A}from"../shell/start.js";import{Table as K}from"../shell/start.js";import{Tabs as Q}from"../shell/start.js";import{saidValue as _}from"../shell/start.js";import{WhatChanged as X,whyAsked as Y}from"../shell/start.js";var Z={total:"Total",visitors:"Visitors",sessions:"Sessions",perVisitor:"Per visitor"},O={sum:"Sum",avg:"Average",min:"Smallest",max:"Largest",median:"Median",p90:"90th percentile",p95:"95th percentile",p99:"99th percentile"},d={...Z,...O},F={area:"Line",bars:"Bars",stacked:"Stacked",number:"Number",table:"Table"},L={event:"of the event",session:"its session began with",sessionEnd:"its session ended with",visitor:"its visitor first had"},h="ABCDEFGHIJ",P=[{event:null,measure:"total"}];function x(t){if(typeof t!="object"||t===null)return;let{event:s=null,measure:e="total",property:n}=t;if(!(s!==null&&typeof s!="string"||!Object.hasOwn(d,e)))return Object.hasOwn(O,e)?typeof n=="string"&&n?{event:s,measure:e,property:n}:{event:s,measure:"total"}:{event:s,measure:e}}var ye={series:H(x,10),formula:A("",200),by:A("",200),of:w(Object.keys(L),"event"),interval:w(["auto","hour","day","week","month"],"auto"),look:w(Object.keys(F),"area"),why:G()},we=!0,f=t=>t.series.length?t.series:P,U=t=>f(t).length===1&&["total","visitors"].includes(f(t)[0].measure)&&!t.formula&&t.range!=="all";function q(t){let s={report:"trends",...z(t),interval:B(t),series:f(t),...t.by?{breakdown:{property:t.by,of:t.of,limit:9}}:{},...t.formula?{formulas:[{expression:t.formula}]}:{}};return{trend:s,...t.why&&U(t)?{why:Y(s)}:{}}}var ke=({trend:t})=>!!(t.answer&&!t.stale&&t.answer.series.every(({total:s})=>!s));function ge(t){let{app:s,question:e,answers:n,change:o,again:a}=t;return l`<div class="view">
    <div class="view-head"><h1>Trends</h1></div>
    <section class="panel whole" aria-label="Question">
      <${se} ...${t} />
    </section>
    <${E} title=${I(e)} of=${n.trend} again=${a} height="20rem" wide actions=${U(e)&&!e.why&&l`<button type="button" class="small" onClick=${()=>o({why:!0,compare:e.compare==="none"?"previous":e.compare})}>What changed?</button>`} take=${{appId:s.id,question:q(e).trend}}>
      ${i=>l`<${ae} app=${s} answer=${i} question=${e} change=${o} />`}
    </${E}>
    ${n.why&&l`<${X} of=${n.why} again=${a} what=${ee(e)} kind="count" timezone=${e.timezone} close=${()=>o({why:!1})}
      narrow=${i=>o({filter:g(e.filter,i)})} behind=${i=>te(s,e,i)} />`}
  </div>`}function ee(t){let[{event:s,measure:e}]=f(t);return e==="visitors"?s?`the visitors with “${s}”`:"the visitors":`the number of ${s?`“${s}”`:"events"}`}var te=(t,s,e)=>W(t.id,"visitors",{...s,filter:g(s.filter,e)},f(s)[0].event===null?{}:{step:JSON.stringify({event:f(s)[0].event})});function I(t){return`${f(t).map(({event:e,measure:n,property:o})=>`${e??"Any event"}: ${d[n].toLowerCase()}${o?` of ${k(o)}`:""}`).join(", ")}${t.by?` by ${k(t.by)}`:""}`}function se({app:t,question:s,change:e}){let n=f(s),o=(a,i)=>e({series:n.with(a,{...n[a],...i})});return l`<div class="stack">
    <ol class="series">
      ${n.map(({event:a,measure:i,property:u},$)=>l`<li key=${$} class="row">
        <span class=${`letter c${$%10}`} aria-hidden="true">${h[$]}</span>
        <${R} app=${t} label=${`Event of series ${h[$]}`} event=${a} pick=${c=>o($,{event:c})} />
        <label class="inline"><span class="unseen">Measure of series ${h[$]}</span><select value=${i} onChange=${({target:c})=>o($,{measure:c.value,property:Object.hasOwn(O,c.value)?u??"value":void 0})}>
          ${Object.entries(d).map(([c,v])=>l`<option value=${c} selected=${c===i}>${v}</option>`)}
        </select></label>
        ${u&&l`<${N} app=${t} label="of" property=${u} numbers pick=${c=>o($,{property:c})} />`}
        ${n.length>1&&l`<button type="button" class="icon" aria-label=${`Take series ${h[$]} out`} onClick=${()=>e({series:n.toSpliced($,1)})}>×</button>`}
      </li>`)}
    </ol>
    <div class="row">
      ${n.length<10&&l`<button type="button" class="small" onClick=${()=>e({series:[...n,{event:null,measure:"total"}]})}>+ Series</button>`}
      <${N} app=${t} label="Broken down by" property=${s.by} none="Nothing" pick=${a=>e({by:a})} />
      ${s.by&&l`<label class="inline"><span class="unseen">Whose value</span><select onChange=${({target:a})=>e({of:a.value})}>${Object.entries(L).map(([a,i])=>l`<option value=${a} selected=${a===s.of}>${i}</option>`)}</select></label>`}
      <${re} question=${s} change=${e} />
      <${Q} name="Drawn as" tabs=${F} chosen=${s.look} pick=${a=>e({look:a})} />
    </div>
  </div>`}function re({question:t,change:s}){let[e,n]=M(t.formula);return l`<label class="inline">Formula <input class="short" value=${e} placeholder="A / B" spellcheck="false" autocomplete="off" maxlength="200" onInput=${({target:o})=>n(o.value)} onChange=${()=>s({formula:e.trim()})} /></label>`}function ne({label:t,event:s,measure:e,breakdown:n},o){let a=t||s||(e?"Any event":o.formula),i=o.by?[n].flat().map(_).join(", "):"";return i?f(o).length>1||o.formula?`${i} · ${a}`:i:f(o).length>1&&e&&!t?`${a}, ${d[e].toLowerCase()}`:a}function ae({app:t,answer:s,question:e,change:n}){let{buckets:o,series:a,previous:i}=s;if(a.every(({total:r})=>!r))return l`<${le} question=${e} change=${n} />`;let u=i?.series.some(({total:r})=>r)?i:void 0,$=(r,p)=>u?.series.find(m=>JSON.stringify([m.event,m.measure,m.label,m.breakdown])===JSON.stringify([r.event,r.measure,r.label,r.breakdown]))??(e.by?void 0:u?.series[p]),c=a.map((r,p)=>({label:ne(r,e),values:r.values,before:$(r,p)?.values,total:r.total,was:$(r,p)?.total,breakdown:r.breakdown})),v=r=>n({filter:g(e.filter,D(e.by,r))}),S=l`<${K} name="Totals" rows=${c} pick=${e.by?r=>r.breakdown!=="$other"&&v(r.breakdown):void 0}
    columns=${[{title:e.by?k(e.by):"Series",of:({label:r})=>r},{title:"Total",number:!0,of:({total:r})=>y(r)},...u?[{title:"Before",number:!0,of:({was:r})=>y(r)},{title:"Change",number:!0,of:({total:r,was:p})=>b(r,p)===null?"–":j(b(r,p))}]:[]]} />`;if(e.look==="table")return S;let C=l`<p class="figures" id="trend-figures" role="status">${c.slice(0,4).map(({label:r,total:p,was:m})=>l`<span class="figure-of"><strong class="big">${y(p)}</strong> <span class="quiet">${r}${b(p,m)===null?"":` · ${j(b(p,m))}`}</span></span>`)}</p>`;if(e.look==="number")return C;let J=c.slice(0,10);return l`${C}
    <${V} app=${t} change=${n} question=${e} interval=${B(e)} title=${I(e)} buckets=${o} series=${J.map(r=>e.look==="stacked"?{...r,before:void 0}:r)} look=${e.look} />
    ${c.length>1&&S}`}function le({question:t,change:s}){let e=f(t).map(({event:n})=>n).filter(Boolean);return l`<${T} title=${e.length===1?`Nothing called “${e[0]}” arrived in this range`:"No event arrived in this range"}>
    <p>${e.length?"Names are compared letter by letter, capitals too.":"The app has events at other times."}</p>
    <p class="actions">
      ${e.length>0&&l`<button type="button" class="small" onClick=${()=>s({series:P})}>Show any event</button>`}
      ${t.filter.length>0&&l`<button type="button" class="small" onClick=${()=>s({filter:[]})}>Take the filters away</button>`}
      ${t.range!=="all"&&l`<button type="button" class="small" onClick=${()=>s({range:"all"})}>Show all time</button>`}
    </p>
  </${T}>`}export{ge as View,q as asks,we as compares,ke as isEmpty,ye as words};
