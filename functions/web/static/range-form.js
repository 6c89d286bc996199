/** The range and the time zone that all reports of the page share. */

import { byId, h } from "./dom.js";
import { addDays, dateIn, INTERVAL_OF, isTimezone, PRESETS } from "./range.js";

/** Wire the form; `change(part)` gets what the reader picked, `show(question)` puts a question into the form. */
export function rangeForm(change) {
  const form = byId("range-form");
  const { range, from, to, timezone } = form.elements;
  const dates = byId("custom-dates");

  form.addEventListener("submit", (event) => event.preventDefault());
  for (const choice of range)
    choice.addEventListener("change", () => (choice.value === "custom" ? openDates() : change(preset())));
  from.addEventListener("change", pickDates);
  to.addEventListener("change", pickDates);
  timezone.addEventListener("focus", offerTimezones, { once: true });
  timezone.addEventListener("change", () => {
    timezone.setCustomValidity(isTimezone(timezone.value) ? "" : "Type a time zone such as Europe/Berlin");
    if (timezone.reportValidity()) change({ timezone: timezone.value });
  });

  const preset = () => ({ range: range.value, interval: INTERVAL_OF[range.value] });

  function openDates() {
    dates.hidden = false;
    to.value ||= dateIn(timezone.value);
    from.value ||= addDays(to.value, 1 - PRESETS["30d"]);
    pickDates();
  }

  function pickDates() {
    to.setCustomValidity(from.value > to.value ? "The last day has to come after the first" : "");
    if (from.value && to.value && to.reportValidity()) change({ range: "custom", from: from.value, to: to.value });
  }

  return {
    show(question) {
      range.value = question.range;
      from.value = question.from;
      to.value = question.to;
      timezone.value = question.timezone;
      dates.hidden = question.range !== "custom";
    },
  };
}

/** Some four hundred names, which nobody needs before the field is used. */
function offerTimezones() {
  byId("timezones").replaceChildren(...Intl.supportedValuesOf("timeZone").map((value) => h("option", { value })));
}
