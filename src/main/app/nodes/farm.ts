import type { Assessment } from '#shared/contract/hardware/eligibility.ts';
import type { FarmNode, FarmNodeSummary } from '#shared/contract/nodes/nodes.ts';
import type { ComputedSummary } from '#shared/contract/uptime/uptime.ts';
import { Decimal } from '#shared/decimal.ts';
import { concernOf, totalFarm, totalSites } from '#shared/domain/nodes/farm.ts';
import { currentPeriod, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { factsOfRecords, factsValidUntilS, type NodeRecords } from '#shared/domain/uptime/node-records.ts';
import { FarmerError } from '#shared/errors.ts';
import { standingOf } from '#shared/domain/uptime/standing.ts';
import { summarise } from '#shared/domain/uptime/summary.ts';
import type { Period } from '#shared/contract/uptime/periods.ts';
import { implement } from '@orpc/server';
import { nodesContract } from '#shared/contract/nodes/nodes.ts';
import type { AppContext } from '#main/app/context.ts';
import { isPeriodAsIfMinted } from '#main/app/rules/minting-end.ts';
import { changesSince } from './farm-changes.ts';
import { findNode } from './find-node.ts';
import { inBatches } from '#main/app/in-batches.ts';
import { latestPayments, type Payment } from '#main/app/uptime/node-receipts.ts';
import { payFunction } from '#main/app/uptime/uptime.ts';
import { localTimeZoneAt } from '#main/app/local-time.ts';
import type { RowKey } from '#main/store/nodes/farm-row-store.ts';
import type { Stores } from '#main/store/stores.ts';
import { VERSION } from '#main/version.ts';
import { packRow, unpackRow } from './packed-row.ts';
import { assessStoredNode, loadStoredNodes, type StoredNode } from '#main/app/hardware/node-assessment.ts';
import { moneyOfNode } from '#main/app/earnings/node-money.ts';
import { effectiveSettings } from '#main/app/settings/markets-in-use.ts';
import { readTftPrice } from '#main/app/settings/tft-price.ts';
import type { TftPrice } from '#shared/contract/earnings/value.ts';

/** Incremented when the shape or meaning of rows changes, so that stored rows are recomputed. */
const FORMAT = 3;

/** The reward of a complete period: zero for a machine that cannot become a node. */
export function rewardOf({ eligibility, reward }: Assessment): FarmNodeSummary['reward'] {
  return eligibility.verdict === 'not-eligible' && reward !== null
    ? { ...reward, musd: 0n, tft: new Decimal(0) }
    : reward;
}

function refusalOf({ eligibility }: Assessment): FarmNodeSummary['refusal'] {
  const failed = eligibility.checks.find((check) => check.level === 'required' && check.state === 'fail');
  return failed === undefined ? null : { title: failed.title, measured: failed.measured };
}

/** The uptime figures of a row; null without a record, because the bounds would be meaningless. */
function uptimeFigures(summary: ComputedSummary): NonNullable<FarmNodeSummary['uptime']> {
  const { basis, budget, money, targetPermille, quietSinceS } = summary;
  const standing = standingOf(summary);
  if (basis === 'none') {
    const nothing = { permille: null, creditedS: null, budgetLeftS: null, expectedTft: null, atRiskTft: null };
    return { state: summary.state, standing, quietSinceS, targetPermille, ...nothing };
  }
  return {
    state: summary.state,
    standing,
    quietSinceS,
    permille: summary.permille,
    creditedS: summary.creditedS,
    targetPermille,
    budgetLeftS: budget.leftS,
    expectedTft: money?.expectedTft ?? null,
    atRiskTft: money?.atRiskTft ?? null,
  };
}

function lastPaid(latest: Payment | undefined): FarmNodeSummary['lastReceipt'] {
  if (latest === undefined) return null;
  const { periodIndex, permille, musd, tft } = latest;
  return { periodIndex, periodName: periodByIndex(periodIndex).name, permille, musd, tft };
}

/** The facts of a node that its row is computed from. */
interface KnownOfNode {
  readonly stored: StoredNode;
  readonly records: NodeRecords;
  readonly lastPayment: Payment | undefined;
  readonly price: TftPrice;
  readonly period: Period;
  readonly nowMs: number;
}

/** When a node was last seen: by a report, by the registrar, or by the recorder on this computer. */
function lastSeenOf({ seen, listing }: Pick<NodeRecords, 'seen' | 'listing'>): number | null {
  const { lastReportS, lastBeatMs } = seen;
  return Math.max(lastReportS ?? 0, listing?.seenAtS ?? 0, Math.floor((lastBeatMs ?? 0) / 1000)) || null;
}

/** One row of the farm, computed by the same functions as the calls about one node. */
function farmRow(node: FarmNode, known: KnownOfNode): FarmNodeSummary {
  const { id, name, kind, isDemo, certification, resources, grid, site, labels, location } = node;
  const { stored, records, lastPayment, price, period, nowMs } = known;
  const assessment = assessStoredNode(node, stored);
  const reward = assessment === null ? null : rewardOf(assessment);
  const isPlanned = kind === 'planned';
  const facts = factsOfRecords(records, period, nowMs);
  const figures = {
    verdict: assessment?.eligibility.verdict ?? 'unknown',
    uptime: isPlanned ? null : uptimeFigures(summarise(facts, node, payFunction(node, period))),
  };
  return {
    id,
    name,
    kind,
    isDemo,
    certification,
    resources,
    grid,
    site,
    labels,
    location,
    ...figures,
    ...moneyOfNode(node, { ...stored, rewardTft: reward?.tft ?? null, price, nowMs }),
    lastSeenS: isPlanned ? null : lastSeenOf(records),
    refusal: assessment === null ? null : refusalOf(assessment),
    capacity: assessment?.capacity ?? null,
    reward,
    lastReceipt: isPlanned ? null : lastPaid(lastPayment),
    concern: concernOf(figures),
  };
}

/** A computed row, and until when it is valid; null when it changes with the clock. */
interface ComputedRow {
  readonly row: FarmNodeSummary;
  readonly rowValidUntilS: number | null;
}

/** Computes the rows of some nodes, in a constant number of statements. */
function computeRows(
  stores: Stores,
  batch: readonly FarmNode[],
  price: TftPrice,
  nowMs: number,
): readonly ComputedRow[] {
  const ids = batch.map(({ id }) => id);
  const period = currentPeriod(nowMs);
  const storedOf = loadStoredNodes(stores, batch, nowMs);
  const recordsOf = stores.uptime.load(ids, period, nowMs);
  const payments = latestPayments(stores, ids);
  return batch.map((node) => {
    const records = recordsOf(node.id);
    const row = farmRow(node, {
      stored: storedOf(node),
      records,
      lastPayment: payments.get(node.id),
      price,
      period,
      nowMs,
    });
    return { row, rowValidUntilS: node.kind === 'this-machine' ? null : factsValidUntilS(records, period) };
  });
}

/** A row with its stored text. */
interface CachedRow {
  readonly text: string;
  readonly row: FarmNodeSummary;
}

const rowCaches = new WeakMap<Stores, Map<number, CachedRow>>();

/** Caches rows per database, so that unchanged text yields the same object. */
function cachedRows(stores: Stores): Map<number, CachedRow> {
  const known = rowCaches.get(stores) ?? new Map<number, CachedRow>();
  rowCaches.set(stores, known);
  return known;
}

/** A stored row; null when it is damaged and must be recomputed. */
function readRow(text: string): FarmNodeSummary | null {
  try {
    return unpackRow(text) as FarmNodeSummary;
  } catch {
    return null;
  }
}

/** The stored rows that are still valid. */
function validStoredRows(stores: Stores, key: RowKey, nowMs: number): ReadonlyMap<number, FarmNodeSummary> {
  const known = cachedRows(stores);
  return new Map(
    stores.farmRows.list(key, Math.floor(nowMs / 1000)).flatMap(({ nodeId, rowJson: text }) => {
      const before = known.get(nodeId);
      const row = before?.text === text ? before.row : readRow(text);
      if (row === null) return [];
      known.set(nodeId, { text, row });
      return [[nodeId, row] as const];
    }),
  );
}

function rowKeyOf(stores: Stores, price: TftPrice, nowMs: number): RowKey {
  const { electricity, rates } = effectiveSettings(stores);
  return {
    madeBy: `${FORMAT} ${VERSION} ${localTimeZoneAt(nowMs)} ${JSON.stringify([price, electricity, rates])}`,
    periodIndex: currentPeriod(nowMs).index,
  };
}

/** Stores rows that do not change with the clock. Rows of a read-only database are recomputed each time. */
function storeRows(
  stores: Stores,
  key: RowKey,
  made: readonly ComputedRow[],
  mark: unknown,
): readonly FarmNodeSummary[] {
  const known = cachedRows(stores);
  const packed = made.map(({ row, rowValidUntilS }) => {
    const [text, before] = [packRow(row), known.get(row.id)];
    const same = before?.text === text ? before.row : row;
    known.set(row.id, { text, row: same });
    return { row: same, text, rowValidUntilS };
  });
  const lasting = packed.flatMap(({ row, text, rowValidUntilS }) =>
    rowValidUntilS === null ? [] : [{ ...key, nodeId: row.id, validUntilS: rowValidUntilS, rowJson: text }],
  );
  try {
    if (lasting.length > 0) stores.farmRows.save(lasting, mark);
  } catch (error) {
    if (!(error instanceof FarmerError)) throw error;
  }
  return packed.map(({ row }) => row);
}

/** The figures of a node for a complete minting period, as in its row of the farm. */
export function figuresOfNode(stores: Stores, node: FarmNode, price: TftPrice, nowMs: number) {
  const stored = loadStoredNodes(stores, [node], nowMs)(node);
  const assessment = assessStoredNode(node, stored);
  const reward = assessment === null ? null : rewardOf(assessment);
  return {
    verdict: assessment?.eligibility.verdict ?? ('unknown' as const),
    capacity: assessment?.capacity ?? null,
    reward,
    ...moneyOfNode(node, { ...stored, rewardTft: reward?.tft ?? null, price, nowMs }),
  };
}

/** The nodes as they are now, without those that were removed. */
function nodesStillThere(stores: Stores, nodes: readonly FarmNode[]): readonly FarmNode[] {
  return nodes.flatMap(({ id }) => {
    const node = stores.nodes.get(id);
    return node === undefined || node.deletedAtMs !== null ? [] : [node];
  });
}

/** All nodes of the farm with their totals; planned machines have totals of their own. */
export async function summariseFarm(stores: Stores, nowMs: number) {
  const { tftPrice, list, standing } = stores.snapshot(() => {
    const price = readTftPrice(stores);
    return {
      tftPrice: price,
      list: stores.nodes.list(),
      standing: validStoredRows(stores, rowKeyOf(stores, price, nowMs), nowMs),
    };
  });
  const made = new Map<number, FarmNodeSummary>();
  for await (const batch of inBatches(list.filter(({ id }) => !standing.has(id)))) {
    const mark = stores.farmRows.mark();
    // Read again, because other calls may have changed or removed the node since the list was read.
    const { key, rows } = stores.snapshot(() => ({
      key: rowKeyOf(stores, tftPrice, nowMs),
      rows: computeRows(stores, nodesStillThere(stores, batch), tftPrice, nowMs),
    }));
    for (const row of storeRows(stores, key, rows, mark)) made.set(row.id, row);
  }
  const nodes = list.flatMap(({ id }) => made.get(id) ?? standing.get(id) ?? []);
  const real = nodes.filter(({ kind }) => kind !== 'planned');
  return {
    nodes,
    tftPrice,
    totals: totalFarm(real),
    sites: totalSites(real),
    planned: totalFarm(nodes.filter(({ kind }) => kind === 'planned')),
  };
}

const area = implement(nodesContract).$context<AppContext>();

/** Calls about the income of nodes. */
export default {
  summariseFarm: area.summariseFarm.handler(async ({ input, context }) => {
    const [stores, nowMs] = [await context.stores(), context.nowMs()];
    const farm = await summariseFarm(stores, nowMs);
    return {
      ...farm,
      ...changesSince(stores, farm.nodes, input.since, nowMs),
      isAsIfMinted: isPeriodAsIfMinted(stores, currentPeriod(nowMs).index),
    };
  }),
  getMoney: area.getMoney.handler(async ({ input, context }) => {
    const stores = await context.stores();
    return figuresOfNode(stores, findNode(stores, input.id), readTftPrice(stores), context.nowMs());
  }),
};
