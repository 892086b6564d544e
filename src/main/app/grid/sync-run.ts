import type { GridRun, GridSourceName, GridSync } from '#shared/contract/grid/grid.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { GridServices } from '#main/grid/grid.ts';
import type { Stores } from '#main/store/stores.ts';

/** The progress of a synchronisation. */
export interface GridProgress {
  readonly part: GridRun['part'];
  /** From 0 to 1; null when unknown. */
  readonly share: number | null;
  /** Events received so far. */
  readonly events: number;
}

/** What every step of a synchronisation works with. */
export interface SyncRun {
  readonly stores: Stores;
  readonly services: GridServices;
  readonly nowMs: () => number;
  readonly isFresh: boolean;
  /** Whether it runs in the background, where each request waits for its interval. */
  readonly isBackground: boolean;
  readonly signal: AbortSignal | undefined;
  readonly progress: (progress: GridProgress) => void;
  readonly note: (problem: GridSync['problems'][number]) => void;
}

/**
 * The interval after which each request is repeated in the background, in milliseconds. Source:
 * docs/grid.md#how-it-is-asked
 */
export const INTERVALS_MS = {
  nodes: 300_000,
  events: 2_400_000,
  receipts: 2_400_000,
  farms: 86_400_000,
  facts: 86_400_000,
} as const;

/** Whether a background request is due; a request by the farmer is always due. */
export function isRequestDue(
  { stores, nowMs, isBackground }: Pick<SyncRun, 'stores' | 'nowMs' | 'isBackground'>,
  question: 'nodes' | 'events' | 'receipts' | 'farms',
): boolean {
  const asked = stores.grid.lastAsked(question);
  return !isBackground || asked === undefined || nowMs() - asked.askedAtMs >= INTERVALS_MS[question];
}

/** The code of a problem in answers: NOT_JSON. */
function codeOf(kind: unknown): string {
  return String(kind).toUpperCase().replaceAll('-', '_');
}

/** Whether an error is a problem of a grid service; any other error is a fault of this program. */
export function isGridProblem(error: unknown): error is FarmerError {
  return error instanceof FarmerError && error.code === 'GRID_SOURCE_FAILED';
}

/** Records the problems and successes of one synchronisation. */
export function createServiceCalls(stores: Stores, services: GridServices, nowMs: () => number) {
  const problems: GridSync['problems'][number][] = [];
  let isAnswered = false;
  const urlOf = (name: GridSourceName) => services.sourceOf(name)?.url() ?? '';
  /** Runs the requests to one service and records its problem. Null when it failed. */
  const attempt = async <T>(name: GridSourceName, work: () => Promise<T>): Promise<T | null> => {
    if (stores.grid.restUntilMs(name) > nowMs()) {
      problems.push({ source: name, code: 'RATE_LIMITED', message: message('grid:core.rests', { name }) });
      return null;
    }
    try {
      const result = await work();
      isAnswered = true;
      stores.grid.noteSuccess(name, urlOf(name), Math.floor(nowMs() / 1000));
      return result;
    } catch (error) {
      if (!isGridProblem(error)) throw error;
      const { problem, restUntilMs } = error.details;
      const note = { code: codeOf(problem), message: error.messages.message };
      problems.push({ source: name, ...note });
      const rest = typeof restUntilMs === 'number' ? restUntilMs : null;
      // A host that was skipped reports nothing new, so its earlier problem is kept.
      if (problem === 'resting') return null;
      stores.grid.noteProblem(name, urlOf(name), note, Math.floor(nowMs() / 1000), rest);
      return null;
    }
  };
  return {
    attempt,
    note: (problem: GridSync['problems'][number]) => void problems.push(problem),
    outcome: () => ({ problems, isAnswered }),
  };
}
