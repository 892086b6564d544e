import type { Figures, StoredNotification } from '#shared/contract/notifications/notifications.ts';
import type { PeriodMoney } from '#shared/contract/earnings/value.ts';
import { type Decimal, toPlain } from '#shared/decimal.ts';
import { assertNever } from '#shared/errors.ts';
import { money, worthOfTft } from '#shared/domain/earnings/value.ts';
import { MAX_BOOT_S, MAX_SLEEP_S, REPORT_INTERVAL_S } from '#shared/domain/uptime/credit-types.ts';
import { BUDGET_MARKS, isLessLeft } from '#shared/domain/uptime/standing.ts';
import type { ViolationKind } from '#shared/domain/uptime/violations.ts';
import type { ProbeFinding } from '#shared/domain/grid/probe.ts';
import { type NotificationKind, type Severity, SEVERITY_OF } from './kinds.ts';

/** Whether a node runs, according to the grid's own record. */
export interface Liveness {
  /** Its last report or change of power, unix seconds. */
  readonly lastSeenS: number;
  /** Null unless the farmerbot put it to sleep. */
  readonly asleepSinceS: number | null;
  /** Since when a wake-up is under way; null where none is. */
  readonly wakeRequestedAtS: number | null;
  /** The end of the record. */
  readonly asOfS: number;
}

/** The receipt of the last closed period. */
export interface ReceiptSituation {
  readonly periodIndex: number;
  readonly periodName: string;
  /** `unknown` if receipts were not fetched since it is due, or if the period is no longer minted. */
  readonly state: 'arrived' | 'missing' | 'unknown';
  /** What it paid; null without one. */
  readonly tft: Decimal | null;
}

/** The input of the rules: one node at one time. */
export interface Situation {
  readonly nodeId: number;
  /** The name of its site. */
  readonly site: string | null;
  readonly periodIndex: number;
  /** The budget left and allowed, in seconds; null when nothing was recorded in the period. */
  readonly budget: { readonly leftS: number; readonly allowedS: number } | null;
  /** The loss from a missed target, in TFT; null if it is not known. */
  readonly atRiskTft: Decimal | null;
  /** The farmer's price of a TFT; null until there is one. */
  readonly tftPriceUsd: Decimal | null;
  /** The money of a whole period; null for a node that is not judged by it. */
  readonly money: PeriodMoney | null;
  /** The rule that was broken in the period, so that it pays nothing; null for none. */
  readonly violation: ViolationKind | null;
  /** Late or missed wake-ups in the period. */
  readonly strikes: number;
  /** Null for a node that is not followed on the grid; `unknown` while the record lags. */
  readonly liveness: Liveness | 'unknown' | null;
  /** The result of the tries from here; null if the node is not tried, or without a current result. */
  readonly probe: ProbeFinding | null;
  /** Null where no receipt is waited for. */
  readonly receipt: ReceiptSituation | null;
  /** For how long no named host has answered without a break, in seconds; 0 while one answers or none is tried. */
  readonly unreachableS: number;
  /** Whether a recorder that should run has been silent for long. */
  readonly isRecorderStopped: boolean;
  /** Whether the recorder runs but cannot write. */
  readonly isWriteFailing: boolean;
  /** Free space where the data is, in bytes; null when it cannot be read. */
  readonly freeBytes: number | null;
}

/** A condition that holds now, or an event. Two with the same `key` are the same. */
export type ActiveCondition = Readonly<Pick<StoredNotification, 'key' | 'kind' | 'severity' | 'nodeId' | 'figures'>> & {
  readonly site: string | null;
};

/** Below this much free space the disk counts as nearly full, in bytes: 256 MiB. */
const NEARLY_FULL_BYTES = 268_435_456;

/**
 * A machine is reported as unreachable after this long, in seconds: longer than a router's restart, and well before the 40 minutes
 * in which a report is due.
 */
const REPORT_UNREACHABLE_AFTER_S = 600;

/** So long before the grid calls a node down it is reported as quiet, in seconds: one report is missing by then. */
const QUIET_BEFORE_DOWN_S = 1800;

/** So long before a wake-up is late it is reported, in seconds: time to press the button. */
const WAKE_UP_NOTICE_S = 600;

/** A price less than this above the break-even is near it, in hundredths of the break-even. */
const NEAR_BREAK_EVEN_PERCENT = 110;

function condition(
  { nodeId, site }: Situation,
  kind: NotificationKind,
  scope: string,
  figures: Figures = {},
): ActiveCondition {
  return { key: `${kind}:${nodeId}:${scope}`, kind, severity: SEVERITY_OF[kind], nodeId, site, figures };
}

/** The cost of a lost period, as far as it is known. */
function atRisk({ atRiskTft, tftPriceUsd }: Situation): Figures {
  if (atRiskTft === null || atRiskTft.isZero()) {
    return {};
  }
  const tft = { atRiskTft: toPlain(atRiskTft) };
  return tftPriceUsd === null
    ? tft
    : { ...tft, atRiskUsd: toPlain(money(worthOfTft(atRiskTft, tftPriceUsd))), tftPriceUsd: toPlain(tftPriceUsd) };
}

/** The strongest budget warning that holds: one at a time, before the limit is reached. */
function budgetKind(leftS: number, allowedS: number): NotificationKind | null {
  if (leftS < 0) {
    return 'target-missed';
  }
  if (isLessLeft(leftS, allowedS, BUDGET_MARKS.least)) {
    return 'budget-5';
  }
  if (isLessLeft(leftS, allowedS, BUDGET_MARKS.little)) {
    return 'budget-20';
  }
  return isLessLeft(leftS, allowedS, BUDGET_MARKS.half) ? 'budget-50' : null;
}

/** Those of the budget belong to their period and end with it; where a violation pays it nothing there is no budget. */
function periodConditions(situation: Situation): readonly ActiveCondition[] {
  const { violation, budget, strikes } = situation;
  const period = String(situation.periodIndex);
  const kind = budget === null ? null : budgetKind(budget.leftS, budget.allowedS);
  return [
    ...(violation === null ? [] : [condition(situation, 'violation', `${period}-${violation}`)]),
    ...(violation !== null || budget === null || kind === null
      ? []
      : [condition(situation, kind, period, { ...budget, ...(kind === 'target-missed' ? {} : atRisk(situation)) })]),
    ...(strikes > 0 ? [condition(situation, 'late-wake-up', `${period}-${strikes}`, { strikes })] : []),
  ];
}

/** The result of the probe, which distinguishes a node that is off from one whose reports do not reach the grid. */
function probeFigures({ probe }: Situation): Figures {
  return probe === null ? {} : { probe: probe.isAnswered ? 'answered' : 'silent', probeAtS: probe.atS };
}

/**
 * Quiet before the grid calls it down, then down by the grid's own rule; and a wake-up that takes long, before it is late.
 * Source: docs/rules.md#quiet
 */
function livenessConditions(situation: Situation, liveness: Liveness): readonly ActiveCondition[] {
  const { lastSeenS, asleepSinceS, wakeRequestedAtS, asOfS } = liveness;
  const downAtS = asleepSinceS === null ? lastSeenS + 2 * REPORT_INTERVAL_S : asleepSinceS + MAX_SLEEP_S;
  const figures = { silentS: asOfS - lastSeenS, ...probeFigures(situation), ...atRisk(situation) };
  const found: ActiveCondition[] = [];
  if (asOfS > downAtS) {
    found.push(condition(situation, 'down', 'now', figures));
  } else if (asOfS > downAtS - QUIET_BEFORE_DOWN_S) {
    found.push(condition(situation, 'quiet', 'now', { ...figures, leftS: downAtS - asOfS }));
  }
  if (wakeRequestedAtS !== null) {
    const leftS = wakeRequestedAtS + MAX_BOOT_S - asOfS;
    if (leftS >= 0 && leftS <= WAKE_UP_NOTICE_S) {
      found.push(condition(situation, 'wake-up-due', 'now', { leftS, ...atRisk(situation) }));
    }
  }
  return found;
}

/** A price below the break-even, or near it. */
function priceConditions(situation: Situation): readonly ActiveCondition[] {
  const { money: one, tftPriceUsd } = situation;
  if (one?.state !== 'known' || tftPriceUsd === null || one.breakEvenTftPriceUsd === null) {
    return [];
  }
  const { breakEvenTftPriceUsd: breakEven, netUsd } = one;
  const figures = { breakEvenUsd: toPlain(breakEven.toDecimalPlaces(8)), tftPriceUsd: toPlain(tftPriceUsd) };
  if (netUsd.isNegative() && !netUsd.isZero()) {
    return [
      condition(situation, 'price-below-break-even', 'now', { ...figures, atRiskUsd: toPlain(netUsd.negated()) }),
    ];
  }
  const isNear = tftPriceUsd.times(100).lt(breakEven.times(NEAR_BREAK_EVEN_PERCENT));
  return isNear ? [condition(situation, 'price-near-break-even', 'now', figures)] : [];
}

function receiptConditions(situation: Situation): readonly ActiveCondition[] {
  const { receipt } = situation;
  if (receipt === null || receipt.state === 'unknown') {
    return [];
  }
  const { periodIndex, periodName: period, tft } = receipt;
  const figures = { period, ...(tft === null ? {} : { tft: toPlain(tft) }) };
  return [
    condition(
      situation,
      receipt.state === 'arrived' ? 'receipt-arrived' : 'receipt-missing',
      String(periodIndex),
      figures,
    ),
  ];
}

/** What is wrong with the recorder of this computer. */
function recorderConditions(situation: Situation): readonly ActiveCondition[] {
  const { unreachableS, freeBytes } = situation;
  const found: ActiveCondition[] = [];
  if (unreachableS >= REPORT_UNREACHABLE_AFTER_S) {
    found.push(condition(situation, 'unreachable', 'now', { unreachableS }));
  }
  if (situation.isRecorderStopped) {
    found.push(condition(situation, 'recorder-stopped', 'now'));
  }
  if (situation.isWriteFailing) {
    found.push(condition(situation, 'recorder-cannot-write', 'now'));
  }
  if (freeBytes !== null && freeBytes < NEARLY_FULL_BYTES) {
    found.push(condition(situation, 'disk-nearly-full', 'now', { freeBytes }));
  }
  return found;
}

/** The conditions that hold in a situation, and the events that it shows. */
export function findConditions(situation: Situation): readonly ActiveCondition[] {
  const { liveness } = situation;
  return [
    ...periodConditions(situation),
    ...(liveness === null || liveness === 'unknown' ? [] : livenessConditions(situation, liveness)),
    ...receiptConditions(situation),
    ...priceConditions(situation),
    ...recorderConditions(situation),
  ];
}

/** The kinds that a situation cannot decide: open notifications of them neither continue nor end. */
export function unknownKinds({ liveness, receipt }: Situation): readonly NotificationKind[] {
  return [
    ...(liveness === 'unknown' ? (['quiet', 'down', 'wake-up-due'] as const) : []),
    ...(receipt?.state === 'unknown' ? (['receipt-missing'] as const) : []),
  ];
}

/** Kinds that nobody watches a node for any more: an open one of them ends without being over. */
export function unwatchedKinds({ liveness, receipt }: Situation): readonly NotificationKind[] {
  return [
    ...(liveness === null ? (['quiet', 'down', 'wake-up-due'] as const) : []),
    ...(receipt === null ? (['receipt-missing'] as const) : []),
  ];
}

/** How often each kind occurs: the figures of a digest. */
export type KindCounts = Readonly<Partial<Record<NotificationKind, number>>>;

/** Counts the kinds of the notifications that a digest sums up; one about several nodes counts for each. */
export function countKinds(notifications: readonly Pick<StoredNotification, 'kind' | 'figures'>[]): KindCounts {
  const counts: Partial<Record<NotificationKind, number>> = {};
  for (const { kind, figures } of notifications) {
    counts[kind] = (counts[kind] ?? 0) + Number(figures['nodes'] ?? 1);
  }
  return counts;
}

/** The shortest time between two notifications of one kind for one node, in seconds. */
export function rateLimitS(severity: Severity): number {
  switch (severity) {
    case 'low':
      return 86_400;
    case 'normal':
      return 21_600;
    case 'high':
      return 3600;
    default:
      return assertNever(severity);
  }
}
