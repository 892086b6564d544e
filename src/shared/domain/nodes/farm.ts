import { Decimal, toPlain } from '#shared/decimal.ts';
import { type Verdict, VERDICTS } from '#shared/domain/hardware/eligibility.ts';
import { type Standing, STANDINGS } from '#shared/domain/uptime/standing.ts';

/** What a node may need a hand with, worst first. */
export const CONCERNS = ['not-eligible', 'down', 'violation', 'lost', 'low', 'partly-watched', 'not-watched'] as const;
/** One of {@link CONCERNS}. */
export type Concern = (typeof CONCERNS)[number];

const UNWATCHED: ReadonlySet<Concern> = new Set(['partly-watched', 'not-watched']);

/**
 * Whether a node needs a hand. One that merely nobody watches does not: its lot is not known, and where a whole farm is
 * looked at from one computer, it would drown those that something is the matter with.
 */
export function needsHand(concern: Concern | null): boolean {
  return concern !== null && !UNWATCHED.has(concern);
}

/** Whether a node runs as far as anyone knows. */
export const NODE_STATES = ['up', 'down', 'unknown'] as const;
/** One of {@link NODE_STATES}. */
export type NodeState = (typeof NODE_STATES)[number];

/** An amount in plain notation that is known only between two bounds. */
export interface PlainInterval {
  readonly low: string;
  readonly high: string;
}

/** What a farm's totals are made of; decimals in plain notation, null where something is not known. */
export interface FarmFigures {
  readonly verdict: Verdict;
  readonly capacity: { readonly cu: string; readonly su: string; readonly cpr: string } | null;
  /** Of a whole period at full uptime; mUSD are milli-USD. */
  readonly reward: { readonly musd: number; readonly tft: string } | null;
  /** This period; null for a machine that is only planned. */
  readonly uptime: {
    readonly state: NodeState;
    readonly standing: Standing;
    readonly expectedTft: PlainInterval | null;
    readonly atRiskTft: string | null;
  } | null;
  readonly lastReceipt: {
    readonly periodIndex: number;
    readonly periodName: string;
    readonly musd: number;
    readonly tft: string;
  } | null;
}

/** A sum with how many nodes are not in it because their part is not known. */
export interface FarmSum {
  readonly sum: string;
  readonly missing: number;
}

/** What the nodes of a farm come to together. */
export interface FarmTotals {
  readonly nodes: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly states: Readonly<Record<NodeState, number>>;
  readonly standings: Readonly<Record<Standing, number>>;
  /** Nodes that need a hand ({@link needsHand}). */
  readonly needAttention: number;
  readonly cu: FarmSum;
  readonly su: FarmSum;
  readonly cpr: FarmSum;
  /** Of a whole period at full uptime. */
  readonly rewardTft: FarmSum;
  readonly rewardMusd: { readonly sum: number; readonly missing: number };
  /** At the period's end, without another outage. */
  readonly expectedTft: PlainInterval & { readonly missing: number };
  /** What missed targets would take from the nodes that have little of their budget left. */
  readonly atRiskTft: FarmSum;
  /** Receipts of the latest period that any node has one of; null without receipts. */
  readonly lastPaid: {
    readonly periodIndex: number;
    readonly periodName: string;
    readonly tft: string;
    readonly musd: number;
    readonly nodes: number;
  } | null;
}

/** What a node needs a hand with most, or null when nothing is the matter. */
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

/** The place of a concern among all, worst first; nothing the matter comes last. */
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

function plus(amounts: readonly string[]): string {
  return toPlain(amounts.reduce((sum, amount) => sum.plus(amount), new Decimal(0)));
}

function total(rows: readonly FarmFigures[], amountOf: (row: FarmFigures) => string | null | undefined): FarmSum {
  const known = rows.flatMap((row) => amountOf(row) ?? []);
  return { sum: plus(known), missing: rows.length - known.length };
}

function totalExpected(rows: readonly FarmFigures[]): FarmTotals['expectedTft'] {
  const known = rows.flatMap(({ uptime }) => uptime?.expectedTft ?? []);
  return {
    low: plus(known.map(({ low }) => low)),
    high: plus(known.map(({ high }) => high)),
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
        tft: plus(paid.map(({ tft }) => tft)),
        musd: paid.reduce((sum, { musd }) => sum + musd, 0),
        nodes: paid.length,
      };
}

/**
 * Adds up what the nodes of a farm answered one by one. Nothing is computed anew: a node whose part is not known is
 * counted as missing in that sum and never taken for zero.
 */
export function totalFarm(rows: readonly FarmFigures[]): FarmTotals {
  const atRisk = rows.filter(({ uptime }) => uptime?.standing === 'low');
  const rewardMusd = rows.flatMap(({ reward }) => reward?.musd ?? []);
  return {
    nodes: rows.length,
    verdicts: countBy(rows, VERDICTS, ({ verdict }) => verdict),
    states: countBy(rows, NODE_STATES, ({ uptime }) => uptime?.state ?? null),
    standings: countBy(rows, STANDINGS, ({ uptime }) => uptime?.standing ?? null),
    needAttention: rows.filter((row) => needsHand(concernOf(row))).length,
    cu: total(rows, ({ capacity }) => capacity?.cu),
    su: total(rows, ({ capacity }) => capacity?.su),
    cpr: total(rows, ({ capacity }) => capacity?.cpr),
    rewardTft: total(rows, ({ reward }) => reward?.tft),
    rewardMusd: { sum: rewardMusd.reduce((sum, musd) => sum + musd, 0), missing: rows.length - rewardMusd.length },
    expectedTft: totalExpected(rows),
    atRiskTft: total(atRisk, ({ uptime }) => uptime?.atRiskTft),
    lastPaid: totalPaid(rows),
  };
}
