/** Says where visitors are counted by the day: whose tracker keeps nothing on the device is somebody new each morning. */

import { html, useEffect, useState } from "../vendor/preact.js";
import { common } from "../shell/question/address.js";
import { askOnce } from "../shell/asking/answers.js";
import { useCatalog } from "../shell/asking/catalog.js";
import { withFilter } from "../shell/question/filters.js";
import { count } from "../shell/browser/formats.js";
import { remember, remembered } from "../shell/browser/memory.js";

const OF_DAY = "$visitor_of_day";
/** Of one day, days are people. */
const ONE_DAY = ["today", "yesterday"];

/** `counts` is what follows from it for the numbers of the view, nothing where it counts no visitors. */
export function DayVisitors({ app, question, change, counts, asOf }) {
  const catalog = useCatalog(counts && asOf ? app.id : "");
  const known = catalog.properties.length ? catalog.properties.some(({ name }) => name === OF_DAY) : remembered("daysApp") === app.id;
  const single = ONE_DAY.includes(question.range) || (question.range === "custom" && question.from === question.to);
  const left = question.filter.some((one) => one[0] === OF_DAY);
  const wanted = Boolean(counts && known && !single && !left);
  const [told, tell] = useState({ key: "", of: null });
  const asked = common({ ...question, group: "" });
  const key = JSON.stringify([app.id, asked]);
  const of = told.key === key ? told.of : null;
  useEffect(() => void (catalog.properties.length && remember("daysApp", known ? app.id : "")), [catalog.properties.length, known]);
  useEffect(() => {
    if (!wanted || !asOf) return undefined;
    const own = new AbortController();
    const days = [{ property: OF_DAY, operator: "is", value: true }];
    const series = [{ event: null, measure: "visitors", filters: days }, { event: null, measure: "visitors" }];
    askOnce(app.id, { days: { report: "trends", ...asked, interval: "month", series } }, own.signal).then(({ days: all }) => all?.answer && tell({ key, of: all.answer.series.map(({ total }) => total) }), () => {});
    return () => own.abort();
  }, [wanted, Boolean(asOf), key]);
  if (!wanted || (of && !of[0])) return null;
  return html`<p class="notice days" role="note">
    ${of ? html`<strong>${count(of[0])} of ${count(of[1])} visitors are days, not people:</strong>` : html`<strong>Some visitors are days, not people:</strong>`}${" "}
    their tracker keeps nothing on the device, so each is somebody new every day. ${counts}${" "}
    <button type="button" class="link" onClick=${() => change({ filter: withFilter(question.filter, [OF_DAY, "isNotSet", null]) })}>Leave them out</button>
  </p>`;
}
