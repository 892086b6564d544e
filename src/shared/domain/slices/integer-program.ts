/**
 * A small integer program, as data: maximise `sum(value[j] * x[j])` with `0 <= x[j] <= upper[j]`, x whole, and
 * `sum(coefficient * x) <= limit` in every row. Numbers are plain floats, so the solution is checked exactly afterwards.
 */
export interface IntegerProgram {
  readonly columns: readonly IntegerColumn[];
  readonly rows: readonly IntegerRow[];
  /** A solution to begin with, one whole number a column. */
  readonly start?: readonly number[];
}

/** One decision: how many. */
export interface IntegerColumn {
  readonly value: number;
  readonly upper: number;
}

/** One bound over several decisions; `columns` and `coefficients` run in parallel. */
export interface IntegerRow {
  readonly limit: number;
  readonly columns: readonly number[];
  readonly coefficients: readonly number[];
}

/** What a solver found. */
export interface IntegerSolution {
  /** `optimal`: proven; `feasible`: the best found before the time ran out. */
  readonly status: 'optimal' | 'feasible';
  /** Whole numbers, one a column. */
  readonly values: readonly number[];
  /** No solution is worth more than this, as far as the solver has proven; infinite where it has proven nothing. */
  readonly upperBound: number;
}

/** Whatever solves integer programs; kept outside the domain. */
export interface IntegerSolver {
  /**
   * @param timeLimitMs when this has passed, the best solution so far is given back
   * @throws FarmerError INTERNAL when the solver itself fails
   */
  solve(program: IntegerProgram, timeLimitMs: number): Promise<IntegerSolution>;
}

/** The program without any decision worth taking has the empty answer. */
export const NOTHING_TO_DECIDE: IntegerSolution = { status: 'optimal', values: [], upperBound: 0 };
