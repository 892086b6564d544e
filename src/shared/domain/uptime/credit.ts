import type { RuleVersion } from '#shared/contract/rules/rules.ts';
import { minimumPermille } from '#shared/domain/rules/pay-rules.ts';
import type { Certification } from './limits.ts';
import type { ViolationKind } from './violations.ts';
import { reportAfterEnd, wakeAfterEnd } from './credit-after-end.ts';
import { reportInPeriod, wakeInPeriod } from './credit-in-period.ts';
import { type CreditRun, credit, moveTo } from './credit-run.ts';
import { AFTER_END_WINDOW_S, type CreditEvent, type CreditResult, type Power, type TwinState } from './credit-types.ts';

/**
 * Processes an uptime report. Reports before the start and more than {@link AFTER_END_WINDOW_S} after the end are not read.
 * @param atS unix seconds, not before the last processed event
 * @param upS seconds since boot that the node claims
 * Source: docs/rules.md#credited-uptime
 */
export function takeReport(run: CreditRun, atS: number, upS: number): void {
  if (atS < run.startS || atS > run.endS + AFTER_END_WINDOW_S) {
    credit(run, atS, 0, 'outside-window');
    return;
  }
  const asleepSinceS = run.asleepSinceS;
  const requestedAtS = run.isBootTimed ? run.wakeRequestedAtS : null;
  if (asleepSinceS === null && requestedAtS === null) {
    if (atS <= run.endS) {
      reportInPeriod(run, atS, upS);
    } else {
      reportAfterEnd(run, atS, upS);
    }
  } else if (asleepSinceS === null) {
    credit(run, atS, 0, 'request-while-awake');
  } else if (requestedAtS === null && run.isBootTimed) {
    credit(run, atS, 0, 'asleep-no-request');
  } else if (atS <= run.endS) {
    wakeInPeriod(run, atS, upS, asleepSinceS, requestedAtS);
  } else {
    wakeAfterEnd(run, atS, upS, asleepSinceS, requestedAtS);
  }
}

/**
 * Processes a change of the power target: the first target Up while the machine is Down is the wake-up request.
 * Source: docs/rules.md#wake-ups
 */
function takeTarget(run: CreditRun, atS: number, target: Power): void {
  if (run.rules.sleep === null || atS < run.startS || atS > run.endS + AFTER_END_WINDOW_S) {
    return;
  }
  if (target === 'Up' && !run.isStateUp) {
    run.wakeRequestedAtS ??= atS;
  }
  run.isTargetUp = target === 'Up';
}

/**
 * Takes a change of the power itself: Up to Down while Down is wanted begins a sleep, and within the period credits
 * the time since the last report, uncapped.
 * Source: docs/rules.md#wake-ups
 */
function takeState(run: CreditRun, atS: number, state: Power): void {
  if (run.rules.sleep === null || atS < run.startS || atS > run.endS + AFTER_END_WINDOW_S) {
    return;
  }
  if (!run.isTargetUp && run.isStateUp && state === 'Down' && run.asleepSinceS === null) {
    run.asleepSinceS = atS;
    if (run.hasReport && atS <= run.endS) {
      credit(run, atS, atS - run.lastAtS, 'going-to-sleep');
      moveTo(run, atS, 0);
    }
  }
  run.isStateUp = state === 'Up';
}

/** Takes any event. Source: docs/rules.md#credited-uptime */
export function takeEvent(run: CreditRun, event: CreditEvent): void {
  switch (event[0]) {
    case 'uptime':
      takeReport(run, event[1], event[2]);
      return;
    case 'target':
      takeTarget(run, event[1], event[2]);
      return;
    default:
      takeState(run, event[1], event[2]);
  }
}

function twinViolation(twin: TwinState): ViolationKind | null {
  if (!twin.exists) {
    return 'MissingTwin';
  }
  if (!twin.hasRelay) {
    return 'MissingRelay';
  }
  return twin.hasValidPublicKey ? null : 'InvalidPublicKey';
}

/** Whether an uptime is paid at all, on policy 1. */
function pays(pay: RuleVersion['pay'], certification: Certification, permille: number): boolean {
  return permille >= Math.max(1, minimumPermille(pay, certification));
}

/**
 * Closes the account: a request never answered is one more late boot, more than one late boot is a violation, and a
 * node that reported needs its twin in order. Leaves the run as it is: a running period can be settled too.
 * @param twin the node's identity at the end, where it is known
 * Source: docs/rules.md#credited-uptime
 */
export function settleCredit(run: CreditRun, twin?: TwinState): CreditResult {
  const requestedAtS = run.wakeRequestedAtS;
  const { sleep, needsTwin } = run.rules;
  const neverWoke =
    run.isBootTimed && requestedAtS !== null && requestedAtS !== run.firstBlockS && requestedAtS <= run.endS;
  const lateBoots = run.lateBoots + (neverWoke ? 1 : 0);
  const bootViolation = run.isBootTimed && lateBoots > (sleep?.forgivenLateBoots ?? 0) ? 'BootRequestExpired' : null;
  const lastViolation = needsTwin && twin !== undefined && run.hasReport ? twinViolation(twin) : null;
  const firstViolation = run.firstViolation ?? bootViolation ?? lastViolation;
  const permille = Math.min(1000, Math.floor((run.creditedS * 1000) / (run.endS - run.startS)));
  return {
    creditedS: run.creditedS,
    permille,
    lateBoots,
    firstViolation,
    paysDiy: firstViolation === null && pays(run.pay, 'diy', permille),
    paysCertified: firstViolation === null && pays(run.pay, 'certified', permille),
  };
}
