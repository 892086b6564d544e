import type { FarmFigures, FarmTotals } from '#shared/contract/nodes/farm.ts';
import type { NodeKind } from '#shared/contract/nodes/nodes.ts';
import { type Decimal, sumOf } from '#shared/decimal.ts';
import { VERDICTS } from '#shared/domain/hardware/eligibility/check.ts';
import { totalMoney } from '#shared/domain/earnings/value.ts';
import { STANDINGS } from '#shared/domain/uptime/standing.ts';
import { type Concern, CONCERNS, NODE_STATES, type NodeState } from './node-states.ts';

const UNWATCHED: ReadonlySet<Concern> = new Set(['partly-watched', 'not-watched']);

/**
 * Whether the farmer should look at a node. One without a complete record is not counted: on a large farm seen from one
 * computer, such nodes would hide those with a real problem.
 */
export function needsAttention(concern: Concern | null): boolean {
  return concern !== null && !UNWATCHED.has(concern);
}

/** The worst problem of a node, or null when there is none. */
export function concernOf({ verdict, uptime }: Pick<FarmFigures, 'verdict' | 'uptime'>): Concern | null {
  if (verdict === 'not-eligible') {
    return 'not-eligible';
  }
  if (uptime === null) {
    return null;
  }
  if (uptime.state === 'down') {
    return 'down';
  }
  return uptime.standing === 'on-target' ? null : uptime.standing;
}

/** The status of a node in a list: its worst problem, or planned, asleep, on target, or only last seen. */
export function statusOf(node: {
  readonly concern: Concern | null;
  readonly kind: NodeKind;
  readonly uptime: { readonly state: NodeState } | null;
  readonly lastSeenS: number | null;
}): Concern | 'planned' | 'standby' | 'on-target' | 'only-seen' {
  if (node.concern === 'not-watched' && node.lastSeenS !== null) return 'only-seen';
  if (node.concern !== null) return node.concern;
  if (node.kind === 'planned') return 'planned';
  return node.uptime?.state === 'standby' ? 'standby' : 'on-target';
}

/** The rank of a concern, worst first; no concern comes last. */
export function concernRank(concern: Concern | null): number {
  return concern === null ? CONCERNS.length : CONCERNS.indexOf(concern);
}

function countBy<Row, K extends string>(
  rows: readonly Row[],
  keys: readonly K[],
  keyOf: (row: Row) => K | null,
): Record<K, number> {
  const counts = keys.map((key) => [key, rows.filter((row) => keyOf(row) === key).length] as const);
  // The entries are exactly the keys.
  return Object.fromEntries(counts) as Record<K, number>;
}

function total(rows: readonly FarmFigures[], amountOf: (row: FarmFigures) => Decimal | null | undefined) {
  const known = rows.flatMap((row) => amountOf(row) ?? []);
  return { sum: sumOf(known), missing: rows.length - known.length };
}

function totalExpected(rows: readonly FarmFigures[]): FarmTotals['expectedTft'] {
  const known = rows.flatMap(({ uptime }) => uptime?.expectedTft ?? []);
  return {
    low: sumOf(known.map(({ low }) => low)),
    high: sumOf(known.map(({ high }) => high)),
    missing: rows.length - known.length,
  };
}

function totalPaid(rows: readonly FarmFigures[]): FarmTotals['lastPaid'] {
  const receipts = rows.flatMap(({ lastReceipt }) => lastReceipt ?? []);
  const latest = receipts.reduce((index, receipt) => Math.max(index, receipt.periodIndex), -1);
  const paid = receipts.filter(({ periodIndex }) => periodIndex === latest);
  const [first] = paid;
  return first === undefined
    ? null
    : {
        periodIndex: latest,
        periodName: first.periodName,
        tft: sumOf(paid.map(({ tft }) => tft)),
        musd: paid.reduce((sum, { musd }) => sum + musd, 0),
        nodes: paid.length,
      };
}

function totalOfMoney(rows: readonly FarmFigures[]): Pick<FarmTotals, 'money' | 'moneyOfKnown' | 'losing'> {
  const nodes = rows.map(({ reward, watts, money }) => ({ rewardTft: reward?.tft ?? null, watts, money }));
  const known = nodes.filter(({ money }) => money.state === 'known');
  const nets = known.flatMap(({ money }) => (money.state === 'known' ? [money.netUsd] : []));
  const losses = nets.filter((net) => net.lt(0));
  return {
    money: totalMoney(nodes),
    moneyOfKnown: { money: totalMoney(known), nodes: known.length },
    losing: { nodes: losses.length, netUsd: sumOf(losses) },
  };
}

/** The money of the nodes of each site, by its name; those without one come last. */
export function totalSites(rows: readonly (FarmFigures & { readonly site: string | null })[]) {
  return [...Map.groupBy(rows, ({ site }) => site)]
    .toSorted(([a], [b]) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1))
    .map(([site, ofSite]) => {
      const { moneyOfKnown, losing } = totalOfMoney(ofSite);
      return { site, nodes: ofSite.length, moneyOfKnown, losing };
    });
}

/**
 * Adds up the figures of the nodes of a farm. A node whose figure is not known is counted as missing in that sum, never
 * as zero.
 */
export function totalFarm(rows: readonly FarmFigures[]): FarmTotals {
  const atRisk = rows.filter(({ uptime }) => uptime?.standing === 'low');
  const rewardMusd = rows.flatMap(({ reward }) => reward?.musd ?? []);
  return {
    nodes: rows.length,
    verdicts: countBy(rows, VERDICTS, ({ verdict }) => verdict),
    states: countBy(rows, NODE_STATES, ({ uptime }) => uptime?.state ?? null),
    standings: countBy(rows, STANDINGS, ({ uptime }) => uptime?.standing ?? null),
    needAttention: rows.filter((row) => needsAttention(concernOf(row))).length,
    cu: total(rows, ({ capacity }) => capacity?.cu),
    su: total(rows, ({ capacity }) => capacity?.su),
    cpr: total(rows, ({ capacity }) => capacity?.cpr),
    rewardTft: total(rows, ({ reward }) => reward?.tft),
    rewardMusd: { sum: rewardMusd.reduce((sum, musd) => sum + musd, 0n), missing: rows.length - rewardMusd.length },
    ...totalOfMoney(rows),
    expectedTft: totalExpected(rows),
    atRiskTft: total(atRisk, ({ uptime }) => uptime?.atRiskTft),
    lastPaid: totalPaid(rows),
  };
}
