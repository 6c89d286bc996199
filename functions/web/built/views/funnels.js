import{html as i,useEffect as Q,useState as b}from"../shell/start.js";import{FunnelBars as X}from"../charts/charts.js";import{Empty as S,Panel as A}from"../shell/start.js";import{PropertyPicker as Y}from"../shell/start.js";import{Problem as J}from"../shell/start.js";import{StepEditor as Z}from"../shell/start.js";import{Table as q}from"../shell/start.js";import{saidValue as ee}from"../shell/start.js";import{common as te}from"../shell/start.js";import{useFetched as ne}from"../shell/start.js";import{call as k}from"../shell/start.js";import{ask as C}from"../shell/start.js";import{filterFor as oe,propertyName as D,withFilter as se}from"../shell/start.js";import{count as O,percent as I}from"../shell/start.js";import{json as re,oneOf as ie,text as P,whole as ae}from"../shell/start.js";var N=604800,F={86400:"days",3600:"hours",60:"minutes",1:"seconds"},U={ordered:"In this order",strict:"Directly one after the other",unordered:"In any order",firstEntry:"In order, from the first entry"};function le(o){if(typeof o=="string")return{event:o};if(!(typeof o!="object"||o===null||typeof o.event!="string"&&o.event!==null))return o}var T=re(le,20),We={funnel:P("",64),step:{...T,read:o=>T.read(o.map(e=>/^\{/.test(e)?e:JSON.stringify(e)))},window:ae(N,1,366*86400),order:ie(Object.keys(U),"ordered"),by:P("",200)};function de(o){let{funnel:e,step:n,window:t,order:l,by:d}=o;if(!e&&n.length===0)return{};let a=n.length?{steps:n,conversionWindowSeconds:t}:{funnelId:e};return{funnel:{report:"funnel",...te(o),...a,order:l,...d?{breakdown:{property:d,limit:10}}:{}}}}function Re(o){let{app:e,question:n,answers:t,change:l,again:d}=o,a=ne(`/api/apps/${e.id}/funnels`),c=a.answer?.funnels??[],r=c.find(({id:u})=>u===n.funnel);Q(()=>{a.answer&&!n.funnel&&!n.step.length&&c.length&&l({funnel:c[0].id},{replace:!0})},[a.answer]);let f=de(n).funnel;return i`<div class="view">
    <div class="view-head"><h1>Funnels</h1><${ce} ...${{app:e,funnels:c,saved:a,chosen:r,question:n,change:l}} /></div>
    <div class="columns">
      <section class="panel" aria-labelledby="steps-title">
        <h2 id="steps-title">Steps</h2>
        <${pe} key=${`${n.funnel} ${r?"there":""} ${JSON.stringify(n.step)} ${n.window} ${n.order}`} ...${{app:e,question:n,change:l,chosen:r,saved:a}} />
      </section>
      ${f?i`<${A} title=${r?.name??"Conversion"} of=${t.funnel} again=${d} height="22rem" take=${{appId:e.id,question:f}}
            actions=${i`<${Y} app=${e} label="By" none="Nothing" property=${n.by} pick=${u=>l({by:u})} />`}>
            ${u=>i`<${ue} answer=${u} question=${n} change=${l} />`}
          </${A}>`:i`<section class="panel"><${S} title="Where do visitors get lost?"><p>Name two or more events in the order you expect, then run the funnel.</p></${S}></section>`}
    </div>
  </div>`}function pe({app:o,question:e,change:n,chosen:t,saved:l}){let d=e.step.length?e.step:t?.steps??[],a=e.step.length?e.window:t?.conversionWindowSeconds??e.window,[c,r]=b(d.length>=2?d:[...d,...Array(2-d.length).fill({event:""})]),f=Object.keys(F).map(Number).toReversed().find(s=>a%s===0),[u,v]=b(String(a/f)),[g,p]=b(f),[m,B]=b(e.order),[E,W]=b(null),[H,_]=b(""),w=c.filter(({event:s})=>s!==""),y=Math.round(Number(u)*g),h=w.length>0&&y>=1,R=JSON.stringify([w,y])!==JSON.stringify([t?.steps,t?.conversionWindowSeconds]),V=s=>{s.preventDefault(),h&&n(t&&!R?{funnel:t.id,step:[],order:m}:{step:w,window:y,order:m})},j=async s=>{W(null);try{await s(),await l.again()}catch($){W($)}},x=`/api/apps/${o.id}/funnels`,z=()=>j(async()=>{await k("PATCH",`${x}/${t.id}`,{steps:w,conversionWindowSeconds:y}),_(`“${t.name}” is updated.`),n({funnel:t.id,step:[],window:N},{replace:!0})}),K=()=>j(async()=>{let s=w.map(({event:M,label:G})=>G||M||"Any event").join(" → ").slice(0,100),$=await C({title:"Save this funnel",action:"Save",field:{label:"Name",value:s}});if(!$)return;let L=await k("POST",x,{name:$,steps:w,conversionWindowSeconds:y});n({funnel:L.id,step:[],window:N})});return i`<form class="stack" id="funnel-form" onSubmit=${V}>
    <${Z} app=${o} steps=${c} write=${r} />
    <fieldset class="row window">
      <legend>Within, counted from the first step</legend>
      <input type="number" min="1" step="1" required aria-label="How long" value=${u} onInput=${({target:s})=>v(s.value)} />
      <select aria-label="Unit" onChange=${({target:s})=>p(Number(s.value))}>
        ${Object.entries(F).toReversed().map(([s,$])=>i`<option value=${s} selected=${Number(s)===g}>${$}</option>`)}
      </select>
    </fieldset>
    <label>Order <select onChange=${({target:s})=>B(s.value)}>${Object.entries(U).map(([s,$])=>i`<option value=${s} selected=${s===m}>${$}</option>`)}</select></label>
    ${E&&i`<${J} problem=${E} />`}
    <p class="hint" role="status">${H||(w.length?"":"Name the event that a visitor enters with.")}</p>
    <div class="actions">
      <button type="submit" class="primary" aria-disabled=${!h}>Run</button>
      ${t&&R&&i`<button type="button" onClick=${z} aria-disabled=${!h}>Update “${t.name.slice(0,40)}”</button>`}
      <button type="button" onClick=${K} aria-disabled=${!h}>${t?"Save as new …":"Save …"}</button>
    </div>
  </form>`}function ce({app:o,funnels:e,saved:n,chosen:t,question:l,change:d}){let[a,c]=b(null),r=`/api/apps/${o.id}/funnels`,f=p=>async()=>{c(null);try{await p(),await n.again()}catch(m){c(m)}},u=f(async()=>{let p=await C({title:"Rename this funnel",action:"Rename",field:{label:"Name",value:t.name}});p&&await k("PATCH",`${r}/${t.id}`,{name:p})}),v=f(async()=>{await C({title:`Delete “${t.name}”?`,text:"Only the saved steps go; no event is touched.",action:"Delete",danger:!0})!==null&&(await k("DELETE",`${r}/${t.id}`),d({funnel:"",step:t.steps,window:t.conversionWindowSeconds},{replace:!0}))}),g=({target:p})=>d(p.value?{funnel:p.value,step:[],window:N}:{funnel:""});return i`<div class="row">
    <label><span class="unseen">Saved funnels</span><select id="saved-funnels" disabled=${!e.length} onChange=${g}>
      <option value="">${e.length?"Saved funnels …":n.state==="loading"?"…":"No saved funnels yet"}</option>
      ${e.map(({id:p,name:m})=>i`<option value=${p} selected=${p===l.funnel}>${m}</option>`)}
    </select></label>
    ${t&&i`<button type="button" class="small" onClick=${u}>Rename</button><button type="button" class="small" onClick=${v}>Delete</button>`}
    ${a&&i`<${J} problem=${a} />`}
  </div>`}function ue({answer:o,question:e,change:n}){let{steps:t,entered:l,converted:d,breakdown:a}=o;if(!l)return i`<${S} title="Nobody entered"><p>No visitor did the first step in this range. Check its name, or take a wider range.</p></${S}>`;let c=({value:r})=>r!=="$other"&&n({filter:se(e.filter,oe(e.by,r))});return i`<div id="funnel-result">
    <p class="figures"><strong class="big">${I(d/l)}</strong> <span class="quiet">converted: ${O(d)} of ${O(l)} who entered</span></p>
    <${X} steps=${t} />
    ${a&&i`<${q} name=${`By ${D(e.by)}`} rows=${a} pick=${c} columns=${[{title:D(e.by),of:({value:r})=>ee(r)},...t.map(({label:r,event:f},u)=>({title:r||f||"Any event",number:!0,of:({steps:v})=>O(v[u].visitors)})),{title:"Converted",number:!0,of:({steps:r})=>I(r.at(-1).conversionFromStart)}]} />`}
  </div>`}export{Re as View,de as asks,We as words};
