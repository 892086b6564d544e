import { findNode } from '#main/app/nodes/find-node.ts';
import { type ImportedEvents, importEvents } from '#main/app/uptime/uptime-import.ts';
import type { Stores } from '#main/store/stores.ts';

interface Reports {
  readonly text: string;
  readonly nowMs: number;
  /** Null: each row names its node by its grid number. */
  readonly nodeId?: number | null;
  readonly file?: string;
}

/** Imports a text of reports and power events as `farmer uptime import` does. */
export async function importReports(
  stores: Stores,
  { text, nowMs, nodeId = null, file = 'reports' }: Reports,
): Promise<ImportedEvents> {
  const node = nodeId === null ? null : findNode(stores, nodeId);
  return await importEvents(stores, { chunks: [text], format: null, node, nowMs, file });
}
