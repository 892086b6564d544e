import type { ImportGroup } from '#shared/contract/data/imports.ts';
import { findNode } from '#main/app/nodes/find-node.ts';
import { importEvents, type ImportedEvents, previewEvents } from '#main/app/uptime/uptime-import.ts';
import type { Stores } from '#main/store/stores.ts';
import type { KnownSource } from './file-recognition.ts';
import { groupOf, refused, type SourceOutcome } from './import-groups.ts';
import type { FileImport } from './whole-file-import.ts';

type NodeRows = ImportedEvents['rowsOfNodes'];

function namedNodes({ nodes }: Stores, all: readonly NodeRows[], given: FileImport, idsBefore: ReadonlySet<number>) {
  const chosen = given.nodeId === null ? undefined : nodes.get(given.nodeId);
  const counts = new Map<number | null, number>();
  for (const [gridNodeId, count] of all.flatMap((rows) => [...rows])) {
    const key = chosen === undefined ? gridNodeId : null;
    counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return [...counts].map(([gridNodeId, rowCount]): ImportGroup['nodes'][number] => {
    const node = chosen ?? (gridNodeId === null ? undefined : nodes.byGridNode(gridNodeId));
    return node === undefined
      ? { id: null, name: `Node ${gridNodeId}`, isNew: true, rowCount }
      : { id: node.id, name: node.name, isNew: !idsBefore.has(node.id), rowCount };
  });
}

/**
 * Imports or previews files of uptime events. They may be of any size, so the work is done in steps between which other
 * calls are answered.
 * @param importIds receives the id of each import; null for a preview, which writes nothing
 */
export async function importEventFiles(
  known: readonly KnownSource[],
  given: FileImport,
  importIds: number[] | null,
): Promise<readonly ImportGroup[]> {
  const { stores, nodeId, nowMs } = given;
  const idsBefore = new Set(stores.nodes.list({ withDeleted: true }).map(({ id }) => id));
  const outcomes: SourceOutcome[] = [];
  const rows: NodeRows[] = [];
  for (const { source } of known.filter(({ kind }) => kind === 'uptime')) {
    try {
      const node = nodeId === null ? null : findNode(stores, nodeId);
      const file = { chunks: source.chunks, format: null, node, nowMs, file: source.name };
      const events = await (importIds === null ? previewEvents : importEvents)(stores, file);
      if (events.importId !== null) importIds?.push(events.importId);
      outcomes.push({ source, brought: events });
      rows.push(events.rowsOfNodes);
    } catch (error) {
      outcomes.push({ source, brought: refused(error) });
    }
  }
  return outcomes.length === 0 ? [] : [groupOf('uptime', outcomes, namedNodes(stores, rows, given, idsBefore))];
}
