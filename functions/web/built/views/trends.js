import{html as l,useState as M}from"../shell/start.js";import{Over as V}from"../charts/charts.js";import{Empty as E,Panel as N}from"../shell/start.js";import{EventPicker as R,PropertyPicker as j}from"../shell/start.js";import{changeOf as b,count as y,saidChange as A}from"../shell/start.js";import{addressOf as W,compared as z,intervalOf as F}from"../shell/start.js";import{filterFor as D,propertyName as k,withFilter as O}from"../shell/start.js";import{flag as G,json as H,oneOf as w,text as B}from"../shell/start.js";import{Table as K}from"../shell/start.js";import{Tabs as Q}from"../shell/start.js";import{saidValue as _}from"../shell/start.js";import{WhatChanged as X,whyAsked as Y}from"../shell/start.js";var Z={total:"Total",visitors:"Visitors",sessions:"Sessions",perVisitor:"Per visitor"},S={sum:"Sum",avg:"Average",min:"Smallest",max:"Largest",median:"Median",p90:"90th percentile",p95:"95th percentile",p99:"99th percentile"},h={...Z,...S},L={area:"Line",bars:"Bars",stacked:"Stacked",number:"Number",table:"Table"},P={event:"of the event",session:"its session began with",sessionEnd:"its session ended with",visitor:"its visitor first had"},d="ABCDEFGHIJ",U=[{event:null,measure:"total"}];function x(t){if(typeof t!="object"||t===null)return;let{event:s=null,measure:e="total",property:a}=t;if(!(s!==null&&typeof s!="string"||!Object.hasOwn(h,e)))return Object.hasOwn(S,e)?typeof a=="string"&&a?{event:s,measure:e,property:a}:{event:s,measure:"total"}:{event:s,measure:e}}var ve={series:H(x,10),formula:B("",200),by:B("",200),of:w(Object.keys(P),"event"),interval:w(["auto","hour","day","week","month"],"auto"),look:w(Object.keys(L),"area"),why:G()},ye=!0,f=t=>t.series.length?t.series:U,I=t=>f(t).length===1&&["total","visitors"].includes(f(t)[0].measure)&&!t.formula&&t.range!=="all";function q(t){let s={report:"trends",...z(t),interval:F(t),series:f(t),...t.by?{breakdown:{property:t.by,of:t.of,limit:9}}:{},...t.formula?{formulas:[{expression:t.formula}]}:{}};return{trend:s,...t.why&&I(t)?{why:Y(s)}:{}}}var we=({trend:t})=>!!(t.answer&&!t.stale&&t.answer.series.every(({total:s})=>!s));function ke(t){let{app:s,question:e,answers:a,change:o,again:n}=t;return l`<div class="view">
    <div class="view-head"><h1>Trends</h1></div>
    <section class="panel whole" aria-label="Question">
      <${te} ...${t} />
    </section>
    <${N} title=${g(e)} of=${a.trend} again=${n} height="20rem" wide actions=${I(e)&&!e.why&&l`<button type="button" class="small" onClick=${()=>o({why:!0,compare:e.compare==="none"?"previous":e.compare})}>What changed?</button>`} take=${{appId:s.id,question:q(e).trend,filters:e.filter}}>
      ${i=>l`<${ae} app=${s} answer=${i} question=${e} change=${o} />`}
    </${N}>
    ${a.why&&l`<${X} of=${a.why} again=${n} what=${g(e)} kind="count" timezone=${e.timezone} close=${()=>o({why:!1})}
      narrow=${i=>o({filter:O(e.filter,i)})} behind=${i=>ee(s,e,i)} />`}
  </div>`}var ee=(t,s,e)=>W(t.id,"visitors",{...s,filter:O(s.filter,e)},f(s)[0].event===null?{}:{step:JSON.stringify({event:f(s)[0].event})});function g(t){return`${f(t).map(({event:e,measure:a,property:o})=>`${e??"Any event"}: ${h[a].toLowerCase()}${o?` of ${k(o)}`:""}`).join(", ")}${t.by?` by ${k(t.by)}`:""}`}function te({app:t,question:s,change:e}){let a=f(s),o=(n,i)=>e({series:a.with(n,{...a[n],...i})});return l`<div class="stack">
    <ol class="series">
      ${a.map(({event:n,measure:i,property:m},$)=>l`<li key=${$} class="row">
        <span class=${`letter c${$%10}`} aria-hidden="true">${d[$]}</span>
        <${R} app=${t} label=${`Event of series ${d[$]}`} event=${n} pick=${c=>o($,{event:c})} />
        <label class="inline"><span class="unseen">Measure of series ${d[$]}</span><select value=${i} onChange=${({target:c})=>o($,{measure:c.value,property:Object.hasOwn(S,c.value)?m??"value":void 0})}>
          ${Object.entries(h).map(([c,v])=>l`<option value=${c} selected=${c===i}>${v}</option>`)}
        </select></label>
        ${m&&l`<${j} app=${t} label="of" property=${m} numbers pick=${c=>o($,{property:c})} />`}
        ${a.length>1&&l`<button type="button" class="icon" aria-label=${`Take series ${d[$]} out`} onClick=${()=>e({series:a.toSpliced($,1)})}>×</button>`}
      </li>`)}
    </ol>
    <div class="row">
      ${a.length<10&&l`<button type="button" class="small" onClick=${()=>e({series:[...a,{event:null,measure:"total"}]})}>+ Series</button>`}
      <${j} app=${t} label="Broken down by" property=${s.by} none="Nothing" pick=${n=>e({by:n})} />
      ${s.by&&l`<label class="inline"><span class="unseen">Whose value</span><select onChange=${({target:n})=>e({of:n.value})}>${Object.entries(P).map(([n,i])=>l`<option value=${n} selected=${n===s.of}>${i}</option>`)}</select></label>`}
      <${se} question=${s} change=${e} />
      <${Q} name="Drawn as" tabs=${L} chosen=${s.look} pick=${n=>e({look:n})} />
    </div>
  </div>`}function se({question:t,change:s}){let[e,a]=M(t.formula);return l`<label class="inline">Formula <input class="short" value=${e} placeholder="A / B" spellcheck="false" autocomplete="off" maxlength="200" onInput=${({target:o})=>a(o.value)} onChange=${()=>s({formula:e.trim()})} /></label>`}function re({label:t,event:s,measure:e,breakdown:a},o){let n=t||s||(e?"Any event":o.formula),i=o.by?[a].flat().map(_).join(", "):"";return i?f(o).length>1||o.formula?`${i} · ${n}`:i:f(o).length>1&&e&&!t?`${n}, ${h[e].toLowerCase()}`:n}function ae({app:t,answer:s,question:e,change:a}){let{buckets:o,series:n,previous:i}=s;if(n.every(({total:r})=>!r))return l`<${ne} question=${e} change=${a} />`;let m=i?.series.some(({total:r})=>r)?i:void 0,$=(r,p)=>m?.series.find(u=>JSON.stringify([u.event,u.measure,u.label,u.breakdown])===JSON.stringify([r.event,r.measure,r.label,r.breakdown]))??(e.by?void 0:m?.series[p]),c=n.map((r,p)=>({label:re(r,e),values:r.values,before:$(r,p)?.values,total:r.total,was:$(r,p)?.total,breakdown:r.breakdown})),v=r=>a({filter:O(e.filter,D(e.by,r))}),C=l`<${K} name="Totals" rows=${c} pick=${e.by?r=>r.breakdown!=="$other"&&v(r.breakdown):void 0}
    columns=${[{title:e.by?k(e.by):"Series",of:({label:r})=>r},{title:"Total",number:!0,of:({total:r})=>y(r)},...m?[{title:"Before",number:!0,of:({was:r})=>y(r)},{title:"Change",number:!0,of:({total:r,was:p})=>b(r,p)===null?"–":A(b(r,p))}]:[]]} />`;if(e.look==="table")return C;let T=l`<p class="figures" id="trend-figures" role="status">${c.slice(0,4).map(({label:r,total:p,was:u})=>l`<span class="figure-of"><strong class="big">${y(p)}</strong> <span class="quiet">${r}${b(p,u)===null?"":` · ${A(b(p,u))}`}</span></span>`)}</p>`;if(e.look==="number")return T;let J=c.slice(0,10);return l`${T}
    <${V} app=${t} change=${a} question=${e} interval=${F(e)} title=${g(e)} buckets=${o} series=${J.map(r=>e.look==="stacked"?{...r,before:void 0}:r)} look=${e.look} />
    ${c.length>1&&C}`}function ne({question:t,change:s}){let e=f(t).map(({event:a})=>a).filter(Boolean);return l`<${E} title=${e.length===1?`Nothing called “${e[0]}” arrived in this range`:"No event arrived in this range"}>
    <p>${e.length?"Names are compared letter by letter, capitals too.":"The app has events at other times."}</p>
    <p class="actions">
      ${e.length>0&&l`<button type="button" class="small" onClick=${()=>s({series:U})}>Show any event</button>`}
      ${t.filter.length>0&&l`<button type="button" class="small" onClick=${()=>s({filter:[]})}>Take the filters away</button>`}
      ${t.range!=="all"&&l`<button type="button" class="small" onClick=${()=>s({range:"all"})}>Show all time</button>`}
    </p>
  </${E}>`}export{ke as View,q as asks,ye as compares,we as isEmpty,ve as words};
