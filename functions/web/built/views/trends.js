import{html as n,useState as P}from"../shell/start.js";import{Over as U}from"../charts/charts.js";import{Empty as O,Panel as S}from"../shell/start.js";import{EventPicker as I,PropertyPicker as C}from"../shell/start.js";import{changeOf as d,count as h,saidChange as T}from"../shell/start.js";import{compared as M,intervalOf as j}from"../shell/start.js";import{filterFor as V,propertyName as k,withFilter as J}from"../shell/start.js";import{json as R,oneOf as N,text as E}from"../shell/start.js";import{Table as D}from"../shell/start.js";import{Tabs as G}from"../shell/start.js";import{saidValue as H}from"../shell/start.js";var K={total:"Total",visitors:"Visitors",sessions:"Sessions",perVisitor:"Per visitor"},g={sum:"Sum",avg:"Average",min:"Smallest",max:"Largest",median:"Median",p90:"90th percentile",p95:"95th percentile",p99:"99th percentile"},y={...K,...g},A={area:"Line",bars:"Bars",stacked:"Stacked",number:"Number",table:"Table"},v="ABCDEFGHIJ",B=[{event:null,measure:"total"}];function Q(e){if(typeof e!="object"||e===null)return;let{event:t=null,measure:s="total",property:a}=e;if(!(t!==null&&typeof t!="string"||!Object.hasOwn(y,s)))return Object.hasOwn(g,s)?typeof a=="string"&&a?{event:t,measure:s,property:a}:{event:t,measure:"total"}:{event:t,measure:s}}var ce={series:R(Q,10),formula:E("",200),by:E("",200),interval:N(["auto","hour","day","week","month"],"auto"),look:N(Object.keys(A),"area")},$e=!0,m=e=>e.series.length?e.series:B;function _(e){return{trend:{report:"trends",...M(e),interval:j(e),series:m(e),...e.by?{breakdown:{property:e.by,limit:9}}:{},...e.formula?{formulas:[{expression:e.formula}]}:{}}}}var pe=({trend:e})=>!!(e.answer&&!e.stale&&e.answer.series.every(({total:t})=>!t));function ue(e){let{app:t,question:s,answers:a,change:l,again:o}=e;return n`<div class="view">
    <div class="view-head"><h1>Trends</h1></div>
    <section class="panel whole" aria-label="Question">
      <${z} ...${e} />
    </section>
    <${S} title=${L(s)} of=${a.trend} again=${o} height="20rem" wide take=${{appId:t.id,question:_(s).trend}}>
      ${c=>n`<${Y} answer=${c} question=${s} change=${l} />`}
    </${S}>
  </div>`}function L(e){return`${m(e).map(({event:s,measure:a,property:l})=>`${s??"Any event"}: ${y[a].toLowerCase()}${l?` of ${k(l)}`:""}`).join(", ")}${e.by?` by ${k(e.by)}`:""}`}function z({app:e,question:t,change:s}){let a=m(t),l=(o,c)=>s({series:a.with(o,{...a[o],...c})});return n`<div class="stack">
    <ol class="series">
      ${a.map(({event:o,measure:c,property:f},i)=>n`<li key=${i} class="row">
        <span class=${`letter c${i%10}`} aria-hidden="true">${v[i]}</span>
        <${I} app=${e} label=${`Event of series ${v[i]}`} event=${o} pick=${$=>l(i,{event:$})} />
        <label class="inline"><span class="unseen">Measure of series ${v[i]}</span><select value=${c} onChange=${({target:$})=>l(i,{measure:$.value,property:Object.hasOwn(g,$.value)?f??"value":void 0})}>
          ${Object.entries(y).map(([$,b])=>n`<option value=${$} selected=${$===c}>${b}</option>`)}
        </select></label>
        ${f&&n`<${C} app=${e} label="of" property=${f} numbers pick=${$=>l(i,{property:$})} />`}
        ${a.length>1&&n`<button type="button" class="icon" aria-label=${`Take series ${v[i]} out`} onClick=${()=>s({series:a.toSpliced(i,1)})}>×</button>`}
      </li>`)}
    </ol>
    <div class="row">
      ${a.length<10&&n`<button type="button" class="small" onClick=${()=>s({series:[...a,{event:null,measure:"total"}]})}>+ Series</button>`}
      <${C} app=${e} label="Broken down by" property=${t.by} none="Nothing" pick=${o=>s({by:o})} />
      <${W} question=${t} change=${s} />
      <${G} name="Drawn as" tabs=${A} chosen=${t.look} pick=${o=>s({look:o})} />
    </div>
  </div>`}function W({question:e,change:t}){let[s,a]=P(e.formula);return n`<label class="inline">Formula <input class="short" value=${s} placeholder="A / B" spellcheck="false" autocomplete="off" maxlength="200" onInput=${({target:l})=>a(l.value)} onChange=${()=>t({formula:s.trim()})} /></label>`}function X({label:e,event:t,measure:s,breakdown:a},l){let o=e||t||(s?"Any event":l.formula),c=l.by?[a].flat().map(H).join(", "):"";return c?m(l).length>1||l.formula?`${c} · ${o}`:c:m(l).length>1&&s&&!e?`${o}, ${y[s].toLowerCase()}`:o}function Y({answer:e,question:t,change:s}){let{buckets:a,series:l,previous:o}=e;if(l.every(({total:r})=>!r))return n`<${Z} question=${t} change=${s} />`;let c=o?.series.some(({total:r})=>r)?o:void 0,f=(r,p)=>c?.series.find(u=>JSON.stringify([u.event,u.measure,u.label,u.breakdown])===JSON.stringify([r.event,r.measure,r.label,r.breakdown]))??(t.by?void 0:c?.series[p]),i=l.map((r,p)=>({label:X(r,t),values:r.values,before:f(r,p)?.values,total:r.total,was:f(r,p)?.total,breakdown:r.breakdown})),$=r=>s({filter:J(t.filter,V(t.by,r))}),b=n`<${D} name="Totals" rows=${i} pick=${t.by?r=>r.breakdown!=="$other"&&$(r.breakdown):void 0}
    columns=${[{title:t.by?k(t.by):"Series",of:({label:r})=>r},{title:"Total",number:!0,of:({total:r})=>h(r)},...c?[{title:"Before",number:!0,of:({was:r})=>h(r)},{title:"Change",number:!0,of:({total:r,was:p})=>d(r,p)===null?"–":T(d(r,p))}]:[]]} />`;if(t.look==="table")return b;let w=n`<p class="figures" id="trend-figures" role="status">${i.slice(0,4).map(({label:r,total:p,was:u})=>n`<span class="figure-of"><strong class="big">${h(p)}</strong> <span class="quiet">${r}${d(p,u)===null?"":` · ${T(d(p,u))}`}</span></span>`)}</p>`;if(t.look==="number")return w;let F=i.slice(0,10);return n`${w}
    <${U} question=${t} interval=${j(t)} title=${L(t)} buckets=${a} series=${F.map(r=>t.look==="stacked"?{...r,before:void 0}:r)} look=${t.look} />
    ${i.length>1&&b}`}function Z({question:e,change:t}){let s=m(e).map(({event:a})=>a).filter(Boolean);return n`<${O} title=${s.length===1?`Nothing called “${s[0]}” arrived in this range`:"No event arrived in this range"}>
    <p>${s.length?"Names are compared letter by letter, capitals too.":"The app has events at other times."}</p>
    <p class="actions">
      ${s.length>0&&n`<button type="button" class="small" onClick=${()=>t({series:B})}>Show any event</button>`}
      ${e.filter.length>0&&n`<button type="button" class="small" onClick=${()=>t({filter:[]})}>Take the filters away</button>`}
      ${e.range!=="all"&&n`<button type="button" class="small" onClick=${()=>t({range:"all"})}>Show all time</button>`}
    </p>
  </${O}>`}export{ue as View,_ as asks,$e as compares,pe as isEmpty,ce as words};
