/** Round marks for an axis. */

/** Steps of 1, 2 or 5 · 10ⁿ from at most `lowest` to at least `highest`; `least` is the smallest step that makes sense. */
export function ticks(highest, { lowest = 0, wanted = 4, least = 1 } = {}) {
  const top = Math.max(highest, lowest < 0 ? 0 : least);
  const rough = Math.max((top - Math.min(lowest, 0)) / wanted, least);
  const power = 10 ** Math.floor(Math.log10(rough) + 1e-9);
  const step = [1, 2, 5, 10].find((one) => one * power >= rough * (1 - 1e-9)) * power;
  const first = Math.floor(Math.min(lowest, 0) / step - 1e-9);
  const last = Math.max(Math.ceil(top / step - 1e-9), 1);
  return Array.from({ length: last - Math.min(first, 0) + 1 }, (_, index) => exact((Math.min(first, 0) + index) * step)).slice(first < 0 && lowest >= 0 ? 1 : 0);
}

/** Without the dust that decimals leave: 0.30000000000000004 is 0.3. */
const exact = (value) => Number(value.toPrecision(12));
