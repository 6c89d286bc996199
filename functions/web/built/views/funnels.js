import{html as s,useEffect as re,useState as b}from"../shell/start.js";import{FunnelBars as se}from"../charts/charts.js";import{Over as ie}from"../charts/charts.js";import{Empty as N,Panel as J}from"../shell/start.js";import{EventPicker as ae,PropertyPicker as le}from"../shell/start.js";import{Problem as _}from"../shell/start.js";import{WhatChanged as de,whyAsked as pe}from"../shell/start.js";import{StepEditor as ce}from"../shell/start.js";import{Table as ue}from"../shell/start.js";import{saidValue as $e}from"../shell/start.js";import{addressOf as K,compared as fe,intervalOf as M}from"../shell/start.js";import{useFetched as me}from"../shell/start.js";import{call as C}from"../shell/start.js";import{ask as j}from"../shell/start.js";import{filterFor as we,propertyName as U,withFilter as A}from"../shell/start.js";import{count as I,percent as T}from"../shell/start.js";import{VIEWS as he}from"../shell/start.js";import{flag as ve,json as G,oneOf as z,text as B,whole as be}from"../shell/start.js";var W=604800,H={86400:"days",3600:"hours",60:"minutes",1:"seconds"},Q={ordered:"In this order",strict:"Directly one after the other",unordered:"In any order",firstEntry:"In order, from the first entry"};function ye(n){if(typeof n=="string")return{event:n};if(!(typeof n!="object"||n===null||typeof n.event!="string"&&n.event!==null))return n}var L=G(ye,20),Ke={funnel:B("",64),step:{...L,read:n=>L.read(n.map(t=>/^\{/.test(t)?t:JSON.stringify(t)))},window:be(W,1,366*86400),order:z(Object.keys(Q),"ordered"),by:B("",200),without:G(ge,10),interval:z(["auto","hour","day","week","month"],"auto"),why:ve()},Me=!0;function ge(n){let{event:t,fromStep:e,toStep:o}=n??{};return typeof t=="string"&&Number.isInteger(e)&&Number.isInteger(o)?{event:t,fromStep:e,toStep:o}:void 0}function Se(n){let{funnel:t,step:e,window:o,order:r,by:d}=n;if(!t&&e.length===0)return{};let a=e.length?{steps:e,conversionWindowSeconds:o}:{funnelId:t},l={report:"funnel",...fe(n),...a,order:r,interval:M(n),...n.without.length&&r!=="unordered"?{exclusions:n.without}:{},...d?{breakdown:{property:d,limit:10}}:{}};return{funnel:l,...n.why&&X(n)?{why:pe(l)}:{}}}var X=n=>n.range!=="all";function Ge(n){let{app:t,question:e,answers:o,change:r,again:d}=n,a=me(`/api/apps/${t.id}/funnels`),l=a.answer?.funnels??[],u=l.find(({id:p})=>p===e.funnel);re(()=>{a.answer&&!e.funnel&&!e.step.length&&l.length&&r({funnel:l[0].id},{replace:!0})},[a.answer]);let f=Se(e).funnel;return s`<div class="view">
    <div class="view-head"><h1>Funnels</h1><${Ce} ...${{app:t,funnels:l,saved:a,chosen:u,question:e,change:r}} /></div>
    <div class="columns">
      <section class="panel" aria-labelledby="steps-title">
        <h2 id="steps-title">Steps</h2>
        <${Oe} key=${`${e.funnel} ${u?"there":""} ${JSON.stringify([e.step,e.without])} ${e.window} ${e.order}`} ...${{app:t,question:e,change:r,chosen:u,saved:a}} />
      </section>
      ${f?s`<${J} title=${u?.name??"Conversion"} of=${o.funnel} again=${d} height="22rem" take=${{appId:t.id,question:f}}
            actions=${s`${X(e)&&!e.why&&s`<button type="button" class="small" onClick=${()=>r({why:!0,compare:e.compare==="none"?"previous":e.compare})}>What changed?</button>`}<${le} app=${t} label="By" none="Nothing" property=${e.by} pick=${p=>r({by:p})} />`}>
            ${p=>s`<${We} app=${t} answer=${p} question=${e} change=${r} written=${e.step.length?e.step:u?.steps??[]} window=${e.step.length?e.window:u?.conversionWindowSeconds} />`}
          </${J}>`:s`<section class="panel"><${N} title="Where do visitors get lost?"><p>Name two or more events in the order you expect, then run the funnel.</p></${N}></section>`}
    </div>
    ${o.why&&s`<${de} of=${o.why} again=${d} what="the conversion" kind="rate" timezone=${e.timezone} close=${()=>r({why:!1})}
      narrow=${p=>r({filter:A(e.filter,p)})} behind=${p=>ke(t,e,u,p)} />`}
  </div>`}function ke(n,t,e,o){let r=t.step.length?t.step:e?.steps??[];if(r.length<2)return"";let d=t.step.length?t.window:e.conversionWindowSeconds;return K(n.id,"visitors",{...t,filter:A(t.filter,o)},{step:r.map(a=>JSON.stringify(a)),at:r.length-1,outcome:"droppedOff",window:d,order:t.order})}function Oe({app:n,question:t,change:e,chosen:o,saved:r}){let d=t.step.length?t.step:o?.steps??[],a=t.step.length?t.window:o?.conversionWindowSeconds??t.window,[l,u]=b(d.length>=2?d:[...d,...Array(2-d.length).fill({event:""})]),f=Object.keys(H).map(Number).toReversed().find(i=>a%i===0),[p,m]=b(String(a/f)),[y,$]=b(f),[v,c]=b(t.order),[g,E]=b(t.without),[k,P]=b(null),[Y,Z]=b(""),w=l.filter(({event:i})=>i!==""),S=Math.round(Number(p)*y),O=w.length>0&&S>=1,R=JSON.stringify([w,S])!==JSON.stringify([o?.steps,o?.conversionWindowSeconds]),q=i=>{if(i.preventDefault(),!O)return;let h=g.filter(({toStep:x})=>x<=w.length);e({...o&&!R?{funnel:o.id,step:[]}:{step:w,window:S},order:v,without:h})},D=async i=>{P(null);try{await i(),await r.again()}catch(h){P(h)}},F=`/api/apps/${n.id}/funnels`,ee=()=>D(async()=>{await C("PATCH",`${F}/${o.id}`,{steps:w,conversionWindowSeconds:S}),Z(`“${o.name}” is updated.`),e({funnel:o.id,step:[],window:W},{replace:!0})}),te=()=>D(async()=>{let i=w.map(({event:ne,label:oe})=>oe||ne||"Any event").join(" → ").slice(0,100),h=await j({title:"Save this funnel",action:"Save",field:{label:"Name",value:i}});if(!h)return;let x=await C("POST",F,{name:h,steps:w,conversionWindowSeconds:S});e({funnel:x.id,step:[],window:W})});return s`<form class="stack" id="funnel-form" onSubmit=${q}>
    <${ce} app=${n} question=${t} steps=${l} write=${u} />
    <fieldset class="row window">
      <legend>Within, counted from the first step</legend>
      <input type="number" min="1" step="1" required aria-label="How long" value=${p} onInput=${({target:i})=>m(i.value)} />
      <select aria-label="Unit" onChange=${({target:i})=>$(Number(i.value))}>
        ${Object.entries(H).toReversed().map(([i,h])=>s`<option value=${i} selected=${Number(i)===y}>${h}</option>`)}
      </select>
    </fieldset>
    <label>Order <select onChange=${({target:i})=>c(i.value)}>${Object.entries(Q).map(([i,h])=>s`<option value=${i} selected=${i===v}>${h}</option>`)}</select></label>
    ${v!=="unordered"&&w.length>1&&s`<${Ne} app=${n} without=${g} exclude=${E} steps=${w.length} />`}
    ${k&&s`<${_} problem=${k} />`}
    <p class="hint" role="status">${Y||(w.length?"":"Name the event that a visitor enters with.")}</p>
    <div class="actions">
      <button type="submit" class="primary" aria-disabled=${!O}>Run</button>
      ${o&&R&&s`<button type="button" onClick=${ee} aria-disabled=${!O}>Update “${o.name.slice(0,40)}”</button>`}
      <button type="button" onClick=${te} aria-disabled=${!O}>${o?"Save as new …":"Save …"}</button>
    </div>
  </form>`}function Ne({app:n,without:t,exclude:e,steps:o}){return s`<div class="stack">
    ${t.map(({event:r,fromStep:d,toStep:a},l)=>s`<p class="row between-ends" key=${l}><span>not ${r} between steps ${d} and ${a}</span><button type="button" class="icon" aria-label=${`Take out: not ${r}`} onClick=${()=>e(t.toSpliced(l,1))}>×</button></p>`)}
    <${ae} app=${n} label="Leave out who did in between" event="+ Leave out who did …" any="" pick=${r=>e([...t,{event:r,fromStep:1,toStep:o}])} />
  </div>`}function Ce({app:n,funnels:t,saved:e,chosen:o,question:r,change:d}){let[a,l]=b(null),u=`/api/apps/${n.id}/funnels`,f=$=>async()=>{l(null);try{await $(),await e.again()}catch(v){l(v)}},p=f(async()=>{let $=await j({title:"Rename this funnel",action:"Rename",field:{label:"Name",value:o.name}});$&&await C("PATCH",`${u}/${o.id}`,{name:$})}),m=f(async()=>{await j({title:`Delete “${o.name}”?`,text:"Only the saved steps go; no event is touched.",action:"Delete",danger:!0})!==null&&(await C("DELETE",`${u}/${o.id}`),d({funnel:"",step:o.steps,window:o.conversionWindowSeconds},{replace:!0}))}),y=({target:$})=>d($.value?{funnel:$.value,step:[],window:W}:{funnel:""});return s`<div class="row">
    <label><span class="unseen">Saved funnels</span><select id="saved-funnels" disabled=${!t.length} onChange=${y}>
      <option value="">${t.length?"Saved funnels …":e.state==="loading"?"…":"No saved funnels yet"}</option>
      ${t.map(({id:$,name:v})=>s`<option value=${$} selected=${$===r.funnel}>${v}</option>`)}
    </select></label>
    ${o&&s`<button type="button" class="small" onClick=${p}>Rename</button><button type="button" class="small" onClick=${m}>Delete</button>`}
    ${a&&s`<${_} problem=${a} />`}
  </div>`}var V=({entered:n,converted:t})=>n?t/n:null;function We({app:n,answer:t,question:e,change:o,written:r,window:d}){let{steps:a,entered:l,converted:u,breakdown:f,overTime:p,previous:m}=t;if(!l)return s`<${N} title="Nobody entered"><p>No visitor did the first step in this range. Check its name, or take a wider range.</p></${N}>`;let y=({value:c})=>c!=="$other"&&o({filter:A(e.filter,we(e.by,c))}),$=r.map(c=>JSON.stringify(c)),v=(c,g)=>K(n.id,"visitors",e,{step:$,at:c,outcome:g,window:d,...e.order==="ordered"?{}:{order:e.order}});return s`<div id="funnel-result">
    <p class="figures"><strong class="big">${T(u/l)}</strong> <span class="quiet">converted: ${I(u)} of ${I(l)} who entered${m?.entered?`, ${T(m.converted/m.entered)} before`:""}</span></p>
    <${se} steps=${a} who=${Object.hasOwn(he,"visitors")?v:void 0} />
    ${p&&p.length>1&&s`<h3>Over time, by when they entered</h3>
      <${ie} app=${n} change=${o} question=${e} interval=${M(e)} title="Conversion" kind="rate" height=${190} buckets=${p.map(({start:c})=>c)}
        series=${[{label:"Converted",values:p.map(V),before:m?.entered&&m.overTime?m.overTime.map(V):void 0}]} />`}
    ${f&&s`<${ue} name=${`By ${U(e.by)}`} rows=${f} pick=${y} columns=${[{title:U(e.by),of:({value:c})=>$e(c)},...a.map(({label:c,event:g},E)=>({title:c||g||"Any event",number:!0,of:({steps:k})=>I(k[E].visitors)})),{title:"Converted",number:!0,of:({steps:c})=>T(c.at(-1).conversionFromStart)}]} />`}
  </div>`}export{Ge as View,Se as asks,Me as compares,Ke as words};
