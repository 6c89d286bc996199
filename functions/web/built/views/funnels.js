import{html as i,useEffect as Q,useState as v}from"../shell/start.js";import{FunnelBars as X}from"../charts/charts.js";import{Empty as k,Panel as A}from"../shell/start.js";import{PropertyPicker as Y}from"../shell/start.js";import{Problem as U}from"../shell/start.js";import{StepEditor as Z}from"../shell/start.js";import{Table as q}from"../shell/start.js";import{saidValue as ee}from"../shell/start.js";import{addressOf as te,common as ne}from"../shell/start.js";import{useFetched as oe}from"../shell/start.js";import{call as N}from"../shell/start.js";import{ask as W}from"../shell/start.js";import{filterFor as se,propertyName as D,withFilter as re}from"../shell/start.js";import{count as E,percent as P}from"../shell/start.js";import{VIEWS as ie}from"../shell/start.js";import{json as ae,oneOf as le,text as F,whole as de}from"../shell/start.js";var O=604800,T={86400:"days",3600:"hours",60:"minutes",1:"seconds"},B={ordered:"In this order",strict:"Directly one after the other",unordered:"In any order",firstEntry:"In order, from the first entry"};function pe(s){if(typeof s=="string")return{event:s};if(!(typeof s!="object"||s===null||typeof s.event!="string"&&s.event!==null))return s}var J=ae(pe,20),Re={funnel:F("",64),step:{...J,read:s=>J.read(s.map(t=>/^\{/.test(t)?t:JSON.stringify(t)))},window:de(O,1,366*86400),order:le(Object.keys(B),"ordered"),by:F("",200)};function ce(s){let{funnel:t,step:e,window:n,order:c,by:l}=s;if(!t&&e.length===0)return{};let a=e.length?{steps:e,conversionWindowSeconds:n}:{funnelId:t};return{funnel:{report:"funnel",...ne(s),...a,order:c,...l?{breakdown:{property:l,limit:10}}:{}}}}function xe(s){let{app:t,question:e,answers:n,change:c,again:l}=s,a=oe(`/api/apps/${t.id}/funnels`),d=a.answer?.funnels??[],p=d.find(({id:u})=>u===e.funnel);Q(()=>{a.answer&&!e.funnel&&!e.step.length&&d.length&&c({funnel:d[0].id},{replace:!0})},[a.answer]);let f=ce(e).funnel;return i`<div class="view">
    <div class="view-head"><h1>Funnels</h1><${fe} ...${{app:t,funnels:d,saved:a,chosen:p,question:e,change:c}} /></div>
    <div class="columns">
      <section class="panel" aria-labelledby="steps-title">
        <h2 id="steps-title">Steps</h2>
        <${ue} key=${`${e.funnel} ${p?"there":""} ${JSON.stringify(e.step)} ${e.window} ${e.order}`} ...${{app:t,question:e,change:c,chosen:p,saved:a}} />
      </section>
      ${f?i`<${A} title=${p?.name??"Conversion"} of=${n.funnel} again=${l} height="22rem" take=${{appId:t.id,question:f}}
            actions=${i`<${Y} app=${t} label="By" none="Nothing" property=${e.by} pick=${u=>c({by:u})} />`}>
            ${u=>i`<${$e} app=${t} answer=${u} question=${e} change=${c} written=${e.step.length?e.step:p?.steps??[]} window=${e.step.length?e.window:p?.conversionWindowSeconds} />`}
          </${A}>`:i`<section class="panel"><${k} title="Where do visitors get lost?"><p>Name two or more events in the order you expect, then run the funnel.</p></${k}></section>`}
    </div>
  </div>`}function ue({app:s,question:t,change:e,chosen:n,saved:c}){let l=t.step.length?t.step:n?.steps??[],a=t.step.length?t.window:n?.conversionWindowSeconds??t.window,[d,p]=v(l.length>=2?l:[...l,...Array(2-l.length).fill({event:""})]),f=Object.keys(T).map(Number).toReversed().find(r=>a%r===0),[u,y]=v(String(a/f)),[b,o]=v(f),[$,C]=v(t.order),[g,j]=v(null),[H,V]=v(""),w=d.filter(({event:r})=>r!==""),h=Math.round(Number(u)*b),S=w.length>0&&h>=1,I=JSON.stringify([w,h])!==JSON.stringify([n?.steps,n?.conversionWindowSeconds]),_=r=>{r.preventDefault(),S&&e(n&&!I?{funnel:n.id,step:[],order:$}:{step:w,window:h,order:$})},R=async r=>{j(null);try{await r(),await c.again()}catch(m){j(m)}},x=`/api/apps/${s.id}/funnels`,z=()=>R(async()=>{await N("PATCH",`${x}/${n.id}`,{steps:w,conversionWindowSeconds:h}),V(`“${n.name}” is updated.`),e({funnel:n.id,step:[],window:O},{replace:!0})}),K=()=>R(async()=>{let r=w.map(({event:M,label:G})=>G||M||"Any event").join(" → ").slice(0,100),m=await W({title:"Save this funnel",action:"Save",field:{label:"Name",value:r}});if(!m)return;let L=await N("POST",x,{name:m,steps:w,conversionWindowSeconds:h});e({funnel:L.id,step:[],window:O})});return i`<form class="stack" id="funnel-form" onSubmit=${_}>
    <${Z} app=${s} steps=${d} write=${p} />
    <fieldset class="row window">
      <legend>Within, counted from the first step</legend>
      <input type="number" min="1" step="1" required aria-label="How long" value=${u} onInput=${({target:r})=>y(r.value)} />
      <select aria-label="Unit" onChange=${({target:r})=>o(Number(r.value))}>
        ${Object.entries(T).toReversed().map(([r,m])=>i`<option value=${r} selected=${Number(r)===b}>${m}</option>`)}
      </select>
    </fieldset>
    <label>Order <select onChange=${({target:r})=>C(r.value)}>${Object.entries(B).map(([r,m])=>i`<option value=${r} selected=${r===$}>${m}</option>`)}</select></label>
    ${g&&i`<${U} problem=${g} />`}
    <p class="hint" role="status">${H||(w.length?"":"Name the event that a visitor enters with.")}</p>
    <div class="actions">
      <button type="submit" class="primary" aria-disabled=${!S}>Run</button>
      ${n&&I&&i`<button type="button" onClick=${z} aria-disabled=${!S}>Update “${n.name.slice(0,40)}”</button>`}
      <button type="button" onClick=${K} aria-disabled=${!S}>${n?"Save as new …":"Save …"}</button>
    </div>
  </form>`}function fe({app:s,funnels:t,saved:e,chosen:n,question:c,change:l}){let[a,d]=v(null),p=`/api/apps/${s.id}/funnels`,f=o=>async()=>{d(null);try{await o(),await e.again()}catch($){d($)}},u=f(async()=>{let o=await W({title:"Rename this funnel",action:"Rename",field:{label:"Name",value:n.name}});o&&await N("PATCH",`${p}/${n.id}`,{name:o})}),y=f(async()=>{await W({title:`Delete “${n.name}”?`,text:"Only the saved steps go; no event is touched.",action:"Delete",danger:!0})!==null&&(await N("DELETE",`${p}/${n.id}`),l({funnel:"",step:n.steps,window:n.conversionWindowSeconds},{replace:!0}))}),b=({target:o})=>l(o.value?{funnel:o.value,step:[],window:O}:{funnel:""});return i`<div class="row">
    <label><span class="unseen">Saved funnels</span><select id="saved-funnels" disabled=${!t.length} onChange=${b}>
      <option value="">${t.length?"Saved funnels …":e.state==="loading"?"…":"No saved funnels yet"}</option>
      ${t.map(({id:o,name:$})=>i`<option value=${o} selected=${o===c.funnel}>${$}</option>`)}
    </select></label>
    ${n&&i`<button type="button" class="small" onClick=${u}>Rename</button><button type="button" class="small" onClick=${y}>Delete</button>`}
    ${a&&i`<${U} problem=${a} />`}
  </div>`}function $e({app:s,answer:t,question:e,change:n,written:c,window:l}){let{steps:a,entered:d,converted:p,breakdown:f}=t;if(!d)return i`<${k} title="Nobody entered"><p>No visitor did the first step in this range. Check its name, or take a wider range.</p></${k}>`;let u=({value:o})=>o!=="$other"&&n({filter:re(e.filter,se(e.by,o))}),y=c.map(o=>JSON.stringify(o)),b=(o,$)=>te(s.id,"visitors",e,{step:y,at:o,outcome:$,window:l,...e.order==="ordered"?{}:{order:e.order}});return i`<div id="funnel-result">
    <p class="figures"><strong class="big">${P(p/d)}</strong> <span class="quiet">converted: ${E(p)} of ${E(d)} who entered</span></p>
    <${X} steps=${a} who=${Object.hasOwn(ie,"visitors")?b:void 0} />
    ${f&&i`<${q} name=${`By ${D(e.by)}`} rows=${f} pick=${u} columns=${[{title:D(e.by),of:({value:o})=>ee(o)},...a.map(({label:o,event:$},C)=>({title:o||$||"Any event",number:!0,of:({steps:g})=>E(g[C].visitors)})),{title:"Converted",number:!0,of:({steps:o})=>P(o.at(-1).conversionFromStart)}]} />`}
  </div>`}export{xe as View,ce as asks,Re as words};
