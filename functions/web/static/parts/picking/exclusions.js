/** What must not lie between two steps of a funnel, as the address holds it. */

/** An event that must not lie between two steps: `{event, fromStep, toStep}`. */
export function exclusionOf(value) {
  const { event, fromStep, toStep } = value ?? {};
  return typeof event === "string" && Number.isInteger(fromStep) && Number.isInteger(toStep) ? { event, fromStep, toStep } : undefined;
}
