import{html as n,useState as U}from"../shell/start.js";import{Over as I}from"../charts/charts.js";import{Empty as S,Panel as C}from"../shell/start.js";import{EventPicker as M,PropertyPicker as T}from"../shell/start.js";import{changeOf as b,count as h,saidChange as N}from"../shell/start.js";import{compared as V,intervalOf as A}from"../shell/start.js";import{filterFor as J,propertyName as k,withFilter as R}from"../shell/start.js";import{json as D,oneOf as E,text as j}from"../shell/start.js";import{Table as G}from"../shell/start.js";import{Tabs as H}from"../shell/start.js";import{saidValue as K}from"../shell/start.js";var Q={total:"Total",visitors:"Visitors",sessions:"Sessions",perVisitor:"Per visitor"},g={sum:"Sum",avg:"Average",min:"Smallest",max:"Largest",median:"Median",p90:"90th percentile",p95:"95th percentile",p99:"99th percentile"},v={...Q,...g},B={area:"Line",bars:"Bars",stacked:"Stacked",number:"Number",table:"Table"},d="ABCDEFGHIJ",L=[{event:null,measure:"total"}];function _(t){if(typeof t!="object"||t===null)return;let{event:s=null,measure:e="total",property:a}=t;if(!(s!==null&&typeof s!="string"||!Object.hasOwn(v,e)))return Object.hasOwn(g,e)?typeof a=="string"&&a?{event:s,measure:e,property:a}:{event:s,measure:"total"}:{event:s,measure:e}}var $e={series:D(_,10),formula:j("",200),by:j("",200),interval:E(["auto","hour","day","week","month"],"auto"),look:E(Object.keys(B),"area")},pe=!0,m=t=>t.series.length?t.series:L;function z(t){return{trend:{report:"trends",...V(t),interval:A(t),series:m(t),...t.by?{breakdown:{property:t.by,limit:9}}:{},...t.formula?{formulas:[{expression:t.formula}]}:{}}}}var ue=({trend:t})=>!!(t.answer&&!t.stale&&t.answer.series.every(({total:s})=>!s));function fe(t){let{app:s,question:e,answers:a,change:l,again:o}=t;return n`<div class="view">
    <div class="view-head"><h1>Trends</h1></div>
    <section class="panel whole" aria-label="Question">
      <${W} ...${t} />
    </section>
    <${C} title=${F(e)} of=${a.trend} again=${o} height="20rem" wide take=${{appId:s.id,question:z(e).trend}}>
      ${c=>n`<${Z} app=${s} answer=${c} question=${e} change=${l} />`}
    </${C}>
  </div>`}function F(t){return`${m(t).map(({event:e,measure:a,property:l})=>`${e??"Any event"}: ${v[a].toLowerCase()}${l?` of ${k(l)}`:""}`).join(", ")}${t.by?` by ${k(t.by)}`:""}`}function W({app:t,question:s,change:e}){let a=m(s),l=(o,c)=>e({series:a.with(o,{...a[o],...c})});return n`<div class="stack">
    <ol class="series">
      ${a.map(({event:o,measure:c,property:u},$)=>n`<li key=${$} class="row">
        <span class=${`letter c${$%10}`} aria-hidden="true">${d[$]}</span>
        <${M} app=${t} label=${`Event of series ${d[$]}`} event=${o} pick=${i=>l($,{event:i})} />
        <label class="inline"><span class="unseen">Measure of series ${d[$]}</span><select value=${c} onChange=${({target:i})=>l($,{measure:i.value,property:Object.hasOwn(g,i.value)?u??"value":void 0})}>
          ${Object.entries(v).map(([i,y])=>n`<option value=${i} selected=${i===c}>${y}</option>`)}
        </select></label>
        ${u&&n`<${T} app=${t} label="of" property=${u} numbers pick=${i=>l($,{property:i})} />`}
        ${a.length>1&&n`<button type="button" class="icon" aria-label=${`Take series ${d[$]} out`} onClick=${()=>e({series:a.toSpliced($,1)})}>×</button>`}
      </li>`)}
    </ol>
    <div class="row">
      ${a.length<10&&n`<button type="button" class="small" onClick=${()=>e({series:[...a,{event:null,measure:"total"}]})}>+ Series</button>`}
      <${T} app=${t} label="Broken down by" property=${s.by} none="Nothing" pick=${o=>e({by:o})} />
      <${X} question=${s} change=${e} />
      <${H} name="Drawn as" tabs=${B} chosen=${s.look} pick=${o=>e({look:o})} />
    </div>
  </div>`}function X({question:t,change:s}){let[e,a]=U(t.formula);return n`<label class="inline">Formula <input class="short" value=${e} placeholder="A / B" spellcheck="false" autocomplete="off" maxlength="200" onInput=${({target:l})=>a(l.value)} onChange=${()=>s({formula:e.trim()})} /></label>`}function Y({label:t,event:s,measure:e,breakdown:a},l){let o=t||s||(e?"Any event":l.formula),c=l.by?[a].flat().map(K).join(", "):"";return c?m(l).length>1||l.formula?`${c} · ${o}`:c:m(l).length>1&&e&&!t?`${o}, ${v[e].toLowerCase()}`:o}function Z({app:t,answer:s,question:e,change:a}){let{buckets:l,series:o,previous:c}=s;if(o.every(({total:r})=>!r))return n`<${x} question=${e} change=${a} />`;let u=c?.series.some(({total:r})=>r)?c:void 0,$=(r,p)=>u?.series.find(f=>JSON.stringify([f.event,f.measure,f.label,f.breakdown])===JSON.stringify([r.event,r.measure,r.label,r.breakdown]))??(e.by?void 0:u?.series[p]),i=o.map((r,p)=>({label:Y(r,e),values:r.values,before:$(r,p)?.values,total:r.total,was:$(r,p)?.total,breakdown:r.breakdown})),y=r=>a({filter:R(e.filter,J(e.by,r))}),w=n`<${G} name="Totals" rows=${i} pick=${e.by?r=>r.breakdown!=="$other"&&y(r.breakdown):void 0}
    columns=${[{title:e.by?k(e.by):"Series",of:({label:r})=>r},{title:"Total",number:!0,of:({total:r})=>h(r)},...u?[{title:"Before",number:!0,of:({was:r})=>h(r)},{title:"Change",number:!0,of:({total:r,was:p})=>b(r,p)===null?"–":N(b(r,p))}]:[]]} />`;if(e.look==="table")return w;let O=n`<p class="figures" id="trend-figures" role="status">${i.slice(0,4).map(({label:r,total:p,was:f})=>n`<span class="figure-of"><strong class="big">${h(p)}</strong> <span class="quiet">${r}${b(p,f)===null?"":` · ${N(b(p,f))}`}</span></span>`)}</p>`;if(e.look==="number")return O;let P=i.slice(0,10);return n`${O}
    <${I} app=${t} change=${a} question=${e} interval=${A(e)} title=${F(e)} buckets=${l} series=${P.map(r=>e.look==="stacked"?{...r,before:void 0}:r)} look=${e.look} />
    ${i.length>1&&w}`}function x({question:t,change:s}){let e=m(t).map(({event:a})=>a).filter(Boolean);return n`<${S} title=${e.length===1?`Nothing called “${e[0]}” arrived in this range`:"No event arrived in this range"}>
    <p>${e.length?"Names are compared letter by letter, capitals too.":"The app has events at other times."}</p>
    <p class="actions">
      ${e.length>0&&n`<button type="button" class="small" onClick=${()=>s({series:L})}>Show any event</button>`}
      ${t.filter.length>0&&n`<button type="button" class="small" onClick=${()=>s({filter:[]})}>Take the filters away</button>`}
      ${t.range!=="all"&&n`<button type="button" class="small" onClick=${()=>s({range:"all"})}>Show all time</button>`}
    </p>
  </${S}>`}export{fe as View,z as asks,pe as compares,ue as isEmpty,$e as words};
