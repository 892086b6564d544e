const PARTS = 4;
const MANY_MONTHS = 72;
const FACTORS = [1, 2, 5, 10] as const;

/** A round step that divides a span into about {@link PARTS} parts: 1, 2 or 5 times a power of ten. */
function roundStep(span: number): number {
  const power = 10 ** Math.floor(Math.log10(span / PARTS));
  const factor = FACTORS.find((candidate) => candidate * power >= span / PARTS) ?? 10;
  return factor * power;
}

/** Round tick positions that cover zero and all amounts. */
export function roundTicks(amounts: readonly number[]): readonly number[] {
  const low = amounts.reduce((least, amount) => Math.min(least, amount), 0);
  const high = amounts.reduce((most, amount) => Math.max(most, amount), 0);
  const step = roundStep(high - low || PARTS);
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  return Array.from({ length: Math.max(1, last - first) + 1 }, (_, index) => (first + index) * step);
}

/** Months to label on an axis: the first, and the end of each year, or of every second year when there are many. */
export function yearTicks(months: number): readonly number[] {
  const step = months > MANY_MONTHS ? 24 : 12;
  return [1, ...Array.from({ length: Math.floor(months / step) }, (_, index) => (index + 1) * step)];
}
