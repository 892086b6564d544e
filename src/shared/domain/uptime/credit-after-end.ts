import {
  type CreditRun,
  credit,
  endSleep,
  growTooMuch,
  hasSkewedClock,
  judgeWake,
  moveTo,
  rejectReboot,
  violate,
} from './credit-run.ts';

/**
 * A report after the end of a sleeping node with a wake-up request: in time, its sleep is credited up to the end.
 * Only the first such report counts. Source: docs/rules.md#wake-ups
 */
export function wakeAfterEnd(
  run: CreditRun,
  atS: number,
  upS: number,
  asleepSinceS: number,
  requestedAtS: number | null,
): void {
  if (run.hasReport && run.lastAtS > run.endS) {
    credit(run, atS, 0, 'second-after-end');
    return;
  }
  if (judgeWake(run, atS, upS, asleepSinceS, requestedAtS)) {
    const sleptInPeriodS = run.endS - Math.max(asleepSinceS, run.startS);
    credit(run, atS, Math.max(0, sleptInPeriodS), sleptInPeriodS < 0 ? 'asleep-after-end' : 'woken-after-end');
  }
  endSleep(run, atS, upS);
}

/**
 * A report after the end of a node that nobody put to sleep: the first that is accepted credits what is left of the
 * period. One that is refused leaves the turn to the next. Source: docs/rules.md#credited-uptime
 */
export function reportAfterEnd(run: CreditRun, atS: number, upS: number): void {
  if (!run.hasReport) {
    credit(run, atS, 0, 'nothing-before-end');
    return;
  }
  if (run.lastAtS >= run.endS) {
    credit(run, atS, 0, 'second-after-end');
    return;
  }
  const elapsedS = atS - run.lastAtS;
  const gainedS = upS - run.lastUpS;
  if (gainedS > elapsedS + run.rules.slackS) {
    growTooMuch(run, atS, upS, run.endS - run.lastAtS);
    return;
  }
  if (gainedS >= elapsedS - run.rules.slackS) {
    const isSkewed = hasSkewedClock(run, atS, upS);
    if (gainedS > 0) {
      creditToEnd(run, atS, isSkewed);
      moveTo(run, atS, upS);
      return;
    }
    if (isSkewed) {
      violate(run, atS, 'ClockSkew', 'clock-skew');
    }
  }
  if (upS > elapsedS) {
    rejectReboot(run, atS, upS, run.endS - run.lastAtS);
    return;
  }
  const upInPeriodS = Math.max(0, upS - (atS - run.endS));
  credit(run, atS, Math.min(upInPeriodS, run.capS), 'reboot-to-end');
  moveTo(run, atS, upS);
  run.bootAtS = atS - upS;
}

function creditToEnd(run: CreditRun, atS: number, isSkewed: boolean): void {
  const creditedS = Math.min(run.endS - run.lastAtS, run.capS);
  if (isSkewed) {
    violate(run, atS, 'ClockSkew', 'steady-to-end', creditedS);
  } else {
    credit(run, atS, creditedS, 'steady-to-end');
  }
}
