import type { ImportGroup, ImportKind } from '#shared/contract/data/imports.ts';
import { MAX_IMPORT_CHARACTERS } from '#shared/contract/nodes/nodes.ts';
import { FILE_KINDS } from '#shared/domain/data/file-kinds.ts';
import { importBids } from '#main/app/bids/import-bids.ts';
import { addPassportNode } from '#main/app/hardware/machine-node.ts';
import { readPassport } from '#main/app/hardware/passport.ts';
import { importFarmerbot, MAX_FARMERBOT_CHARACTERS } from '#main/app/nodes/farmerbot-import.ts';
import { importNodeTable } from '#main/app/nodes/cost-table.ts';
import { importGridNodes } from '#main/app/nodes/node-import.ts';
import { importReceipts } from '#main/app/uptime/receipt-import.ts';
import type { ImportSource } from '#main/store/data/import-sources.ts';
import type { Stores } from '#main/store/stores.ts';
import { readWholeText } from './read-whole-text.ts';
import type { KnownSource } from './file-recognition.ts';
import { type SourceResult, groupOf, refused } from './import-groups.ts';

/**
 * Kinds of files that are read as a whole in one transaction. Uptime events are excluded: there may be any number of
 * them, so they are read in steps.
 */
type WholeKind = Exclude<ImportGroup['kind'], 'uptime'>;
const WHOLE_KINDS = FILE_KINDS.filter((kind): kind is WholeKind => kind !== 'uptime' && kind !== 'backup');

/** The result of one source, with the number of rows for each node. */
interface SourceResultWithNodes extends SourceResult {
  readonly nodeRows?: ReadonlyMap<number, number>;
}

/** What imports of files depend on. */
export interface FileImport {
  readonly stores: Stores;
  readonly yaml: Parameters<typeof importFarmerbot>[1];
  /** The node of uptime events; null when each row names its own. */
  readonly nodeId: number | null;
  readonly nowMs: number;
}

function rowPerNode(nodes: readonly { readonly id: number }[]): ReadonlyMap<number, number> {
  return new Map(nodes.map(({ id }) => [id, 1]));
}

/** The importer of each kind of whole file. */
const IMPORTS: Readonly<Record<WholeKind, (source: ImportSource, given: FileImport) => SourceResultWithNodes>> = {
  nodes(source, { stores, nowMs }) {
    const text = readWholeText(source, MAX_IMPORT_CHARACTERS);
    if (!/^\s*[[{]/.test(text)) {
      const { nodes, ...table } = importNodeTable(stores, text, source.name, nowMs);
      return { ...table, nodeRows: rowPerNode(nodes), rejectedCount: table.rejected.length };
    }
    const { nodes, rejected, ...counts } = importGridNodes(stores, text, source.name, nowMs);
    const lines = rejected.map(({ position, reason }) => ({ line: position, reason }));
    return { ...counts, nodeRows: rowPerNode(nodes), rejected: lines, rejectedCount: lines.length };
  },
  passport(source, { stores, nowMs }) {
    const node = addPassportNode(
      stores,
      readPassport(readWholeText(source, MAX_IMPORT_CHARACTERS)),
      source.name,
      nowMs,
    );
    return { imported: 1, nodeRows: rowPerNode([node]), rejected: [] };
  },
  farmerbot(source, { stores, yaml, nowMs }) {
    const sleepers = importFarmerbot(stores, yaml, readWholeText(source, MAX_FARMERBOT_CHARACTERS), source.name, nowMs);
    return { imported: 1, sleepers, rejected: [] };
  },
  receipts: (source, { stores, nowMs }) =>
    importReceipts(stores, readWholeText(source, MAX_IMPORT_CHARACTERS), source.name, nowMs),
  bids(source, { stores, nowMs }) {
    const { imported, rejected } = importBids(stores, readWholeText(source, MAX_IMPORT_CHARACTERS), source.name, nowMs);
    return { imported, rejected, rejectedCount: rejected.length };
  },
};

function importWhole(kind: WholeKind, source: ImportSource, given: FileImport): SourceResultWithNodes {
  try {
    return given.stores.transaction(() => IMPORTS[kind](source, given));
  } catch (error) {
    return refused(error);
  }
}

/** Lists the nodes of rows, marking those that are new. */
function namedNodes(
  { nodes }: Stores,
  outcomes: readonly SourceResultWithNodes[],
  idsBefore: ReadonlySet<number>,
): ImportGroup['nodes'] {
  const rows = outcomes.flatMap(({ nodeRows }) => [...(nodeRows ?? [])]);
  return nodes.list().flatMap(({ id, name }) => {
    const rowCount = rows.reduce((sum, [nodeId, count]) => sum + (nodeId === id ? count : 0), 0);
    return rowCount === 0 ? [] : [{ id, name, isNew: !idsBefore.has(id), rowCount }];
  });
}

/** The name of the dropped folder, or the file name. A user who typed a path gets the file name unchanged. */
const givenName = (fileName: string): string =>
  /^([/\\]|\w:)/.test(fileName) ? fileName : fileName.replace(/\/.*$/s, '');

/** The name of a combined import in the list: the first file, and the number of others. */
function combinedName(known: readonly KnownSource[]): string {
  const [first = '', ...others] = new Set(known.map(({ source }) => givenName(source.fileName)));
  return others.length === 0 ? first : `${first} (+${others.length})`;
}

/**
 * Imports all files except uptime events in one transaction. The files of one kind become one import. Nodes are
 * imported first, because other data refers to them.
 */
export function importWholeFiles(known: readonly KnownSource[], given: FileImport) {
  const { stores, nowMs } = given;
  const idsBefore = new Set(stores.nodes.list({ withDeleted: true }).map(({ id }) => id));
  const whole = known.filter(({ kind }) => kind !== 'uptime');
  const listedAs = whole.map(({ kind }): ImportKind => (kind === 'passport' ? 'nodes' : kind));
  const importKind = (kind: WholeKind): readonly ImportGroup[] => {
    const sources = whole.filter((one) => one.kind === kind).map(({ source }) => source);
    const outcomes = sources.map((source) => ({ source, brought: importWhole(kind, source, given) }));
    const nodes = namedNodes(
      stores,
      outcomes.map(({ brought }) => brought),
      idsBefore,
    );
    return sources.length === 0 ? [] : [groupOf(kind, outcomes, nodes)];
  };
  const { result: groups, importIds } = stores.transaction(() =>
    stores.imports.together(listedAs, combinedName(whole), nowMs, () => WHOLE_KINDS.flatMap(importKind)),
  );
  return { groups, importIds };
}
