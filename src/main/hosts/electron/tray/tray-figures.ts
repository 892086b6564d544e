import type { RecorderWire, UptimeSummary } from '#shared/contract/uptime.ts';

/** What the tray icon says; each has an icon of that name in `resources/tray`. */
export const TRAY_STATES = ['good', 'warning', 'at-risk', 'unknown', 'no-recorder'] as const;
/** One of {@link TRAY_STATES}. */
export type TrayState = (typeof TRAY_STATES)[number];

/** Below this share of the budget the tray warns, in hundredths. */
const WARNING_PERCENT = 20;
/** Below this share of the budget the period is at risk, in hundredths. */
const RISK_PERCENT = 5;

/** The three live figures of the tray, and its state. */
export interface TrayFigures {
  readonly state: TrayState;
  /** Uptime in permille of the time that passed, floored; null when nothing is known. */
  readonly permille: { readonly low: number; readonly high: number } | null;
  /** Downtime left before the target is missed, in seconds; below zero once it is. */
  readonly leftS: { readonly low: number; readonly high: number } | null;
  /** Earned so far, TFT. */
  readonly earnedTft: { readonly low: string; readonly high: string } | null;
}

/** What is shown before anything could be asked. */
export const NO_FIGURES: TrayFigures = { state: 'unknown', permille: null, leftS: null, earnedTft: null };

function judge(leftS: number, allowedS: number): 'good' | 'warning' | 'at-risk' {
  if (leftS * 100 <= allowedS * RISK_PERCENT) {
    return 'at-risk';
  }
  return leftS * 100 <= allowedS * WARNING_PERCENT ? 'warning' : 'good';
}

/** Where time was not watched, the state is only said when it is the same in the worst and in the best case. */
function stateOf(summary: UptimeSummary, recorder: RecorderWire): TrayState {
  if (recorder.state === 'stopped' || recorder.state === 'failing') {
    return 'no-recorder';
  }
  if (summary.basis === 'none') {
    return 'unknown';
  }
  const { leftS, allowedS } = summary.budget;
  const best = summary.violation === null ? judge(leftS.high, allowedS) : 'at-risk';
  return best === 'good' && judge(leftS.low, allowedS) !== 'good' ? 'unknown' : best;
}

/** Reads the figures of the tray out of the same answers that the pages show. */
export function readTrayFigures(summary: UptimeSummary, recorder: RecorderWire): TrayFigures {
  const isKnown = summary.basis !== 'none';
  return {
    state: stateOf(summary, recorder),
    permille: isKnown ? summary.clockPermille : null,
    leftS: isKnown ? summary.budget.leftS : null,
    earnedTft: isKnown && summary.money !== null ? summary.money.soFarTft : null,
  };
}
