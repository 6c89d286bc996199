import{html as s,useEffect as te,useState as h}from"../shell/start.js";import{FunnelBars as ne}from"../charts/charts.js";import{Over as oe}from"../charts/charts.js";import{Empty as N,Panel as F}from"../shell/start.js";import{EventPicker as re,PropertyPicker as se}from"../shell/start.js";import{Problem as _}from"../shell/start.js";import{StepEditor as ie}from"../shell/start.js";import{Table as ae}from"../shell/start.js";import{saidValue as le}from"../shell/start.js";import{addressOf as de,compared as pe,intervalOf as z}from"../shell/start.js";import{useFetched as ce}from"../shell/start.js";import{call as C}from"../shell/start.js";import{ask as j}from"../shell/start.js";import{filterFor as ue,propertyName as J,withFilter as $e}from"../shell/start.js";import{count as I,percent as T}from"../shell/start.js";import{VIEWS as fe}from"../shell/start.js";import{json as K,oneOf as U,text as B,whole as me}from"../shell/start.js";var E=604800,H={86400:"days",3600:"hours",60:"minutes",1:"seconds"},M={ordered:"In this order",strict:"Directly one after the other",unordered:"In any order",firstEntry:"In order, from the first entry"};function we(n){if(typeof n=="string")return{event:n};if(!(typeof n!="object"||n===null||typeof n.event!="string"&&n.event!==null))return n}var L=K(we,20),Be={funnel:B("",64),step:{...L,read:n=>L.read(n.map(t=>/^\{/.test(t)?t:JSON.stringify(t)))},window:me(E,1,366*86400),order:U(Object.keys(M),"ordered"),by:B("",200),without:K(ve,10),interval:U(["auto","hour","day","week","month"],"auto")},He=!0;function ve(n){let{event:t,fromStep:e,toStep:o}=n??{};return typeof t=="string"&&Number.isInteger(e)&&Number.isInteger(o)?{event:t,fromStep:e,toStep:o}:void 0}function be(n){let{funnel:t,step:e,window:o,order:i,by:d}=n;if(!t&&e.length===0)return{};let a=e.length?{steps:e,conversionWindowSeconds:o}:{funnelId:t};return{funnel:{report:"funnel",...pe(n),...a,order:i,interval:z(n),...n.without.length&&i!=="unordered"?{exclusions:n.without}:{},...d?{breakdown:{property:d,limit:10}}:{}}}}function Le(n){let{app:t,question:e,answers:o,change:i,again:d}=n,a=ce(`/api/apps/${t.id}/funnels`),l=a.answer?.funnels??[],$=l.find(({id:c})=>c===e.funnel);te(()=>{a.answer&&!e.funnel&&!e.step.length&&l.length&&i({funnel:l[0].id},{replace:!0})},[a.answer]);let f=be(e).funnel;return s`<div class="view">
    <div class="view-head"><h1>Funnels</h1><${ge} ...${{app:t,funnels:l,saved:a,chosen:$,question:e,change:i}} /></div>
    <div class="columns">
      <section class="panel" aria-labelledby="steps-title">
        <h2 id="steps-title">Steps</h2>
        <${he} key=${`${e.funnel} ${$?"there":""} ${JSON.stringify([e.step,e.without])} ${e.window} ${e.order}`} ...${{app:t,question:e,change:i,chosen:$,saved:a}} />
      </section>
      ${f?s`<${F} title=${$?.name??"Conversion"} of=${o.funnel} again=${d} height="22rem" take=${{appId:t.id,question:f}}
            actions=${s`<${se} app=${t} label="By" none="Nothing" property=${e.by} pick=${c=>i({by:c})} />`}>
            ${c=>s`<${Se} app=${t} answer=${c} question=${e} change=${i} written=${e.step.length?e.step:$?.steps??[]} window=${e.step.length?e.window:$?.conversionWindowSeconds} />`}
          </${F}>`:s`<section class="panel"><${N} title="Where do visitors get lost?"><p>Name two or more events in the order you expect, then run the funnel.</p></${N}></section>`}
    </div>
  </div>`}function he({app:n,question:t,change:e,chosen:o,saved:i}){let d=t.step.length?t.step:o?.steps??[],a=t.step.length?t.window:o?.conversionWindowSeconds??t.window,[l,$]=h(d.length>=2?d:[...d,...Array(2-d.length).fill({event:""})]),f=Object.keys(H).map(Number).toReversed().find(r=>a%r===0),[c,m]=h(String(a/f)),[y,u]=h(f),[b,p]=h(t.order),[g,W]=h(t.without),[k,P]=h(null),[G,Q]=h(""),w=l.filter(({event:r})=>r!==""),S=Math.round(Number(c)*y),O=w.length>0&&S>=1,R=JSON.stringify([w,S])!==JSON.stringify([o?.steps,o?.conversionWindowSeconds]),X=r=>{if(r.preventDefault(),!O)return;let v=g.filter(({toStep:x})=>x<=w.length);e({...o&&!R?{funnel:o.id,step:[]}:{step:w,window:S},order:b,without:v})},A=async r=>{P(null);try{await r(),await i.again()}catch(v){P(v)}},D=`/api/apps/${n.id}/funnels`,Y=()=>A(async()=>{await C("PATCH",`${D}/${o.id}`,{steps:w,conversionWindowSeconds:S}),Q(`“${o.name}” is updated.`),e({funnel:o.id,step:[],window:E},{replace:!0})}),Z=()=>A(async()=>{let r=w.map(({event:q,label:ee})=>ee||q||"Any event").join(" → ").slice(0,100),v=await j({title:"Save this funnel",action:"Save",field:{label:"Name",value:r}});if(!v)return;let x=await C("POST",D,{name:v,steps:w,conversionWindowSeconds:S});e({funnel:x.id,step:[],window:E})});return s`<form class="stack" id="funnel-form" onSubmit=${X}>
    <${ie} app=${n} question=${t} steps=${l} write=${$} />
    <fieldset class="row window">
      <legend>Within, counted from the first step</legend>
      <input type="number" min="1" step="1" required aria-label="How long" value=${c} onInput=${({target:r})=>m(r.value)} />
      <select aria-label="Unit" onChange=${({target:r})=>u(Number(r.value))}>
        ${Object.entries(H).toReversed().map(([r,v])=>s`<option value=${r} selected=${Number(r)===y}>${v}</option>`)}
      </select>
    </fieldset>
    <label>Order <select onChange=${({target:r})=>p(r.value)}>${Object.entries(M).map(([r,v])=>s`<option value=${r} selected=${r===b}>${v}</option>`)}</select></label>
    ${b!=="unordered"&&w.length>1&&s`<${ye} app=${n} without=${g} exclude=${W} steps=${w.length} />`}
    ${k&&s`<${_} problem=${k} />`}
    <p class="hint" role="status">${G||(w.length?"":"Name the event that a visitor enters with.")}</p>
    <div class="actions">
      <button type="submit" class="primary" aria-disabled=${!O}>Run</button>
      ${o&&R&&s`<button type="button" onClick=${Y} aria-disabled=${!O}>Update “${o.name.slice(0,40)}”</button>`}
      <button type="button" onClick=${Z} aria-disabled=${!O}>${o?"Save as new …":"Save …"}</button>
    </div>
  </form>`}function ye({app:n,without:t,exclude:e,steps:o}){return s`<div class="stack">
    ${t.map(({event:i,fromStep:d,toStep:a},l)=>s`<p class="row between-ends" key=${l}><span>not ${i} between steps ${d} and ${a}</span><button type="button" class="icon" aria-label=${`Take out: not ${i}`} onClick=${()=>e(t.toSpliced(l,1))}>×</button></p>`)}
    <${re} app=${n} label="Leave out who did in between" event="+ Leave out who did …" any="" pick=${i=>e([...t,{event:i,fromStep:1,toStep:o}])} />
  </div>`}function ge({app:n,funnels:t,saved:e,chosen:o,question:i,change:d}){let[a,l]=h(null),$=`/api/apps/${n.id}/funnels`,f=u=>async()=>{l(null);try{await u(),await e.again()}catch(b){l(b)}},c=f(async()=>{let u=await j({title:"Rename this funnel",action:"Rename",field:{label:"Name",value:o.name}});u&&await C("PATCH",`${$}/${o.id}`,{name:u})}),m=f(async()=>{await j({title:`Delete “${o.name}”?`,text:"Only the saved steps go; no event is touched.",action:"Delete",danger:!0})!==null&&(await C("DELETE",`${$}/${o.id}`),d({funnel:"",step:o.steps,window:o.conversionWindowSeconds},{replace:!0}))}),y=({target:u})=>d(u.value?{funnel:u.value,step:[],window:E}:{funnel:""});return s`<div class="row">
    <label><span class="unseen">Saved funnels</span><select id="saved-funnels" disabled=${!t.length} onChange=${y}>
      <option value="">${t.length?"Saved funnels …":e.state==="loading"?"…":"No saved funnels yet"}</option>
      ${t.map(({id:u,name:b})=>s`<option value=${u} selected=${u===i.funnel}>${b}</option>`)}
    </select></label>
    ${o&&s`<button type="button" class="small" onClick=${c}>Rename</button><button type="button" class="small" onClick=${m}>Delete</button>`}
    ${a&&s`<${_} problem=${a} />`}
  </div>`}var V=({entered:n,converted:t})=>n?t/n:null;function Se({app:n,answer:t,question:e,change:o,written:i,window:d}){let{steps:a,entered:l,converted:$,breakdown:f,overTime:c,previous:m}=t;if(!l)return s`<${N} title="Nobody entered"><p>No visitor did the first step in this range. Check its name, or take a wider range.</p></${N}>`;let y=({value:p})=>p!=="$other"&&o({filter:$e(e.filter,ue(e.by,p))}),u=i.map(p=>JSON.stringify(p)),b=(p,g)=>de(n.id,"visitors",e,{step:u,at:p,outcome:g,window:d,...e.order==="ordered"?{}:{order:e.order}});return s`<div id="funnel-result">
    <p class="figures"><strong class="big">${T($/l)}</strong> <span class="quiet">converted: ${I($)} of ${I(l)} who entered${m?.entered?`, ${T(m.converted/m.entered)} before`:""}</span></p>
    <${ne} steps=${a} who=${Object.hasOwn(fe,"visitors")?b:void 0} />
    ${c&&c.length>1&&s`<h3>Over time, by when they entered</h3>
      <${oe} app=${n} change=${o} question=${e} interval=${z(e)} title="Conversion" kind="rate" height=${190} buckets=${c.map(({start:p})=>p)}
        series=${[{label:"Converted",values:c.map(V),before:m?.entered&&m.overTime?m.overTime.map(V):void 0}]} />`}
    ${f&&s`<${ae} name=${`By ${J(e.by)}`} rows=${f} pick=${y} columns=${[{title:J(e.by),of:({value:p})=>le(p)},...a.map(({label:p,event:g},W)=>({title:p||g||"Any event",number:!0,of:({steps:k})=>I(k[W].visitors)})),{title:"Converted",number:!0,of:({steps:p})=>T(p.at(-1).conversionFromStart)}]} />`}
  </div>`}export{Le as View,be as asks,He as compares,Be as words};
