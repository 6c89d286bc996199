import{html as n,useState as I}from"../shell/start.js";import{Over as M}from"../charts/charts.js";import{Empty as C,Panel as T}from"../shell/start.js";import{EventPicker as V,PropertyPicker as j}from"../shell/start.js";import{changeOf as m,count as y,saidChange as E}from"../shell/start.js";import{compared as J,intervalOf as A}from"../shell/start.js";import{filterFor as R,propertyName as g,withFilter as D}from"../shell/start.js";import{json as G,oneOf as k,text as N}from"../shell/start.js";import{Table as H}from"../shell/start.js";import{Tabs as K}from"../shell/start.js";import{saidValue as Q}from"../shell/start.js";var W={total:"Total",visitors:"Visitors",sessions:"Sessions",perVisitor:"Per visitor"},w={sum:"Sum",avg:"Average",min:"Smallest",max:"Largest",median:"Median",p90:"90th percentile",p95:"95th percentile",p99:"99th percentile"},v={...W,...w},B={area:"Line",bars:"Bars",stacked:"Stacked",number:"Number",table:"Table"},F={event:"of the event",session:"its session began with",sessionEnd:"its session ended with",visitor:"its visitor first had"},d="ABCDEFGHIJ",L=[{event:null,measure:"total"}];function _(t){if(typeof t!="object"||t===null)return;let{event:r=null,measure:e="total",property:a}=t;if(!(r!==null&&typeof r!="string"||!Object.hasOwn(v,e)))return Object.hasOwn(w,e)?typeof a=="string"&&a?{event:r,measure:e,property:a}:{event:r,measure:"total"}:{event:r,measure:e}}var pe={series:G(_,10),formula:N("",200),by:N("",200),of:k(Object.keys(F),"event"),interval:k(["auto","hour","day","week","month"],"auto"),look:k(Object.keys(B),"area")},fe=!0,b=t=>t.series.length?t.series:L;function z(t){return{trend:{report:"trends",...J(t),interval:A(t),series:b(t),...t.by?{breakdown:{property:t.by,of:t.of,limit:9}}:{},...t.formula?{formulas:[{expression:t.formula}]}:{}}}}var ue=({trend:t})=>!!(t.answer&&!t.stale&&t.answer.series.every(({total:r})=>!r));function be(t){let{app:r,question:e,answers:a,change:o,again:l}=t;return n`<div class="view">
    <div class="view-head"><h1>Trends</h1></div>
    <section class="panel whole" aria-label="Question">
      <${X} ...${t} />
    </section>
    <${T} title=${P(e)} of=${a.trend} again=${l} height="20rem" wide take=${{appId:r.id,question:z(e).trend,filters:e.filter}}>
      ${i=>n`<${x} app=${r} answer=${i} question=${e} change=${o} />`}
    </${T}>
  </div>`}function P(t){return`${b(t).map(({event:e,measure:a,property:o})=>`${e??"Any event"}: ${v[a].toLowerCase()}${o?` of ${g(o)}`:""}`).join(", ")}${t.by?` by ${g(t.by)}`:""}`}function X({app:t,question:r,change:e}){let a=b(r),o=(l,i)=>e({series:a.with(l,{...a[l],...i})});return n`<div class="stack">
    <ol class="series">
      ${a.map(({event:l,measure:i,property:f},$)=>n`<li key=${$} class="row">
        <span class=${`letter c${$%10}`} aria-hidden="true">${d[$]}</span>
        <${V} app=${t} label=${`Event of series ${d[$]}`} event=${l} pick=${c=>o($,{event:c})} />
        <label class="inline"><span class="unseen">Measure of series ${d[$]}</span><select value=${i} onChange=${({target:c})=>o($,{measure:c.value,property:Object.hasOwn(w,c.value)?f??"value":void 0})}>
          ${Object.entries(v).map(([c,h])=>n`<option value=${c} selected=${c===i}>${h}</option>`)}
        </select></label>
        ${f&&n`<${j} app=${t} label="of" property=${f} numbers pick=${c=>o($,{property:c})} />`}
        ${a.length>1&&n`<button type="button" class="icon" aria-label=${`Take series ${d[$]} out`} onClick=${()=>e({series:a.toSpliced($,1)})}>×</button>`}
      </li>`)}
    </ol>
    <div class="row">
      ${a.length<10&&n`<button type="button" class="small" onClick=${()=>e({series:[...a,{event:null,measure:"total"}]})}>+ Series</button>`}
      <${j} app=${t} label="Broken down by" property=${r.by} none="Nothing" pick=${l=>e({by:l})} />
      ${r.by&&n`<label class="inline"><span class="unseen">Whose value</span><select onChange=${({target:l})=>e({of:l.value})}>${Object.entries(F).map(([l,i])=>n`<option value=${l} selected=${l===r.of}>${i}</option>`)}</select></label>`}
      <${Y} question=${r} change=${e} />
      <${K} name="Drawn as" tabs=${B} chosen=${r.look} pick=${l=>e({look:l})} />
    </div>
  </div>`}function Y({question:t,change:r}){let[e,a]=I(t.formula);return n`<label class="inline">Formula <input class="short" value=${e} placeholder="A / B" spellcheck="false" autocomplete="off" maxlength="200" onInput=${({target:o})=>a(o.value)} onChange=${()=>r({formula:e.trim()})} /></label>`}function Z({label:t,event:r,measure:e,breakdown:a},o){let l=t||r||(e?"Any event":o.formula),i=o.by?[a].flat().map(Q).join(", "):"";return i?b(o).length>1||o.formula?`${i} · ${l}`:i:b(o).length>1&&e&&!t?`${l}, ${v[e].toLowerCase()}`:l}function x({app:t,answer:r,question:e,change:a}){let{buckets:o,series:l,previous:i}=r;if(l.every(({total:s})=>!s))return n`<${q} question=${e} change=${a} />`;let f=i?.series.some(({total:s})=>s)?i:void 0,$=(s,p)=>f?.series.find(u=>JSON.stringify([u.event,u.measure,u.label,u.breakdown])===JSON.stringify([s.event,s.measure,s.label,s.breakdown]))??(e.by?void 0:f?.series[p]),c=l.map((s,p)=>({label:Z(s,e),values:s.values,before:$(s,p)?.values,total:s.total,was:$(s,p)?.total,breakdown:s.breakdown})),h=s=>a({filter:D(e.filter,R(e.by,s))}),O=n`<${H} name="Totals" rows=${c} pick=${e.by?s=>s.breakdown!=="$other"&&h(s.breakdown):void 0}
    columns=${[{title:e.by?g(e.by):"Series",of:({label:s})=>s},{title:"Total",number:!0,of:({total:s})=>y(s)},...f?[{title:"Before",number:!0,of:({was:s})=>y(s)},{title:"Change",number:!0,of:({total:s,was:p})=>m(s,p)===null?"–":E(m(s,p))}]:[]]} />`;if(e.look==="table")return O;let S=n`<p class="figures" id="trend-figures" role="status">${c.slice(0,4).map(({label:s,total:p,was:u})=>n`<span class="figure-of"><strong class="big">${y(p)}</strong> <span class="quiet">${s}${m(p,u)===null?"":` · ${E(m(p,u))}`}</span></span>`)}</p>`;if(e.look==="number")return S;let U=c.slice(0,10);return n`${S}
    <${M} app=${t} change=${a} question=${e} interval=${A(e)} title=${P(e)} buckets=${o} series=${U.map(s=>e.look==="stacked"?{...s,before:void 0}:s)} look=${e.look} />
    ${c.length>1&&O}`}function q({question:t,change:r}){let e=b(t).map(({event:a})=>a).filter(Boolean);return n`<${C} title=${e.length===1?`Nothing called “${e[0]}” arrived in this range`:"No event arrived in this range"}>
    <p>${e.length?"Names are compared letter by letter, capitals too.":"The app has events at other times."}</p>
    <p class="actions">
      ${e.length>0&&n`<button type="button" class="small" onClick=${()=>r({series:L})}>Show any event</button>`}
      ${t.filter.length>0&&n`<button type="button" class="small" onClick=${()=>r({filter:[]})}>Take the filters away</button>`}
      ${t.range!=="all"&&n`<button type="button" class="small" onClick=${()=>r({range:"all"})}>Show all time</button>`}
    </p>
  </${C}>`}export{be as View,z as asks,fe as compares,ue as isEmpty,pe as words};
