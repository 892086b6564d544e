import { statfsSync } from 'node:fs';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Period } from '#shared/contract/uptime/periods.ts';
import type { PeriodMoney, TftPrice } from '#shared/contract/earnings/value.ts';
import type { Liveness, ReceiptSituation, Situation } from '#shared/domain/notifications/rules.ts';
import { probeFinding } from '#shared/domain/grid/probe.ts';
import { factsOfRecords, isLagging, type NodeRecords } from '#shared/domain/uptime/node-records.ts';
import { RECEIPT_LATE_AFTER_S } from '#shared/domain/uptime/payout.ts';
import { currentPeriod, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { LIVE_GRACE_MS } from '#shared/domain/uptime/timeline.ts';
import { DAY_S } from '#shared/units.ts';
import type { AppContext } from '#main/app/context.ts';
import { isPeriodAsIfMinted } from '#main/app/rules/minting-end.ts';
import { latestPayments, type Payment } from '#main/app/uptime/node-receipts.ts';
import { receiptsRequestKey } from '#main/app/uptime/payouts.ts';
import { summaryOfFacts } from '#main/app/uptime/uptime.ts';
import { wakeRequests } from '#main/app/uptime/wake-ups.ts';
import type { Stores } from '#main/store/stores.ts';

/** A recorder that was silent for longer is reported, in milliseconds. */
const SILENT_MS = 1_800_000;

/** What all nodes of one check share. */
interface CheckTime {
  readonly nowMs: number;
  readonly period: Period;
}

function freeBytes(directory: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** How long no configured host has been reachable, up to now, in seconds. */
function unreachableSeconds(stores: Stores, nodeId: number, nowMs: number): number {
  const nowS = Math.floor(nowMs / 1000);
  const graceS = LIVE_GRACE_MS / 1000;
  const running = stores.reachability.spans(nodeId, { startS: nowS - graceS, endS: nowS });
  const sinceS = Math.min(nowS, ...running.map(({ startS }) => startS));
  return nowS - sinceS;
}

/** Whether the node is up according to the grid's record; null for a node that is not followed on the grid. */
function livenessOf(records: NodeRecords, period: Period, nowMs: number, isFollowed: boolean): Situation['liveness'] {
  const { lastState, seen, listing } = records;
  const known = records.coverage ?? listing;
  if (known === null || !isFollowed) {
    return null;
  }
  if (isLagging(known, nowMs)) {
    return 'unknown';
  }
  const lastSeenS = Math.max(seen.lastReportS ?? 0, lastState?.atS ?? 0, listing?.seenAtS ?? 0);
  if (lastSeenS === 0) {
    return null;
  }
  const asleepSinceS = lastState?.power === 'Down' ? lastState.atS : null;
  const request = asleepSinceS === null ? undefined : wakeRequests(records, period).at(-1);
  const isPending = request !== undefined && request.requestedAtS >= (asleepSinceS ?? 0);
  return {
    lastSeenS,
    asleepSinceS,
    wakeRequestedAtS: isPending ? request.requestedAtS : null,
    asOfS: known.toS,
  } satisfies Liveness;
}

/** The state of the receipt for the last closed period, for a followed node. */
function receiptOf(
  stores: Stores,
  node: FarmNode,
  { firstSeenMs }: NodeRecords['seen'],
  latest: Payment | undefined,
  { period, nowMs }: CheckTime,
): ReceiptSituation | null {
  const { index, name, endS } = periodByIndex(Math.max(0, period.index - 1));
  const hasRun = firstSeenMs !== null && firstSeenMs < endS * 1000;
  if (node.grid.nodeId === null || !hasRun || isPeriodAsIfMinted(stores, index)) {
    return null;
  }
  const about = { periodIndex: index, periodName: name };
  if (latest !== undefined && latest.periodIndex >= index) {
    // A receipt from the first synchronisation is history and not news.
    const isNews = latest.importedAtMs - node.createdAtMs > DAY_S * 1000;
    return { ...about, state: isNews ? 'arrived' : 'unknown', tft: latest.tft };
  }
  const dueAtMs = (endS + RECEIPT_LATE_AFTER_S) * 1000;
  const askedAtMs = stores.grid.lastAsked(receiptsRequestKey(node.grid.nodeId))?.askedAtMs ?? 0;
  const isMissing = nowMs > dueAtMs && askedAtMs > dueAtMs;
  return { ...about, state: isMissing ? 'missing' : 'unknown', tft: null };
}

/** The money in the rows of the farm. */
export interface FarmMoney {
  readonly tftPrice: TftPrice;
  /** The money of each node for a complete period, by its id. */
  readonly ofNode: ReadonlyMap<number, PeriodMoney>;
}

/** Loads the situations of some nodes, in a constant number of statements. */
export function readSituations(
  context: AppContext,
  stores: Stores,
  nodes: readonly FarmNode[],
  { tftPrice, ofNode }: FarmMoney,
): readonly Situation[] {
  const nowMs = context.nowMs();
  const period = currentPeriod(nowMs);
  const time = { nowMs, period };
  const ids = nodes.map(({ id }) => id);
  const recordsOf = stores.uptime.load(ids, period, nowMs);
  const payments = latestPayments(stores, ids);
  const probed = stores.probes.addresses();
  const followed = new Set(
    stores.grid.connection()?.isOn === true ? stores.grid.followed().map(({ nodeId }) => nodeId) : [],
  );
  return nodes.map((node) => {
    const records = recordsOf(node.id);
    const { budget, basis, lateBoots, violation, money } = summaryOfFacts(node, factsOfRecords(records, period, nowMs));
    const { lastBeatMs } = records.seen;
    const isOwn = node.kind === 'this-machine';
    const isFollowed = followed.has(node.id);
    return {
      nodeId: node.id,
      site: node.site,
      periodIndex: period.index,
      budget: basis === 'none' ? null : { leftS: budget.leftS.high, allowedS: budget.allowedS },
      atRiskTft: money?.atRiskTft ?? null,
      tftPriceUsd: tftPrice.usd,
      money: ofNode.get(node.id) ?? null,
      violation,
      strikes: lateBoots,
      liveness: livenessOf(records, period, nowMs, isFollowed),
      probe: probed.has(node.id) ? probeFinding(stores.probes.latest(node.id), Math.floor(nowMs / 1000)) : null,
      receipt: isFollowed ? receiptOf(stores, node, records.seen, payments.get(node.id), time) : null,
      unreachableS: isOwn ? unreachableSeconds(stores, node.id, nowMs) : 0,
      isRecorderStopped: isOwn && lastBeatMs !== null && nowMs - lastBeatMs > SILENT_MS,
      isWriteFailing: isOwn && context.recorderStatus?.()?.state === 'failing',
      freeBytes: isOwn ? freeBytes(context.dataDirectory) : null,
    };
  });
}
