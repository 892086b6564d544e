import type { RecorderInfo, UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { BUDGET_MARKS, isLessLeft, standingOf } from '#shared/domain/uptime/standing.ts';

/** The states of the tray icon; each has an icon of that name in `resources/tray`. */
export const TRAY_STATES = ['good', 'warning', 'at-risk', 'unknown', 'no-recorder'] as const;
export type TrayState = (typeof TRAY_STATES)[number];

/** The three live figures of the tray, and its state. */
export interface TrayFigures {
  readonly state: TrayState;
  /** Uptime in permille of the elapsed time, rounded down; null when unknown. */
  readonly permille: { readonly low: number; readonly high: number } | null;
  /** Downtime left before the target is missed, in seconds; negative after that. */
  readonly leftS: { readonly low: number; readonly high: number } | null;
  /** Earned so far, TFT. */
  readonly earnedTft: { readonly low: string; readonly high: string } | null;
}

/** Shown before the first update. */
export const NO_FIGURES: TrayFigures = { state: 'unknown', permille: null, leftS: null, earnedTft: null };

const OF_STANDING = {
  'on-target': 'good',
  low: 'warning',
  lost: 'at-risk',
  violation: 'at-risk',
  quiet: 'at-risk',
  'partly-watched': 'unknown',
  'not-watched': 'unknown',
} as const satisfies Record<ReturnType<typeof standingOf>, TrayState>;

/** The state of the node, as on every page; at risk when almost no budget is left even in the best case. */
function stateOf(summary: UptimeSummary, recorder: RecorderInfo): TrayState {
  if (recorder.state === 'stopped' || recorder.state === 'failing') {
    return 'no-recorder';
  }
  const { leftS, allowedS } = summary.budget;
  const isAtRisk = summary.basis !== 'none' && isLessLeft(leftS.high, allowedS, BUDGET_MARKS.least);
  return isAtRisk ? 'at-risk' : OF_STANDING[standingOf(summary)];
}

/** Derives the figures of the tray from the same answers that the pages show. */
export function readTrayFigures(summary: UptimeSummary, recorder: RecorderInfo): TrayFigures {
  const isKnown = summary.basis !== 'none';
  return {
    state: stateOf(summary, recorder),
    permille: isKnown ? summary.clockPermille : null,
    leftS: isKnown ? summary.budget.leftS : null,
    earnedTft: isKnown && summary.money !== null ? summary.money.soFarTft : null,
  };
}
