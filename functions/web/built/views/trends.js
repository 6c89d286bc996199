import{html as o,useState as M}from"../shell/start.js";import{Over as W}from"../charts/charts.js";import{Empty as E,Panel as N}from"../shell/start.js";import{EventPicker as R,PropertyPicker as j}from"../shell/start.js";import{changeOf as h,count as w,saidChange as A}from"../shell/start.js";import{addressOf as D,compared as G,intervalOf as F}from"../shell/start.js";import{filterFor as H,isPlain as K,propertyName as g,withFilter as O}from"../shell/start.js";import{flag as Q,json as _,oneOf as k,text as B}from"../shell/start.js";import{inUnits as b}from"../shell/start.js";import{Table as x}from"../shell/start.js";import{Tabs as z}from"../shell/start.js";import{saidValue as X}from"../shell/start.js";import{WhatChanged as Y,whyAsked as Z}from"../shell/start.js";var q={total:"Total",visitors:"Visitors",sessions:"Sessions",perVisitor:"Per visitor"},S={sum:"Sum",avg:"Average",min:"Smallest",max:"Largest",median:"Median",p90:"90th percentile",p95:"95th percentile",p99:"99th percentile"},v={...q,...S},L={area:"Line",bars:"Bars",stacked:"Stacked",number:"Number",table:"Table"},P={event:"of the event",session:"its session began with",sessionEnd:"its session ended with",visitor:"its visitor first had"},d="ABCDEFGHIJ",U=[{event:null,measure:"total"}];function ee(t){if(typeof t!="object"||t===null)return;let{event:s=null,measure:e="total",property:n}=t;if(!(s!==null&&typeof s!="string"||!Object.hasOwn(v,e)))return Object.hasOwn(S,e)?typeof n=="string"&&n?{event:s,measure:e,property:n}:{event:s,measure:"total"}:{event:s,measure:e}}var ge={series:_(ee,10),formula:B("",200),by:B("",200),of:k(Object.keys(P),"event"),interval:k(["auto","hour","day","week","month"],"auto"),look:k(Object.keys(L),"area"),why:Q()},Oe=!0,Se=t=>p(t).some(({measure:s})=>["visitors","perVisitor"].includes(s))?"Whoever came on two days counts as two.":"",p=t=>t.series.length?t.series:U,V=t=>p(t).length===1&&["total","visitors"].includes(p(t)[0].measure)&&!t.formula&&t.range!=="all";function te(t){let s={report:"trends",...G(t),interval:F(t),series:p(t),...t.by?{breakdown:{property:t.by,of:t.of,limit:9}}:{},...t.formula?{formulas:[{expression:t.formula}]}:{}};return{trend:s,...t.why&&V(t)?{why:Z(s)}:{}}}var Ce=({trend:t})=>!!(t.answer&&!t.stale&&t.answer.series.every(({total:s})=>!s));function Te(t){let{app:s,question:e,answers:n,change:l,again:a}=t;return o`<div class="view">
    <div class="view-head"><h1>Trends</h1></div>
    <section class="panel whole" aria-label="Question">
      <${ne} ...${t} />
    </section>
    <${N} title=${I(e)} of=${n.trend} again=${a} height="20rem" wide actions=${V(e)&&!e.why&&o`<button type="button" class="small" onClick=${()=>l({why:!0,compare:e.compare==="none"?"previous":e.compare})}>What changed?</button>`} take=${{appId:s.id,question:te(e).trend}}>
      ${i=>o`<${oe} app=${s} answer=${i} question=${e} change=${l} />`}
    </${N}>
    ${n.why&&o`<${Y} of=${n.why} again=${a} what=${se(e)} kind="count" question=${e} close=${()=>l({why:!1})}
      narrow=${i=>l({filter:O(e.filter,i)})} behind=${i=>re(s,e,i)} />`}
  </div>`}function se(t){let[{event:s,measure:e}]=p(t);return e==="visitors"?s?b(t,"the visitors with")+` “${s}”`:b(t,"the visitors"):`the number of ${s?`“${s}”`:"events"}`}var re=(t,s,e)=>D(t.id,"visitors",{...s,filter:O(s.filter,e)},p(s)[0].event===null?{}:{step:JSON.stringify({event:p(s)[0].event})});function I(t){return`${p(t).map(({event:e,measure:n,property:l})=>`${e??"Any event"}: ${b(t,v[n]).toLowerCase()}${l?` of ${g(l)}`:""}`).join(", ")}${t.by?` by ${g(t.by)}`:""}`}function ne({app:t,question:s,change:e}){let n=p(s),l=(a,i)=>e({series:n.with(a,{...n[a],...i})});return o`<div class="stack">
    <ol class="series">
      ${n.map(({event:a,measure:i,property:m},$)=>o`<li key=${$} class="row">
        <span class=${`letter c${$%10}`} aria-hidden="true">${d[$]}</span>
        <${R} app=${t} label=${`Event of series ${d[$]}`} event=${a} pick=${c=>l($,{event:c})} />
        <label class="inline"><span class="unseen">Measure of series ${d[$]}</span><select value=${i} onChange=${({target:c})=>l($,{measure:c.value,property:Object.hasOwn(S,c.value)?m??"value":void 0})}>
          ${Object.entries(v).map(([c,y])=>o`<option value=${c} selected=${c===i}>${b(s,y)}</option>`)}
        </select></label>
        ${m&&o`<${j} app=${t} label="of" property=${m} numbers pick=${c=>l($,{property:c})} />`}
        ${n.length>1&&o`<button type="button" class="icon" aria-label=${`Take series ${d[$]} out`} onClick=${()=>e({series:n.toSpliced($,1)})}>×</button>`}
      </li>`)}
    </ol>
    <div class="row">
      ${n.length<10&&o`<button type="button" class="small" onClick=${()=>e({series:[...n,{event:null,measure:"total"}]})}>+ Series</button>`}
      <${j} app=${t} label="Broken down by" property=${s.by} none="Nothing" pick=${a=>e({by:a})} />
      ${s.by&&o`<label class="inline"><span class="unseen">Whose value</span><select onChange=${({target:a})=>e({of:a.value})}>${Object.entries(P).map(([a,i])=>o`<option value=${a} selected=${a===s.of}>${b(s,i)}</option>`)}</select></label>`}
      <${ae} question=${s} change=${e} />
      <${z} name="Drawn as" tabs=${L} chosen=${s.look} pick=${a=>e({look:a})} />
    </div>
  </div>`}function ae({question:t,change:s}){let[e,n]=M(t.formula);return o`<label class="inline">Formula <input class="short" value=${e} placeholder="A / B" spellcheck="false" autocomplete="off" maxlength="200" onInput=${({target:l})=>n(l.value)} onChange=${()=>s({formula:e.trim()})} /></label>`}function le({label:t,event:s,measure:e,breakdown:n},l){let a=t||s||(e?"Any event":l.formula),i=l.by?X(n):"";return i?p(l).length>1||l.formula?`${i} · ${a}`:i:p(l).length>1&&e&&!t?`${a}, ${b(l,v[e]).toLowerCase()}`:a}function oe({app:t,answer:s,question:e,change:n}){let{buckets:l,series:a,previous:i}=s;if(a.every(({total:r})=>!r))return o`<${ie} question=${e} change=${n} />`;let m=i?.series.some(({total:r})=>r)?i:void 0,$=(r,f)=>m?.series.find(u=>JSON.stringify([u.event,u.measure,u.label,u.breakdown])===JSON.stringify([r.event,r.measure,r.label,r.breakdown]))??(e.by?void 0:m?.series[f]),c=a.map((r,f)=>({label:le(r,e),values:r.values,before:$(r,f)?.values,total:r.total,was:$(r,f)?.total,breakdown:r.breakdown})),y=r=>n({filter:O(e.filter,H(e.by,r))}),C=o`<${x} name="Totals" rows=${c} pick=${e.by?r=>y(r.breakdown):void 0} picks=${r=>K(r.breakdown)}
    columns=${[{title:e.by?g(e.by):"Series",of:({label:r})=>r},{title:"Total",number:!0,of:({total:r})=>w(r)},...m?[{title:"Before",number:!0,of:({was:r})=>w(r)},{title:"Change",number:!0,of:({total:r,was:f})=>h(r,f)===null?"–":A(h(r,f))}]:[]]} />`;if(e.look==="table")return C;let T=o`<p class="figures" id="trend-figures" role="status">${c.slice(0,4).map(({label:r,total:f,was:u})=>o`<span class="figure-of"><strong class="big">${w(f)}</strong> <span class="quiet">${r}${h(f,u)===null?"":` · ${A(h(f,u))}`}</span></span>`)}</p>`;if(e.look==="number")return T;let J=c.slice(0,10);return o`${T}
    <${W} app=${t} change=${n} question=${e} interval=${F(e)} title=${I(e)} buckets=${l} series=${J.map(r=>e.look==="stacked"?{...r,before:void 0}:r)} look=${e.look} />
    ${c.length>1&&C}`}function ie({question:t,change:s}){let e=p(t).map(({event:n})=>n).filter(Boolean);return o`<${E} title=${e.length===1?`Nothing called “${e[0]}” arrived in this range`:"No event arrived in this range"}>
    <p>${e.length?"Names are compared letter by letter, capitals too.":"The app has events at other times."}</p>
    <p class="actions">
      ${e.length>0&&o`<button type="button" class="small" onClick=${()=>s({series:U})}>Show any event</button>`}
      ${t.filter.length>0&&o`<button type="button" class="small" onClick=${()=>s({filter:[]})}>Take the filters away</button>`}
      ${t.range!=="all"&&o`<button type="button" class="small" onClick=${()=>s({range:"all"})}>Show all time</button>`}
    </p>
  </${E}>`}export{Te as View,te as asks,Oe as compares,Se as counts,Ce as isEmpty,ge as words};
