import { type FarmNode, nodePatchSchema } from '#shared/contract/nodes/nodes.ts';
import { chooseIssue, issueField, issueMessage } from '#shared/contract/issue-message.ts';
import { assertNamedOnce, type RejectedRow, type TableRow } from '#shared/domain/table-header.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { Stores } from '#main/store/stores.ts';
import { type CsvCell, readCsvRows, writeCsv } from '#main/app/csv-rows.ts';
import { type NodePatch, patchNode } from './node-patch.ts';

interface CostColumn {
  readonly name: string;
  readonly cellOf: (node: FarmNode) => CsvCell;
  /** What a cell changes; null where it was emptied. */
  readonly patchOf: (value: string | null) => unknown;
}

const cost = (name: string, field: keyof FarmNode['costs']): CostColumn => ({
  name,
  cellOf: ({ costs }) => costs[field],
  patchOf: (value) => ({ costs: { [field]: value } }),
});
const place = (name: string, field: keyof FarmNode['location']): CostColumn => ({
  name,
  cellOf: ({ location }) => location[field],
  patchOf: (value) => ({ location: { [field]: value } }),
});

const LABELS_APART = ';';

/** What a row may change. */
const EDITED: readonly CostColumn[] = [
  { name: 'name', cellOf: ({ name }) => name, patchOf: (value) => ({ name: value ?? undefined }) },
  { name: 'site', cellOf: ({ site }) => site, patchOf: (value) => ({ site: value }) },
  {
    name: 'labels',
    cellOf: ({ labels }) => labels.join(LABELS_APART),
    patchOf: (value) => ({ labels: splitLabels(value ?? '') }),
  },
  cost('watts_idle', 'wattsIdle'),
  cost('watts_loaded', 'wattsLoaded'),
  cost('tariff_usd_per_kwh', 'electricityUsdPerKwh'),
  cost('price_paid_usd', 'hardwareCostUsd'),
  cost('bought_on', 'boughtOn'),
  {
    name: 'certification',
    cellOf: ({ certification }) => certification,
    patchOf: (value) => ({ certification: value ?? undefined }),
  },
  place('country', 'country'),
  place('city', 'city'),
  place('time_zone', 'zone'),
];

/** By what a row names its node: the first that is filled in. */
const NAMING = ['id', 'node_id'] as const;
const COLUMNS = [...NAMING, ...EDITED.map(({ name }) => name)];

function splitLabels(text: string): readonly string[] {
  return text.split(LABELS_APART).flatMap((label) => label.trim() || []);
}

/** What was entered of nodes as a table. */
export function writeCostTable(nodes: readonly FarmNode[]): string {
  const rows = nodes.map((node) => [node.id, node.grid.nodeId, ...EDITED.map(({ cellOf }) => cellOf(node))]);
  return writeCsv(COLUMNS, rows);
}

type Cells = ReadonlyMap<string, string>;

// A formula was written as text with an apostrophe before it: the name is without it.
const withoutApostrophe = (cell: string) => cell.replace(/^'(?=[=+\-@\t\r])/, '');

function readTable(text: string): readonly { readonly line: number; readonly cells: Cells }[] {
  const rows = readCsvRows(text);
  const header = (rows[0]?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  assertNamedOnce(header, COLUMNS);
  const hasNodes = [...NAMING, 'name'].some((name) => header.includes(name));
  if (!hasNodes || !EDITED.some(({ name }) => header.includes(name))) {
    throw invalidInput(
      message('nodes:core.costTableNeedsHeader'),
      message('nodes:core.costTableColumns', { columns: COLUMNS.join(',') }),
    );
  }
  const cellsOf = ({ cells }: TableRow) =>
    new Map(header.map((name, index) => [name, withoutApostrophe((cells[index] ?? '').trim())]));
  return rows.slice(1).map((row) => ({ line: row.line, cells: cellsOf(row) }));
}

/** Finds the node that a row means: by its number here, its number on the grid, or a name that only one has. */
function nodeFinder(nodes: readonly FarmNode[]) {
  const byId = Map.groupBy(nodes, ({ id }) => String(id));
  const byGridId = Map.groupBy(nodes, ({ grid }) => String(grid.nodeId ?? ''));
  const byName = Map.groupBy(nodes, ({ name }) => name);
  return (cells: Cells): FarmNode => {
    const [id = '', gridId = '', name = ''] = ['id', 'node_id', 'name'].map((column) => cells.get(column));
    const [asked, found = []] =
      id !== '' ? [id, byId.get(id)] : gridId !== '' ? [gridId, byGridId.get(gridId)] : [name, byName.get(name)];
    const [node] = found;
    if (node === undefined || found.length > 1) {
      throw invalidInput(
        message(found.length > 1 ? 'nodes:core.rowMeansSeveral' : 'nodes:core.rowMeansNone', { asked }),
        message('nodes:core.seeNodeNumbers'),
      );
    }
    return node;
  };
}

/** What a row changes: the columns that the table has; an emptied cell takes back what was entered. */
function patchOfCells(node: FarmNode, cells: Cells): NodePatch {
  const patch: Record<string, unknown> = {};
  for (const { name, cellOf, patchOf } of EDITED) {
    const cell = cells.get(name);
    if (cell === undefined || cell === String(cellOf(node) ?? '')) continue;
    for (const [key, value] of Object.entries(patchOf(cell === '' ? null : cell) as object)) {
      const before = patch[key];
      patch[key] = isPart(value) && isPart(before) ? { ...before, ...value } : value;
    }
  }
  const parsed = nodePatchSchema.safeParse(patch);
  if (!parsed.success) {
    const issue = chooseIssue(parsed.error.issues) ?? { message: '' };
    throw invalidInput(
      message('nodes:core.fieldProblem', { field: issueField(issue), problem: issueMessage(issue) }),
      message('nodes:core.seeNodeNumbers'),
    );
  }
  return parsed.data;
}

function isPart(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Takes a table of costs, within a transaction.
 * @throws FarmerError INVALID_INPUT for a text that is no such table, TOO_LARGE
 */
export function takeCostTable(stores: Stores, text: string, nowMs: number) {
  const rows = readTable(text);
  const find = nodeFinder(stores.nodes.list());
  const updated = new Set<number>();
  const seen = new Set<number>();
  const rejected: RejectedRow[] = [];
  for (const { line, cells } of rows) {
    try {
      const node = find(cells);
      const patch = patchOfCells(node, cells);
      if (seen.has(node.id))
        throw invalidInput(
          message('nodes:core.rowOfNodeTwice', { name: node.name }),
          message('nodes:core.seeNodeNumbers'),
        );
      seen.add(node.id);
      if (Object.keys(patch).length > 0) {
        stores.nodes.save(patchNode(stores, node, patch), nowMs);
        updated.add(node.id);
      }
    } catch (error) {
      if (!(error instanceof FarmerError)) throw error;
      rejected.push({ line, reason: error.messages.message });
    }
  }
  return { updated: [...updated], unchanged: seen.size - updated.size, rejected };
}
