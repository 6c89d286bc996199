import{html as o,useState as J}from"../shell/start.js";import{Over as M}from"../charts/charts.js";import{Empty as T,Panel as E}from"../shell/start.js";import{EventPicker as W,PropertyPicker as N}from"../shell/start.js";import{changeOf as b,count as y,saidChange as j}from"../shell/start.js";import{addressOf as R,compared as z,intervalOf as B}from"../shell/start.js";import{filterFor as D,isPlain as G,propertyName as k,withFilter as g}from"../shell/start.js";import{flag as H,json as K,oneOf as w,text as A}from"../shell/start.js";import{Table as Q}from"../shell/start.js";import{Tabs as _}from"../shell/start.js";import{saidValue as x}from"../shell/start.js";import{WhatChanged as X,whyAsked as Y}from"../shell/start.js";var Z={total:"Total",visitors:"Visitors",sessions:"Sessions",perVisitor:"Per visitor"},O={sum:"Sum",avg:"Average",min:"Smallest",max:"Largest",median:"Median",p90:"90th percentile",p95:"95th percentile",p99:"99th percentile"},d={...Z,...O},F={area:"Line",bars:"Bars",stacked:"Stacked",number:"Number",table:"Table"},L={event:"of the event",session:"its session began with",sessionEnd:"its session ended with",visitor:"its visitor first had"},h="ABCDEFGHIJ",P=[{event:null,measure:"total"}];function q(t){if(typeof t!="object"||t===null)return;let{event:s=null,measure:e="total",property:n}=t;if(!(s!==null&&typeof s!="string"||!Object.hasOwn(d,e)))return Object.hasOwn(O,e)?typeof n=="string"&&n?{event:s,measure:e,property:n}:{event:s,measure:"total"}:{event:s,measure:e}}var we={series:K(q,10),formula:A("",200),by:A("",200),of:w(Object.keys(L),"event"),interval:w(["auto","hour","day","week","month"],"auto"),look:w(Object.keys(F),"area"),why:H()},ke=!0,ge=t=>p(t).some(({measure:s})=>["visitors","perVisitor"].includes(s))?"Whoever came on two days counts as two.":"",p=t=>t.series.length?t.series:P,U=t=>p(t).length===1&&["total","visitors"].includes(p(t)[0].measure)&&!t.formula&&t.range!=="all";function ee(t){let s={report:"trends",...z(t),interval:B(t),series:p(t),...t.by?{breakdown:{property:t.by,of:t.of,limit:9}}:{},...t.formula?{formulas:[{expression:t.formula}]}:{}};return{trend:s,...t.why&&U(t)?{why:Y(s)}:{}}}var Oe=({trend:t})=>!!(t.answer&&!t.stale&&t.answer.series.every(({total:s})=>!s));function Se(t){let{app:s,question:e,answers:n,change:l,again:a}=t;return o`<div class="view">
    <div class="view-head"><h1>Trends</h1></div>
    <section class="panel whole" aria-label="Question">
      <${re} ...${t} />
    </section>
    <${E} title=${V(e)} of=${n.trend} again=${a} height="20rem" wide actions=${U(e)&&!e.why&&o`<button type="button" class="small" onClick=${()=>l({why:!0,compare:e.compare==="none"?"previous":e.compare})}>What changed?</button>`} take=${{appId:s.id,question:ee(e).trend}}>
      ${i=>o`<${oe} app=${s} answer=${i} question=${e} change=${l} />`}
    </${E}>
    ${n.why&&o`<${X} of=${n.why} again=${a} what=${te(e)} kind="count" timezone=${e.timezone} close=${()=>l({why:!1})}
      narrow=${i=>l({filter:g(e.filter,i)})} behind=${i=>se(s,e,i)} />`}
  </div>`}function te(t){let[{event:s,measure:e}]=p(t);return e==="visitors"?s?`the visitors with “${s}”`:"the visitors":`the number of ${s?`“${s}”`:"events"}`}var se=(t,s,e)=>R(t.id,"visitors",{...s,filter:g(s.filter,e)},p(s)[0].event===null?{}:{step:JSON.stringify({event:p(s)[0].event})});function V(t){return`${p(t).map(({event:e,measure:n,property:l})=>`${e??"Any event"}: ${d[n].toLowerCase()}${l?` of ${k(l)}`:""}`).join(", ")}${t.by?` by ${k(t.by)}`:""}`}function re({app:t,question:s,change:e}){let n=p(s),l=(a,i)=>e({series:n.with(a,{...n[a],...i})});return o`<div class="stack">
    <ol class="series">
      ${n.map(({event:a,measure:i,property:u},$)=>o`<li key=${$} class="row">
        <span class=${`letter c${$%10}`} aria-hidden="true">${h[$]}</span>
        <${W} app=${t} label=${`Event of series ${h[$]}`} event=${a} pick=${c=>l($,{event:c})} />
        <label class="inline"><span class="unseen">Measure of series ${h[$]}</span><select value=${i} onChange=${({target:c})=>l($,{measure:c.value,property:Object.hasOwn(O,c.value)?u??"value":void 0})}>
          ${Object.entries(d).map(([c,v])=>o`<option value=${c} selected=${c===i}>${v}</option>`)}
        </select></label>
        ${u&&o`<${N} app=${t} label="of" property=${u} numbers pick=${c=>l($,{property:c})} />`}
        ${n.length>1&&o`<button type="button" class="icon" aria-label=${`Take series ${h[$]} out`} onClick=${()=>e({series:n.toSpliced($,1)})}>×</button>`}
      </li>`)}
    </ol>
    <div class="row">
      ${n.length<10&&o`<button type="button" class="small" onClick=${()=>e({series:[...n,{event:null,measure:"total"}]})}>+ Series</button>`}
      <${N} app=${t} label="Broken down by" property=${s.by} none="Nothing" pick=${a=>e({by:a})} />
      ${s.by&&o`<label class="inline"><span class="unseen">Whose value</span><select onChange=${({target:a})=>e({of:a.value})}>${Object.entries(L).map(([a,i])=>o`<option value=${a} selected=${a===s.of}>${i}</option>`)}</select></label>`}
      <${ne} question=${s} change=${e} />
      <${_} name="Drawn as" tabs=${F} chosen=${s.look} pick=${a=>e({look:a})} />
    </div>
  </div>`}function ne({question:t,change:s}){let[e,n]=J(t.formula);return o`<label class="inline">Formula <input class="short" value=${e} placeholder="A / B" spellcheck="false" autocomplete="off" maxlength="200" onInput=${({target:l})=>n(l.value)} onChange=${()=>s({formula:e.trim()})} /></label>`}function ae({label:t,event:s,measure:e,breakdown:n},l){let a=t||s||(e?"Any event":l.formula),i=l.by?x(n):"";return i?p(l).length>1||l.formula?`${i} · ${a}`:i:p(l).length>1&&e&&!t?`${a}, ${d[e].toLowerCase()}`:a}function oe({app:t,answer:s,question:e,change:n}){let{buckets:l,series:a,previous:i}=s;if(a.every(({total:r})=>!r))return o`<${le} question=${e} change=${n} />`;let u=i?.series.some(({total:r})=>r)?i:void 0,$=(r,f)=>u?.series.find(m=>JSON.stringify([m.event,m.measure,m.label,m.breakdown])===JSON.stringify([r.event,r.measure,r.label,r.breakdown]))??(e.by?void 0:u?.series[f]),c=a.map((r,f)=>({label:ae(r,e),values:r.values,before:$(r,f)?.values,total:r.total,was:$(r,f)?.total,breakdown:r.breakdown})),v=r=>n({filter:g(e.filter,D(e.by,r))}),S=o`<${Q} name="Totals" rows=${c} pick=${e.by?r=>v(r.breakdown):void 0} picks=${r=>G(r.breakdown)}
    columns=${[{title:e.by?k(e.by):"Series",of:({label:r})=>r},{title:"Total",number:!0,of:({total:r})=>y(r)},...u?[{title:"Before",number:!0,of:({was:r})=>y(r)},{title:"Change",number:!0,of:({total:r,was:f})=>b(r,f)===null?"–":j(b(r,f))}]:[]]} />`;if(e.look==="table")return S;let C=o`<p class="figures" id="trend-figures" role="status">${c.slice(0,4).map(({label:r,total:f,was:m})=>o`<span class="figure-of"><strong class="big">${y(f)}</strong> <span class="quiet">${r}${b(f,m)===null?"":` · ${j(b(f,m))}`}</span></span>`)}</p>`;if(e.look==="number")return C;let I=c.slice(0,10);return o`${C}
    <${M} app=${t} change=${n} question=${e} interval=${B(e)} title=${V(e)} buckets=${l} series=${I.map(r=>e.look==="stacked"?{...r,before:void 0}:r)} look=${e.look} />
    ${c.length>1&&S}`}function le({question:t,change:s}){let e=p(t).map(({event:n})=>n).filter(Boolean);return o`<${T} title=${e.length===1?`Nothing called “${e[0]}” arrived in this range`:"No event arrived in this range"}>
    <p>${e.length?"Names are compared letter by letter, capitals too.":"The app has events at other times."}</p>
    <p class="actions">
      ${e.length>0&&o`<button type="button" class="small" onClick=${()=>s({series:P})}>Show any event</button>`}
      ${t.filter.length>0&&o`<button type="button" class="small" onClick=${()=>s({filter:[]})}>Take the filters away</button>`}
      ${t.range!=="all"&&o`<button type="button" class="small" onClick=${()=>s({range:"all"})}>Show all time</button>`}
    </p>
  </${T}>`}export{Se as View,ee as asks,ke as compares,ge as counts,Oe as isEmpty,we as words};
