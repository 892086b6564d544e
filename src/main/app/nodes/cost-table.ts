import { type FarmNode, NODE_DEFAULTS, nodePatchSchema, plannedNodeSchema } from '#shared/contract/nodes/nodes.ts';
import { chooseIssue, issueField, issueMessage } from '#shared/contract/issue-message.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import { MACHINE_TEMPLATES } from '#shared/domain/nodes/machine-templates.ts';
import { assertNamedOnce, type RejectedRow, type TableRow } from '#shared/domain/table-header.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { isRecord } from '#shared/records.ts';
import { GIB_BYTES, parseSizeBytes } from '#shared/units.ts';
import type { Stores } from '#main/store/stores.ts';
import { type CsvCell, readCsvRows, forEachCsvRow, writeCsv } from '#main/app/csv-rows.ts';
import { assertNotTooManyNodes } from './grid-nodes.ts';
import { assertWatts, type NodePatch, patchNode } from './node-patch.ts';

interface CostColumn {
  readonly name: string;
  readonly cellOf: (node: FarmNode) => CsvCell;
  /** The change made by a cell; null for an emptied cell. */
  readonly patchOf: (value: string | null) => object;
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

/** Hardware cannot be cleared: an empty cell changes nothing. */
const amount = (
  name: string,
  field: keyof Resources,
  [read, write]: readonly [(text: string) => unknown, (value: number) => CsvCell],
): CostColumn => ({
  name,
  cellOf: ({ resources }) => (resources === null ? null : write(resources[field])),
  patchOf: (value) => (value === null ? {} : { resources: { [field]: read(value) } }),
});
const COUNT = [Number, (value: number) => value] as const;
const size = (name: string, field: keyof Resources) =>
  amount(name, field, [
    (text) => parseSizeBytes(text, name),
    (bytes) => (bytes % GIB_BYTES === 0 ? `${bytes / GIB_BYTES}GiB` : bytes),
  ]);

const LABELS_APART = ';';

/** The columns that can be edited. */
const EDITABLE_COLUMNS: readonly CostColumn[] = [
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
  amount('cru', 'cru', COUNT),
  size('mru', 'mruBytes'),
  size('sru', 'sruBytes'),
  size('hru', 'hruBytes'),
];

/** The average power draw, when idle and load were not measured separately. */
const WATTS: CostColumn = {
  name: 'watts',
  cellOf: () => null,
  patchOf: (value) => ({ costs: { wattsIdle: value, wattsLoaded: value } }),
};
/** Short column titles, named like the options of commands. */
const SHORT_TITLES: Readonly<Record<string, string>> = {
  tariff: 'tariff_usd_per_kwh',
  price_paid: 'price_paid_usd',
};

/** The columns that identify a node; the first one with a value is used. */
const ID_COLUMNS = ['id', 'node_id'] as const;
/** A machine template by name, from which a new node is created. */
const MACHINE = 'machine';
/** The columns of an exported table. */
const EXPORTED_COLUMNS = [...ID_COLUMNS, ...EDITABLE_COLUMNS.map(({ name }) => name)];
const COLUMNS = [...EXPORTED_COLUMNS, MACHINE, WATTS.name];

function splitLabels(text: string): readonly string[] {
  return text.split(LABELS_APART).flatMap((label) => label.trim() || []);
}

/** Exports the entered values of nodes as a table. */
export function writeCostTable(nodes: readonly FarmNode[]): string {
  const rows = nodes.map((node) => [node.id, node.grid.nodeId, ...EDITABLE_COLUMNS.map(({ cellOf }) => cellOf(node))]);
  return writeCsv(EXPORTED_COLUMNS, rows);
}

type Cells = ReadonlyMap<string, string>;

// The export prefixes formulas with an apostrophe, which is removed here.
const withoutApostrophe = (cell: string) => cell.replace(/^'(?=[=+\-@\t\r])/, '');

function titleOf(cell: string): string {
  const title = cell.trim().toLowerCase().replaceAll(/[ -]/g, '_');
  return SHORT_TITLES[title] ?? title;
}

/** Reports unknown titles, because a misspelt price column would otherwise be ignored silently. */
function unknownTitles(header: readonly string[]): readonly RejectedRow[] {
  const unknown = header.filter((title) => title !== '' && !COLUMNS.includes(title));
  return unknown.length === 0
    ? []
    : [
        {
          line: 1,
          reason: message('nodes:core.columnsNotKnown', { columns: unknown.join(', '), known: COLUMNS.join(', ') }),
        },
      ];
}

function readTable(text: string) {
  let rowCount = 0;
  forEachCsvRow(text, () => (rowCount += 1));
  assertNotTooManyNodes(rowCount - 1);
  const rows = readCsvRows(text);
  const header = (rows[0]?.cells ?? []).map(titleOf);
  assertNamedOnce(header, COLUMNS);
  const hasNodes = [...ID_COLUMNS, 'name'].some((name) => header.includes(name));
  if (!hasNodes || ![WATTS, ...EDITABLE_COLUMNS].some(({ name }) => header.includes(name))) {
    throw invalidInput(
      message('nodes:core.costTableNeedsHeader'),
      message('nodes:core.costTableColumns', { columns: COLUMNS.join(',') }),
    );
  }
  const cellsOf = ({ cells }: TableRow) =>
    new Map(header.map((name, index) => [name, withoutApostrophe((cells[index] ?? '').trim())]));
  return {
    rows: rows.slice(1).map((row) => ({ line: row.line, cells: cellsOf(row) })),
    rejected: [...unknownTitles(header)],
  };
}

/** Finds the node of a row by its local number, its grid number, or its name if that is unique. */
function nodeFinder(stores: Stores) {
  const nodes = [...stores.nodes.list()];
  const indexes = {
    id: Map.groupBy(nodes, ({ id }) => String(id)),
    node_id: Map.groupBy(nodes, ({ grid }) => String(grid.nodeId ?? '')),
    name: Map.groupBy(nodes, ({ name }) => name),
  };
  return {
    /** Null for a new node. An unknown local number is an error. */
    find: (cells: Cells): FarmNode | null => {
      const by = (['id', 'node_id', 'name'] as const).find((column) => (cells.get(column) ?? '') !== '') ?? 'name';
      const asked = cells.get(by) ?? '';
      const found = indexes[by].get(asked) ?? [];
      if (found.length > 1) throw refusedRow(message('nodes:core.rowMeansSeveral', { asked }));
      const [node] = found;
      if (node === undefined && (by === 'id' || asked === '')) {
        throw refusedRow(message('nodes:core.rowMeansNone', { asked }));
      }
      return node ?? null;
    },
    add: (node: FarmNode) => {
      indexes.node_id.set(String(node.grid.nodeId ?? ''), [node]);
      indexes.name.set(node.name, [...(indexes.name.get(node.name) ?? []), node]);
    },
  };
}

function refusedRow(reason: ReturnType<typeof message>): FarmerError {
  return invalidInput(reason, message('nodes:core.seeNodeNumbers'));
}

function refusedCells(issues: Parameters<typeof chooseIssue>[0]): FarmerError {
  const issue = chooseIssue(issues) ?? { message: '' };
  return refusedRow(message('nodes:core.fieldProblem', { field: issueField(issue), problem: issueMessage(issue) }));
}

/** The changes that a row makes to a node; an emptied cell removes the entered value. */
function changesOf(node: FarmNode | null, cells: Cells): Readonly<Record<string, unknown>> {
  const changes: Record<string, unknown> = {};
  for (const { name, cellOf, patchOf } of [WATTS, ...EDITABLE_COLUMNS]) {
    const cell = cells.get(name);
    if (cell === undefined || cell === String((node === null ? null : cellOf(node)) ?? '')) continue;
    for (const [key, value] of Object.entries(patchOf(cell === '' ? null : cell))) {
      const before = changes[key];
      changes[key] = isRecord(value) && isRecord(before) ? { ...before, ...value } : value;
    }
  }
  return changes;
}

function patchOfCells(node: FarmNode, cells: Cells): NodePatch {
  const parsed = nodePatchSchema.safeParse(changesOf(node, cells));
  if (!parsed.success) throw refusedCells(parsed.error.issues);
  return parsed.data;
}

function templateOf(cells: Cells) {
  const asked = cells.get(MACHINE) ?? '';
  if (asked === '') return null;
  const found = MACHINE_TEMPLATES.find(({ id, name }) => id === asked || name.toLowerCase() === asked.toLowerCase());
  if (found === undefined) throw refusedRow(message('nodes:core.rowMachineUnknown', { asked }));
  return found;
}

const gridNumber = nodePatchSchema.shape.grid.unwrap().shape.nodeId;

/** Adds the machine of a row: a node when it has a grid number, otherwise a planned machine. */
function addRow(stores: Stores, cells: Cells, nowMs: number): FarmNode {
  const template = templateOf(cells);
  const { resources, costs, location, ...plain } = changesOf(null, cells);
  const asked = cells.get('node_id') ?? '';
  const gridId = gridNumber.safeParse(asked === '' ? null : Number(asked));
  if (!gridId.success || gridId.data === undefined) throw refusedRow(message('nodes:core.rowMeansNone', { asked }));
  const nodeId = gridId.data;
  const isDescribed = template !== null || resources !== undefined;
  if (!isDescribed && nodeId === null) {
    throw refusedRow(message('nodes:core.rowNeedsMachine', { asked: cells.get('name') ?? '' }));
  }
  const { wattsIdle = null, wattsLoaded = null } = template ?? {};
  const parsed = plannedNodeSchema.extend({ resources: plannedNodeSchema.shape.resources.nullable() }).safeParse({
    name: `Node ${nodeId}`,
    ...plain,
    resources: isDescribed ? { ...template?.resources, ...(resources as object | undefined) } : null,
    costs: { ...NODE_DEFAULTS.costs, wattsIdle, wattsLoaded, ...(costs as object | undefined) },
    location: { ...NODE_DEFAULTS.location, ...(location as object | undefined) },
  });
  if (!parsed.success) throw refusedCells(parsed.error.issues);
  assertWatts(parsed.data.name, parsed.data.costs);
  return stores.nodes.add(
    {
      ...NODE_DEFAULTS,
      ...parsed.data,
      kind: nodeId === null ? 'planned' : 'imported',
      grid: { ...NODE_DEFAULTS.grid, nodeId },
      isVirtual: null,
      importSource: null,
      isDemo: false,
    },
    nowMs,
  );
}

/** The effect of a table on one node: its state before, or null for an added node. */
interface AppliedRow {
  readonly node: FarmNode;
  readonly before: FarmNode | null;
}

/**
 * Applies a table of nodes within a transaction: each row changes its node, or adds a new one.
 * @throws FarmerError INVALID_INPUT for a text that is not such a table, TOO_LARGE
 */
export function applyCostTable(stores: Stores, text: string, nowMs: number) {
  const { rows, rejected } = readTable(text);
  const { find, add } = nodeFinder(stores);
  const taken: AppliedRow[] = [];
  const seen = new Set<number>();
  const applyRow = (cells: Cells) => {
    const before = find(cells);
    if (before === null) {
      const node = addRow(stores, cells, nowMs);
      add(node);
      seen.add(node.id);
      taken.push({ node, before });
      return;
    }
    const patch = patchOfCells(before, cells);
    if (seen.has(before.id)) throw refusedRow(message('nodes:core.rowOfNodeTwice', { name: before.name }));
    seen.add(before.id);
    if (Object.keys(patch).length > 0) {
      taken.push({ node: stores.nodes.save(patchNode(stores, before, patch), nowMs), before });
    }
  };
  for (const { line, cells } of rows) {
    try {
      applyRow(cells);
    } catch (error) {
      if (!(error instanceof FarmerError)) throw error;
      rejected.push({ line, reason: error.messages.message });
    }
  }
  return { taken, unchanged: seen.size - taken.length, rejected };
}

/** Applies such a table as an import that can be undone, within a transaction. */
export function importNodeTable(stores: Stores, text: string, file: string, nowMs: number) {
  const importId = stores.imports.begin('nodes', file, nowMs);
  const { taken, unchanged, rejected } = applyCostTable(stores, text, nowMs);
  for (const { node, before } of taken) stores.imports.noteNode(importId, { nodeId: node.id, before });
  stores.imports.finish(importId, taken.length);
  const imported = taken.filter(({ before }) => before === null).length;
  return {
    imported,
    updated: taken.length - imported,
    duplicates: unchanged,
    nodes: taken.map(({ node }) => node),
    rejected,
  };
}
