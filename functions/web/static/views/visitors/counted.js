/** Why a visitor is counted in a question, or is not: how far they got, and what is missing for the next step. */

import { html } from "../../vendor/preact.js";
import { Panel } from "../../parts/panel.js";
import { common } from "../../shell/question/address.js";
import { useFetched } from "../../shell/asking/fetching.js";
import { asked, filterAsked, saidFilter } from "../../shell/question/filters.js";
import { counted, listed, span } from "../../shell/browser/formats.js";

/** More ids than this are not told apart by a filter. */
const MOST_IDS = 200;

/** `steps` are those of the question that led here; `ids` are all of the visitor's. */
export function Counted({ app, question, ids }) {
  const { step: steps, window, order, without } = question;
  const theirs = [...asked(question.filter), { property: "$anonymousId", operator: "is", value: ids.slice(0, MOST_IDS) }];
  const range = common({ ...question, filter: [], group: "" });
  const funnel = { ...range, filters: theirs, steps, conversionWindowSeconds: window, order, ...(without.length ? { exclusions: without } : {}) };
  const root = `/api/apps/${app.id}/reports`;
  const told = useFetched(ids.length ? `${root}/funnel` : "", funnel);
  const reached = told.answer?.steps.filter(({ visitors }) => visitors).length ?? 0;
  const missed = told.answer && reached < steps.length ? steps[reached] : null;
  const did = useFetched(missed ? `${root}/trends` : "", missed && { ...range, interval: "month", filters: theirs.slice(-1), series: seriesOf(missed, question) });
  const ready = told.answer && (!missed || did.answer || did.problem);
  const title = reached === steps.length ? (steps.length === 1 ? "Why they are counted" : "Why they count as converted") : reached ? `Why they are counted up to step ${reached} of ${steps.length}` : "Why they are not counted";
  return html`<${Panel} title=${ready ? title : "Whether they are counted"} of=${{ ...told, answer: ready ? told.answer : undefined }} again=${told.again} height="7rem" wide>
    ${(answer) => html`<ol class="reached">${answer.steps.map((step, place) => html`<li class=${step.visitors ? "done" : ""}>
      <strong class="name">${nameOf(steps[place])}</strong>
      <span class="quiet">${step.visitors ? saidStep(step, place) : place === reached ? saidMissing(did.answer?.series.map(({ total }) => total), steps, place, question) : "Comes after the step that is missing."}</span>
    </li>`)}</ol>`}
  </${Panel}>`;
}

const nameOf = ({ label, event }) => label || event || "Any event";
const saidStep = ({ medianSecondsFromPrevious: seconds }, place) => (place === 0 ? "They did it in this range, so they entered." : seconds == null ? "They did it." : `They did it ${span(seconds)} after the step before.`);

/** The step's event at all, where the step's own conditions hold, and where the filters of the view do, too. */
function seriesOf({ event, filters = [] }, question) {
  const all = [...filters, ...asked(question.filter)];
  const one = (more) => ({ event, measure: "total", ...(more.length ? { filters: more } : {}) });
  return [one([]), one(filters), one(all)];
}

function saidMissing(totals, steps, place, { filter, window, order, without }) {
  if (!totals) return "They did not get to it.";
  const [ever, fitting, shown] = totals;
  const { filters = [] } = steps[place];
  if (!ever) return "They never did it in this range.";
  const times = `They did it ${counted(ever, "time")} in this range`;
  if (!fitting) return `${times}, but never where ${listed(filters.map((one) => saidFilter(filterAsked(one) ?? [one.property, one.operator, one.value])))}.`;
  if (!shown) return `${times}, but never where the filters of this view hold: ${listed(filter.map(saidFilter))}.`;
  if (place === 0) return `${times}, but not so that it counts.`;
  const how = { strict: "directly after the step before", unordered: "together with the other steps" }[order] ?? "after the step before";
  const barred = without.length && order !== "unordered" ? `, or did in between what shuts out (${listed(without.map(({ event }) => event ?? "any event"))})` : "";
  return `${times}, but not ${how} and within ${span(window)} of the first${barred}.`;
}
