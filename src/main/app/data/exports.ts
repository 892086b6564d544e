import { implement } from '@orpc/server';
import { computeCapacity } from '#shared/domain/hardware/capacity.ts';
import { periodIndexOf } from '#shared/domain/uptime/receipt-reading.ts';
import { isCounted } from '#shared/domain/uptime/receipt-standing.ts';
import { rankedReceipts } from '#main/app/uptime/node-receipts.ts';
import { type ExportedTable, type ExportTable, exportsContract } from '#shared/contract/data/exports.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { fromMilliUsd, fromTftUnits, toPlain } from '#shared/decimal.ts';
import type { Stores } from '#main/store/stores.ts';
import type { AppContext } from '#main/app/context.ts';
import { writeCsv } from '#main/app/csv-rows.ts';
import { requireNode } from '#main/app/uptime/uptime.ts';
import { historyLines, NODE_METRICS } from './openmetrics.ts';

/** The most readings of one node that are exported: more than a machine changes in a lifetime. */
const MAX_READINGS = 10_000;

type Cell = ExportedTable['rows'][number][number];
type Row = Readonly<Record<string, Cell>>;

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

function nodeRow(node: FarmNode): Row {
  const capacity = node.resources === null ? null : computeCapacity(node.resources, 'v3');
  return {
    node: node.id,
    kind: node.kind,
    name: node.name,
    certification: node.certification,
    farming_policy: node.farmingPolicyId,
    connection_price_musd: node.connectionPriceMusd,
    cru: node.resources?.cru ?? null,
    mru_bytes: node.resources?.mruBytes ?? null,
    sru_bytes: node.resources?.sruBytes ?? null,
    hru_bytes: node.resources?.hruBytes ?? null,
    cu: capacity === null ? null : toPlain(capacity.cu),
    su: capacity === null ? null : toPlain(capacity.su),
    cpr: capacity === null ? null : toPlain(capacity.cpr),
    virtual: node.isVirtual,
    grid_node: node.grid.nodeId,
    grid_farm: node.grid.farmId,
    country: node.location.country,
    city: node.location.city,
    watts_idle: node.costs.wattsIdle,
    watts_loaded: node.costs.wattsLoaded,
    electricity_usd_per_kwh: node.costs.electricityUsdPerKwh,
    hardware_cost_usd: node.costs.hardwareCostUsd,
    bought_on: node.costs.boughtOn,
    added_at: iso(node.createdAtMs),
  };
}

function readingRows(stores: Stores, node: FarmNode): readonly Row[] {
  return stores.hardware.history(node.id, MAX_READINGS).map((snapshot) => ({
    node: node.id,
    first_seen_at: iso(snapshot.takenAtMs),
    last_seen_at: iso(snapshot.lastSeenAtMs),
    cru: snapshot.resources.cru,
    mru_bytes: snapshot.resources.mruBytes,
    sru_bytes: snapshot.resources.sruBytes,
    hru_bytes: snapshot.resources.hruBytes,
    virtual: snapshot.isVirtual,
    hash: snapshot.contentHash,
  }));
}

function receiptRows(stores: Stores, node: FarmNode): readonly Row[] {
  return rankedReceipts(stores, node.id).map(({ receipt, standing }) => ({
    node: node.id,
    period: periodIndexOf(receipt),
    period_start: iso(receipt.periodStartS * 1000),
    period_end: iso(receipt.periodEndS * 1000),
    measured_uptime_seconds: receipt.measuredUptimeS,
    reward_usd: toPlain(fromMilliUsd(receipt.rewardMusd)),
    reward_tft: toPlain(fromTftUnits(receipt.rewardTftUnits)),
    counted: isCounted(standing),
    hash: receipt.hash,
  }));
}

/** The columns of each table, in order: an empty table has them too. */
const COLUMNS: Readonly<Record<ExportTable, readonly string[]>> = {
  nodes: [
    'node',
    'kind',
    'name',
    'certification',
    'farming_policy',
    'connection_price_musd',
    'cru',
    'mru_bytes',
    'sru_bytes',
    'hru_bytes',
    'cu',
    'su',
    'cpr',
    'virtual',
    'grid_node',
    'grid_farm',
    'country',
    'city',
    'watts_idle',
    'watts_loaded',
    'electricity_usd_per_kwh',
    'hardware_cost_usd',
    'bought_on',
    'added_at',
  ],
  readings: ['node', 'first_seen_at', 'last_seen_at', 'cru', 'mru_bytes', 'sru_bytes', 'hru_bytes', 'virtual', 'hash'],
  receipts: [
    'node',
    'period',
    'period_start',
    'period_end',
    'measured_uptime_seconds',
    'reward_usd',
    'reward_tft',
    'counted',
    'hash',
  ],
};

const ROWS: Readonly<Record<ExportTable, (stores: Stores, node: FarmNode) => readonly Row[]>> = {
  nodes: (_, node) => [nodeRow(node)],
  readings: readingRows,
  receipts: receiptRows,
};

async function readTable(context: AppContext, table: ExportTable): Promise<ExportedTable> {
  const stores = await context.stores();
  const columns = [...COLUMNS[table]];
  const rows = stores.nodes
    .list()
    .filter((node) => !node.isDemo)
    .flatMap((node) => ROWS[table](stores, node))
    .map((row) => columns.map((column) => row[column] ?? null));
  return { table, columns, rows };
}

const area = implement(exportsContract).$context<AppContext>();

export default area.router({
  read: area.read.handler(({ input, context }) => readTable(context, input.table)),
  readCsv: area.readCsv.handler(async ({ input, context }) => {
    const { columns, rows } = await readTable(context, input.table);
    return { fileName: `farmer-${input.table}.csv`, text: writeCsv(columns, rows) };
  }),
  readHistory: area.readHistory.handler(async ({ input: { metric, nodeId: id, stepS }, context }) => {
    const stores = await context.stores();
    const lines = historyLines(stores, requireNode(stores, id), { metric, stepS, nowMs: context.nowMs() });
    return { help: NODE_METRICS[metric], lines };
  }),
});
