/** Something that is measured. */
export type Work = () => unknown;

/** What one piece of work took, and how that stands to a reference measured beside it. */
export interface Comparison {
  /** Median of the rounds, milliseconds. */
  readonly ms: number;
  /** The same of the reference. */
  readonly referenceMs: number;
  /** Median over the rounds of the work's time in times the reference's. */
  readonly ratio: number;
}

/** The middle one of some figures. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** How long some work takes, milliseconds. */
export async function timeMs(work: Work): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/**
 * Measures work and a reference by turns, so that whatever else the machine does weighs on both alike. The first round
 * does not count: everything is loaded and compiled in it.
 */
export async function compare(rounds: number, work: Work, reference: Work): Promise<Comparison> {
  const pairs: (readonly [ms: number, referenceMs: number])[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    pairs.push([await timeMs(work), await timeMs(reference)]);
  }
  const counted = pairs.slice(1);
  return {
    ms: median(counted.map(([ms]) => ms)),
    referenceMs: median(counted.map(([, referenceMs]) => referenceMs)),
    ratio: median(counted.map(([ms, referenceMs]) => ms / referenceMs)),
  };
}

/** A figure with what it has to be. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** Exactly one of the two. */
  readonly atMost?: number;
  readonly atLeast?: number;
  /** What the figure counts: "x a bare process". */
  readonly unit: string;
  /** What decides nothing: absolute times. */
  readonly detail?: string;
}

function readable(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

/** Prints a figure; one that is missed makes the process end with 1. */
export function report({ name, value, atMost, atLeast, unit, detail }: Figure): void {
  const isMet = atLeast === undefined ? value <= (atMost ?? Number.NaN) : value >= atLeast;
  const bound = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
  const notes = detail === undefined ? '' : ` (${detail})`;
  console.log(`${isMet ? 'met   ' : 'MISSED'} ${name}: ${readable(value)} ${unit}, ${bound}${notes}`);
  if (!isMet) {
    process.exitCode = 1;
  }
}

/** A figure that says how work stands to its reference. */
export function reportRatio(
  name: string,
  { ms, referenceMs, ratio }: Comparison,
  figure: Omit<Figure, 'name' | 'value' | 'detail'>,
): void {
  const digits = ms < 10 ? 3 : 1;
  report({ name, value: ratio, ...figure, detail: `${ms.toFixed(digits)} ms to ${referenceMs.toFixed(digits)} ms` });
}
