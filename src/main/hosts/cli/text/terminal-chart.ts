import { Decimal } from '#shared/decimal.ts';

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const LEVELS = BLOCKS.length;

/** Samples evenly spaced values, including the first and the last. */
function sample<T>(values: readonly T[], count: number): readonly T[] {
  if (values.length <= count) {
    return values;
  }
  return Array.from({ length: count }, (_, index) => {
    const value = values[Math.round((index * (values.length - 1)) / (count - 1))];
    return value === undefined ? [] : [value];
  }).flat();
}

/** The height of a value in eighths of a row, 0 to `rows` x 8. */
function eighths(value: Decimal, low: Decimal, high: Decimal, rows: number): number {
  const span = high.minus(low);
  return span.isZero()
    ? 1
    : value
        .minus(low)
        .div(span)
        .times(rows * LEVELS)
        .round()
        .toNumber();
}

/**
 * A small column chart with the highest and the lowest value on its scale, and the zero line if it lies between them.
 * @param values in order, at least one
 * @param size columns and rows of the drawing, without the scale
 * @param label formats a value of the scale
 */
export function renderChart(
  values: readonly Decimal[],
  size: { readonly columns: number; readonly rows: number },
  label: (value: Decimal) => string,
): string {
  const shown = sample(values, size.columns);
  const low = Decimal.min(0, ...shown);
  const high = Decimal.max(0, ...shown);
  const labels = [label(high), label(low)];
  const width = Math.max(...labels.map((text) => text.length));
  const zeroRow = Math.floor(Math.max(0, eighths(new Decimal(0), low, high, size.rows) - 1) / LEVELS);
  const heights = shown.map((value) => eighths(value, low, high, size.rows));
  return Array.from({ length: size.rows }, (_, fromTop) => {
    const row = size.rows - 1 - fromTop;
    const side = fromTop === 0 ? labels[0] : row === 0 ? labels[1] : row === zeroRow ? '0' : '';
    const cells = heights.map((height) => {
      const filled = Math.min(LEVELS, Math.max(0, height - row * LEVELS));
      return filled === 0 ? (row === zeroRow ? '┈' : ' ') : (BLOCKS[filled - 1] ?? ' ');
    });
    return `${(side ?? '').padStart(width)} ${cells.join('')}`.trimEnd();
  }).join('\n');
}
