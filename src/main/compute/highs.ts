import type loadHighs from 'highs';
import { FarmerError } from '#shared/errors.ts';
import { type Message, message } from '#shared/message.ts';
import type { IntegerProgram, IntegerSolution, IntegerSolver } from '#shared/domain/slices/integer-program.ts';
import { NOTHING_TO_DECIDE } from '#shared/domain/slices/integer-program.ts';

type Highs = Awaited<ReturnType<typeof loadHighs>>;

let loading: Promise<Highs> | undefined;

async function loadRuntime(): Promise<Highs> {
  const { default: load } = await import('highs');
  return load();
}

/** The WebAssembly module is compiled once; after a failure the next problem tries again. */
async function runtime(): Promise<Highs> {
  loading ??= loadRuntime();
  try {
    return await loading;
  } catch (error) {
    loading = undefined;
    throw error;
  }
}

function solverFailed(detail: Message, cause?: unknown): FarmerError {
  return new FarmerError('INTERNAL', message('app:core.solverCouldNotFinish', { detail }), {
    hint: message('app:core.tryFewerBidsOrSlices'),
    cause,
  });
}

function toModel(highs: Highs, { columns, rows }: IntegerProgram) {
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const row of rows) {
    indices.push(...row.columns);
    values.push(...row.coefficients);
    starts.push(indices.length);
  }
  return {
    numCols: columns.length,
    numRows: rows.length,
    sense: highs.constants.objectiveSense.maximize,
    colCost: columns.map((column) => column.value),
    colLower: columns.map(() => 0),
    colUpper: columns.map((column) => column.upper),
    rowLower: rows.map(() => -highs.infinity),
    rowUpper: rows.map((row) => row.limit),
    integrality: columns.map(() => highs.constants.variableType.integer),
    matrix: { format: 'csr' as const, numRows: rows.length, numCols: columns.length, starts, indices, values },
  };
}

function run(highs: Highs, program: IntegerProgram, timeLimitMs: number): IntegerSolution {
  return highs.withModel(toModel(highs, program), (model) => {
    model.options.set({ output_flag: false, time_limit: timeLimitMs / 1000, mip_rel_gap: 0, random_seed: 0 });
    if (program.start !== undefined) {
      model.setSolution({ colValue: [...program.start] });
    }
    model.run();
    const { modelStatus } = highs.constants;
    const status = model.getModelStatus();
    const isOptimal = status === modelStatus.optimal;
    const { colValue } = model.getSolution();
    // Every program solved here allows the all-zero solution, which is what the solver returns when time ran out before
    // it found a better one.
    const found = isFinite(Number(model.info.get('objective_function_value'))) ? [...colValue] : [];
    if (!isOptimal && status !== modelStatus.timeLimit) {
      throw solverFailed(message('app:core.solverStatus', { status }));
    }
    const bound = Number(model.info.get('mip_dual_bound'));
    return {
      status: isOptimal ? ('optimal' as const) : ('feasible' as const),
      values: program.columns.map((_, column) => Math.round(found[column] ?? 0)),
      upperBound: Number.isFinite(bound) ? bound : Number.POSITIVE_INFINITY,
    };
  });
}

/**
 * Solves integer programs with HiGHS, compiled to WebAssembly. Blocks the calling thread for at most the time limit.
 */
export const highsSolver: IntegerSolver = {
  solve: async (program, timeLimitMs) => {
    if (program.columns.length === 0) {
      return NOTHING_TO_DECIDE;
    }
    try {
      return run(await runtime(), program, timeLimitMs);
    } catch (error) {
      if (error instanceof FarmerError) {
        throw error;
      }
      // An aborted module is in an undefined state and must not be reused.
      loading = undefined;
      throw solverFailed(message('app:core.solverStopped'), error);
    }
  },
};
