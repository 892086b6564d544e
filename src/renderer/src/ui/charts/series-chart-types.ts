/** One drawn series. */
export interface Series {
  /** The key of its value in each point. */
  readonly key: string;
  readonly label: string;
  readonly kind: 'line' | 'area' | 'band';
  /** For `band`: the key of the upper edge; `key` is the lower one. */
  readonly upperKey?: string;
  /** A CSS colour; without it the palette in order. */
  readonly color?: string;
  readonly isDashed?: boolean;
  /** Another series already labels its edge. */
  readonly isNameless?: boolean;
}

/** The height of every chart. */
export const CHART_HEIGHT_PX = 240;

const PALETTE = [1, 2, 3, 4, 5].map((number) => `var(--series-${number})`);

/** The number of series that have colours of their own. */
export const PALETTE_SIZE = PALETTE.length;

/** The colour of a series: its own or the palette's by position. */
export function seriesColor({ color }: Series, index: number): string {
  return color ?? PALETTE[index % PALETTE_SIZE] ?? 'currentcolor';
}

/** A reference line across the plot: the 95 % target, zero. */
export interface Limit {
  readonly value: number;
  readonly label: string;
  readonly axis?: 'x' | 'y';
  readonly tone?: 'neutral' | 'warn' | 'bad';
}

/** A point: `x`, and a value (or null) for each series. Plain numbers are used only here, for drawing. */
export type SeriesPoint = Readonly<Record<string, number | null>> & { readonly x: number };

export interface SeriesChartProps {
  readonly points: readonly SeriesPoint[];
  readonly series: readonly Series[];
  readonly limits?: readonly Limit[];
  /** Formats a position on the x axis. */
  readonly formatX: (x: number) => string;
  /** Formats a value with its unit. */
  readonly formatY: (y: number) => string;
  /** Default: the first and last of {@link yTicks}, otherwise the range of the values. */
  readonly yDomain?: readonly [number | 'auto', number | 'auto'];
  /** Positions of y ticks; by default, the domain is divided evenly. */
  readonly yTicks?: readonly number[];
  /** Positions of x ticks; chosen automatically by default. */
  readonly xTicks?: readonly number[];
}
