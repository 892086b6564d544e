import type { GridRun, GridSourceName, GridSync } from '#shared/contract/grid/grid.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { GridServices } from '#main/grid/grid.ts';
import type { Stores } from '#main/store/stores.ts';

/** How far a synchronisation is. */
export interface GridProgress {
  readonly part: GridRun['part'];
  /** From 0 to 1; null where it cannot be told. */
  readonly share: number | null;
  /** Events that were received. */
  readonly events: number;
}

/** What every part of a synchronisation works with. */
export interface SyncRun {
  readonly stores: Stores;
  readonly services: GridServices;
  readonly nowMs: () => number;
  readonly isFresh: boolean;
  /** Whether the program asks by itself: then each question waits for its time. */
  readonly isBackground: boolean;
  readonly signal: AbortSignal | undefined;
  readonly progress: (progress: GridProgress) => void;
  readonly note: (problem: GridSync['problems'][number]) => void;
}

/** How long each question waits before the program asks it again by itself, in milliseconds. Source: docs/grid.md#how-it-is-asked */
export const INTERVALS_MS = {
  nodes: 300_000,
  events: 2_400_000,
  receipts: 2_400_000,
  farms: 86_400_000,
  facts: 86_400_000,
} as const;

/** Whether a question of the background is due; what the farmer asks for is due at once. */
export function isTimeFor(
  { stores, nowMs, isBackground }: Pick<SyncRun, 'stores' | 'nowMs' | 'isBackground'>,
  question: 'nodes' | 'events' | 'receipts' | 'farms',
): boolean {
  const asked = stores.grid.lastAsked(question);
  return !isBackground || asked === undefined || nowMs() - asked.askedAtMs >= INTERVALS_MS[question];
}

/** A problem's code in answers: NOT_JSON. */
function codeOf(kind: unknown): string {
  return String(kind).toUpperCase().replaceAll('-', '_');
}

/** Whether an error is a problem of a service of the grid; anything else is one of this program. */
export function isGridProblem(error: unknown): error is FarmerError {
  return error instanceof FarmerError && error.code === 'GRID_SOURCE_FAILED';
}

/** What becomes of the problems and successes of one synchronisation. */
export function createAttempts(stores: Stores, services: GridServices, nowMs: () => number) {
  const problems: GridSync['problems'][number][] = [];
  let isAnswered = false;
  const urlOf = (name: GridSourceName) => services.sourceOf(name)?.url() ?? '';
  /** Runs what asks one service; its problem is noted. Null where it failed. */
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
      // A host that is left alone says nothing new: the problem that it met stands.
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
