import{html as n,useState as P}from"../shell/start.js";import{Over as U}from"../charts/charts.js";import{Empty as O,Panel as S}from"../shell/start.js";import{EventPicker as I,PropertyPicker as C}from"../shell/start.js";import{changeOf as d,count as h,saidChange as T}from"../shell/start.js";import{compared as M,intervalOf as E}from"../shell/start.js";import{filterFor as V,propertyName as k,withFilter as J}from"../shell/start.js";import{json as R,oneOf as N,text as j}from"../shell/start.js";import{Table as D}from"../shell/start.js";import{saidValue as G}from"../shell/start.js";var H={total:"Total",visitors:"Visitors",sessions:"Sessions",perVisitor:"Per visitor"},g={sum:"Sum",avg:"Average",min:"Smallest",max:"Largest",median:"Median",p90:"90th percentile",p95:"95th percentile",p99:"99th percentile"},y={...H,...g},A={area:"Line",bars:"Bars",stacked:"Stacked",number:"Number",table:"Table"},v="ABCDEFGHIJ",B=[{event:null,measure:"total"}];function K(e){if(typeof e!="object"||e===null)return;let{event:t=null,measure:s="total",property:a}=e;if(!(t!==null&&typeof t!="string"||!Object.hasOwn(y,s)))return Object.hasOwn(g,s)?typeof a=="string"&&a?{event:t,measure:s,property:a}:{event:t,measure:"total"}:{event:t,measure:s}}var oe={series:R(K,10),formula:j("",200),by:j("",200),interval:N(["auto","hour","day","week","month"],"auto"),look:N(Object.keys(A),"area")},ie=!0,b=e=>e.series.length?e.series:B;function Q(e){return{trend:{report:"trends",...M(e),interval:E(e),series:b(e),...e.by?{breakdown:{property:e.by,limit:9}}:{},...e.formula?{formulas:[{expression:e.formula}]}:{}}}}var ce=({trend:e})=>!!(e.answer&&!e.stale&&e.answer.series.every(({total:t})=>!t));function $e(e){let{app:t,question:s,answers:a,change:l,again:o}=e;return n`<div class="view">
    <div class="view-head"><h1>Trends</h1></div>
    <section class="panel whole" aria-label="Question">
      <${_} ...${e} />
    </section>
    <${S} title=${L(s)} of=${a.trend} again=${o} height="20rem" wide take=${{appId:t.id,question:Q(s).trend}}>
      ${i=>n`<${X} answer=${i} question=${s} change=${l} />`}
    </${S}>
  </div>`}function L(e){return`${b(e).map(({event:s,measure:a,property:l})=>`${s??"Any event"}: ${y[a].toLowerCase()}${l?` of ${k(l)}`:""}`).join(", ")}${e.by?` by ${k(e.by)}`:""}`}function _({app:e,question:t,change:s}){let a=b(t),l=(o,i)=>s({series:a.with(o,{...a[o],...i})});return n`<div class="stack">
    <ol class="series">
      ${a.map(({event:o,measure:i,property:f},c)=>n`<li key=${c} class="row">
        <span class=${`letter c${c%10}`} aria-hidden="true">${v[c]}</span>
        <${I} app=${e} label=${`Event of series ${v[c]}`} event=${o} pick=${$=>l(c,{event:$})} />
        <label class="inline"><span class="unseen">Measure of series ${v[c]}</span><select value=${i} onChange=${({target:$})=>l(c,{measure:$.value,property:Object.hasOwn(g,$.value)?f??"value":void 0})}>
          ${Object.entries(y).map(([$,m])=>n`<option value=${$} selected=${$===i}>${m}</option>`)}
        </select></label>
        ${f&&n`<${C} app=${e} label="of" property=${f} numbers pick=${$=>l(c,{property:$})} />`}
        ${a.length>1&&n`<button type="button" class="icon" aria-label=${`Take series ${v[c]} out`} onClick=${()=>s({series:a.toSpliced(c,1)})}>×</button>`}
      </li>`)}
    </ol>
    <div class="row">
      ${a.length<10&&n`<button type="button" class="small" onClick=${()=>s({series:[...a,{event:null,measure:"total"}]})}>+ Series</button>`}
      <${C} app=${e} label="Broken down by" property=${t.by} none="Nothing" pick=${o=>s({by:o})} />
      <${z} question=${t} change=${s} />
      <div class="tabs" role="group" aria-label="Drawn as">${Object.entries(A).map(([o,i])=>n`<button type="button" aria-pressed=${o===t.look} onClick=${()=>s({look:o})}>${i}</button>`)}</div>
    </div>
  </div>`}function z({question:e,change:t}){let[s,a]=P(e.formula);return n`<label class="inline">Formula <input class="short" value=${s} placeholder="A / B" spellcheck="false" autocomplete="off" maxlength="200" onInput=${({target:l})=>a(l.value)} onChange=${()=>t({formula:s.trim()})} /></label>`}function W({label:e,event:t,measure:s,breakdown:a},l){let o=e||t||(s?"Any event":l.formula),i=l.by?[a].flat().map(G).join(", "):"";return i?b(l).length>1||l.formula?`${i} · ${o}`:i:b(l).length>1&&s&&!e?`${o}, ${y[s].toLowerCase()}`:o}function X({answer:e,question:t,change:s}){let{buckets:a,series:l,previous:o}=e;if(l.every(({total:r})=>!r))return n`<${Y} question=${t} change=${s} />`;let i=o?.series.some(({total:r})=>r)?o:void 0,f=(r,p)=>i?.series.find(u=>JSON.stringify([u.event,u.measure,u.label,u.breakdown])===JSON.stringify([r.event,r.measure,r.label,r.breakdown]))??(t.by?void 0:i?.series[p]),c=l.map((r,p)=>({label:W(r,t),values:r.values,before:f(r,p)?.values,total:r.total,was:f(r,p)?.total,breakdown:r.breakdown})),$=r=>s({filter:J(t.filter,V(t.by,r))}),m=n`<${D} name="Totals" rows=${c} pick=${t.by?r=>r.breakdown!=="$other"&&$(r.breakdown):void 0}
    columns=${[{title:t.by?k(t.by):"Series",of:({label:r})=>r},{title:"Total",number:!0,of:({total:r})=>h(r)},...i?[{title:"Before",number:!0,of:({was:r})=>h(r)},{title:"Change",number:!0,of:({total:r,was:p})=>d(r,p)===null?"–":T(d(r,p))}]:[]]} />`;if(t.look==="table")return m;let w=n`<p class="figures" id="trend-figures" role="status">${c.slice(0,4).map(({label:r,total:p,was:u})=>n`<span class="figure-of"><strong class="big">${h(p)}</strong> <span class="quiet">${r}${d(p,u)===null?"":` · ${T(d(p,u))}`}</span></span>`)}</p>`;if(t.look==="number")return w;let F=c.slice(0,10);return n`${w}
    <${U} question=${t} interval=${E(t)} title=${L(t)} buckets=${a} series=${F.map(r=>t.look==="stacked"?{...r,before:void 0}:r)} look=${t.look} />
    ${c.length>1&&m}`}function Y({question:e,change:t}){let s=b(e).map(({event:a})=>a).filter(Boolean);return n`<${O} title=${s.length===1?`Nothing called “${s[0]}” arrived in this range`:"No event arrived in this range"}>
    <p>${s.length?"Names are compared letter by letter, capitals too.":"The app has events at other times."}</p>
    <p class="actions">
      ${s.length>0&&n`<button type="button" class="small" onClick=${()=>t({series:B})}>Show any event</button>`}
      ${e.filter.length>0&&n`<button type="button" class="small" onClick=${()=>t({filter:[]})}>Take the filters away</button>`}
      ${e.range!=="all"&&n`<button type="button" class="small" onClick=${()=>t({range:"all"})}>Show all time</button>`}
    </p>
  </${O}>`}export{$e as View,Q as asks,ie as compares,ce as isEmpty,oe as words};
