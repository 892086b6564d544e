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

/** The maximum number of readings exported per node: more than a machine changes in its lifetime. */
const MAX_READINGS = 10_000;

type Cell = ExportedTable['rows'][number][number];

interface Table {
  readonly columns: readonly string[];
  readonly rowsOf: (stores: Stores, node: FarmNode) => readonly Cell[][];
}

/** A table with a row for each entry that `listOf` returns for a node; the cells are in the order of the columns. */
function tableOf<Entry>(
  listOf: (stores: Stores, node: FarmNode) => readonly Entry[],
  cells: Readonly<Record<string, (entry: Entry, node: FarmNode) => Cell>>,
): Table {
  return {
    columns: Object.keys(cells),
    rowsOf: (stores, node) =>
      listOf(stores, node).map((entry) => Object.values(cells).map((cellOf) => cellOf(entry, node))),
  };
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

const TABLES: Readonly<Record<ExportTable, Table>> = {
  nodes: tableOf(
    (_, node) => [{ ...node, capacity: node.resources === null ? null : computeCapacity(node.resources, 'v3') }],
    {
      node: ({ id }) => id,
      kind: ({ kind }) => kind,
      name: ({ name }) => name,
      certification: ({ certification }) => certification,
      farming_policy: ({ farmingPolicyId }) => farmingPolicyId,
      connection_price_musd: ({ connectionPriceMusd }) => connectionPriceMusd,
      cru: ({ resources }) => resources?.cru ?? null,
      mru_bytes: ({ resources }) => resources?.mruBytes ?? null,
      sru_bytes: ({ resources }) => resources?.sruBytes ?? null,
      hru_bytes: ({ resources }) => resources?.hruBytes ?? null,
      cu: ({ capacity }) => capacity && toPlain(capacity.cu),
      su: ({ capacity }) => capacity && toPlain(capacity.su),
      cpr: ({ capacity }) => capacity && toPlain(capacity.cpr),
      virtual: ({ isVirtual }) => isVirtual,
      grid_node: ({ grid }) => grid.nodeId,
      grid_farm: ({ grid }) => grid.farmId,
      country: ({ location }) => location.country,
      city: ({ location }) => location.city,
      watts_idle: ({ costs }) => costs.wattsIdle,
      watts_loaded: ({ costs }) => costs.wattsLoaded,
      electricity_usd_per_kwh: ({ costs }) => costs.electricityUsdPerKwh,
      hardware_cost_usd: ({ costs }) => costs.hardwareCostUsd,
      bought_on: ({ costs }) => costs.boughtOn,
      added_at: ({ createdAtMs }) => iso(createdAtMs),
    },
  ),
  readings: tableOf((stores, { id }) => stores.hardware.history(id, MAX_READINGS), {
    node: ({ nodeId }) => nodeId,
    first_seen_at: ({ takenAtMs }) => iso(takenAtMs),
    last_seen_at: ({ lastSeenAtMs }) => iso(lastSeenAtMs),
    cru: ({ resources }) => resources.cru,
    mru_bytes: ({ resources }) => resources.mruBytes,
    sru_bytes: ({ resources }) => resources.sruBytes,
    hru_bytes: ({ resources }) => resources.hruBytes,
    virtual: ({ isVirtual }) => isVirtual,
    hash: ({ contentHash }) => contentHash,
  }),
  receipts: tableOf((stores, { id }) => rankedReceipts(stores, id), {
    node: (_, { id }) => id,
    period: ({ receipt }) => periodIndexOf(receipt),
    period_start: ({ receipt }) => iso(receipt.periodStartS * 1000),
    period_end: ({ receipt }) => iso(receipt.periodEndS * 1000),
    measured_uptime_seconds: ({ receipt }) => receipt.measuredUptimeS,
    reward_usd: ({ receipt }) => toPlain(fromMilliUsd(receipt.rewardMusd)),
    reward_tft: ({ receipt }) => toPlain(fromTftUnits(receipt.rewardTftUnits)),
    counted: ({ standing }) => isCounted(standing),
    hash: ({ receipt }) => receipt.hash,
  }),
};

async function readTable(context: AppContext, table: ExportTable): Promise<ExportedTable> {
  const stores = await context.stores();
  const { columns, rowsOf } = TABLES[table];
  const nodes = stores.nodes.list().filter((node) => !node.isDemo);
  return { table, columns: [...columns], rows: nodes.flatMap((node) => rowsOf(stores, node)) };
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
