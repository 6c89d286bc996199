import{html as r}from"../shell/start.js";import{Sankey as v}from"../charts/sankey.js";import{Empty as m,Panel as d}from"../shell/start.js";import{EventPicker as g,PropertyPicker as w}from"../shell/start.js";import{saidValue as b}from"../shell/start.js";import{TableBelow as y}from"../shell/start.js";import{common as k}from"../shell/start.js";import{count as x}from"../shell/start.js";import{text as h,whole as u}from"../shell/start.js";var Q={start:h("",1e3),end:h("",1e3),depth:u(5,2,10),limit:u(12,1,50),property:h("",200)};function E(e){let{start:t,end:s,depth:o,limit:a,property:i}=e;return{paths:{report:"paths",...k(e),depth:o,limit:a,...t?{startEvent:t}:{},...s?{endEvent:s}:{},...i?{property:i}:{}}}}function T(e){let{app:t,question:s,answers:o,again:a}=e;return r`<div class="view">
    <div class="view-head"><h1>Paths</h1></div>
    <section class="panel whole" aria-label="Question"><${N} ...${e} /></section>
    <${d} title=${c(s)} of=${o.paths} again=${a} height="30rem" wide take=${{appId:t.id,question:E(s).paths}}>
      ${i=>r`<${S} ...${e} answer=${i} />`}
    </${d}>
    <p class="hint">Steps are counted within one session; the same step twice in a row counts once. Choose a step to begin there.</p>
  </div>`}function c({start:e,end:t}){return e&&t?`From ${e} to ${t}`:e?`What follows ${e}`:t?`What leads to ${t}`:"From the first step of a session"}function N({app:e,question:t,change:s}){let o=(i,l)=>t.property?r`<label class="inline">${l} <input value=${t[i]} placeholder="anything" maxlength="1000" onChange=${({target:n})=>s({[i]:n.value})} /></label>`:r`<span class="inline"><span class="quiet" aria-hidden="true">${l}</span><${g} app=${e} label=${l} any="Anything" event=${t[i]||null} pick=${n=>s({[i]:n??""})} /></span>`,a=(i,l,n,$)=>r`<label class="inline">${l} <input class="brief" type="number" min=${n} max=${$} value=${t[i]} onChange=${({target:p})=>p.validity.valid&&p.value&&s({[i]:Number(p.value)})} /></label>`;return r`<div class="row asked">
    ${o("start","Beginning with")}
    ${o("end","ending with")}
    <${w} app=${e} label="steps named by" none="Event" property=${t.property} pick=${i=>s({property:i,start:"",end:""})} />
    ${a("depth","Steps",2,10)}
    ${a("limit","Names",1,50)}
    ${(t.start||t.end)&&r`<button type="button" class="small" onClick=${()=>s({start:"",end:""})}>From the beginning</button>`}
  </div>`}function S({answer:e,question:t,change:s}){if(!e.links.length)return r`<${m} title=${e.nodes.length?"Nothing follows":"Nobody came this way"}>
      <p>${e.nodes.length?"Every session of this range ends with its first step.":"No session of this range has such a step."}</p>
    </${m}>`;let o=e.nodes.map(({id:n,step:$,name:p,visitors:f})=>({id:n,step:$,name:p,said:b(p),figure:f})),a=new Map(o.map(n=>[n.id,n])),i=({name:n})=>n!=="$other"&&s({start:n,end:""}),l=[{title:"Step",of:({source:n})=>`${a.get(n).step}. ${a.get(n).said}`},{title:"Next",of:({target:n})=>a.get(n).said},{title:"Sessions",number:!0,of:n=>x(n.count)}];return r`<${v} name=${c(t)} nodes=${o} links=${e.links} pick=${i} height=${Math.max(360,34*Math.max(...P(o)))} />
    <${y} name=${c(t)} rows=${e.links} columns=${l} />`}function P(e){let t=new Map;for(let{step:s}of e)t.set(s,(t.get(s)??0)+1);return[...t.values()]}export{T as View,E as asks,Q as words};
