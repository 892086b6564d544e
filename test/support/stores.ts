import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { NODE_DEFAULTS } from '#shared/contract/nodes/nodes.ts';
import { FarmerError } from '#shared/errors.ts';
import type { NewNode } from '#main/store/nodes/node-store.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** A fixed moment of the tests: 2026-01-15T12:00:00Z. */
export const NOON_MS = Date.UTC(2026, 0, 15, 12);

/** A node of the published "Titan" class, planned. */
export function plannedTitan(name = 'Titan'): NewNode {
  return {
    ...NODE_DEFAULTS,
    kind: 'planned',
    name,
    resources: { cru: 8, mruBytes: 34_359_738_368, sruBytes: 1_073_741_824_000, hruBytes: 0 },
    isVirtual: null,
    importSource: null,
    isDemo: false,
  };
}

/** A node as the columns of every version hold it; the store writes those of this version alone. */
export function insertTitan(database: FarmerDatabase, policy = 1): number {
  return database
    .statement(
      `INSERT INTO nodes (kind, name, certification, farming_policy_id, connection_price_musd, cru, mru_bytes, sru_bytes,
         hru_bytes, created_at_ms, updated_at_ms)
       VALUES ('planned', 'Titan', 'diy', @policy, 80, 8, 34359738368, 1073741824000, 0, @nowMs, @nowMs)`,
    )
    .run({ policy, nowMs: NOON_MS }).insertedId;
}

/** The planned error that a piece of work throws. @throws Error when it throws nothing or something unplanned */
export function plannedErrorOf(work: () => unknown): FarmerError {
  try {
    work();
  } catch (error) {
    return asPlanned(error);
  }
  throw new Error('Nothing was thrown.');
}

/** As {@link plannedErrorOf}, for work that takes its time. */
export async function plannedRejectionOf(work: Promise<unknown>): Promise<FarmerError> {
  const outcome = await work.then(
    () => new Error('Nothing was thrown.'),
    (error: unknown) => error,
  );
  return asPlanned(outcome);
}

function asPlanned(error: unknown): FarmerError {
  if (error instanceof FarmerError) {
    return error;
  }
  throw error;
}

/** How SQLite goes about a statement, one line a step. */
export function queryPlan(database: FarmerDatabase, sql: string): string {
  return database
    .statement<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql.replaceAll(/@\w+/g, '1')}`)
    .all()
    .map((step) => step.detail)
    .join('\n');
}

/** A script of `test/main/store/children` in a process of its own. */
export function startChild(script: string, args: readonly string[]): ChildProcess {
  const path = join(import.meta.dirname, '../main/store/children', script);
  return spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Waits until a child has written a line that holds a word. @throws Error when it ends before */
export async function waitForLine(child: ChildProcess, word: string): Promise<void> {
  let seen = '';
  for await (const chunk of child.stdout ?? []) {
    seen += String(chunk);
    if (seen.includes(word)) {
      return;
    }
  }
  throw new Error(`The child ended without saying "${word}": ${seen}`);
}

/** Waits for a child's end. @returns its exit code, or null when it was killed */
export async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return child.exitCode;
  }
  await once(child, 'exit');
  return child.exitCode;
}
