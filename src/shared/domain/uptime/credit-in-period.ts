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

/** A report within the period of a sleeping node with a wake-up request. Source: docs/rules.md#wake-ups */
export function wakeInPeriod(
  run: CreditRun,
  atS: number,
  upS: number,
  asleepSinceS: number,
  requestedAtS: number | null,
): void {
  if (atS - upS <= asleepSinceS) {
    credit(run, atS, 0, 'before-sleep');
    return;
  }
  if (judgeWake(run, atS, upS, asleepSinceS, requestedAtS)) {
    credit(run, atS, atS - Math.max(asleepSinceS, run.startS), 'woken');
  }
  endSleep(run, atS, upS);
}

/** A report within the period of a node that nobody put to sleep. Source: docs/rules.md#credited-uptime */
export function reportInPeriod(run: CreditRun, atS: number, upS: number): void {
  if (!run.hasReport) {
    credit(run, atS, Math.min(atS - run.startS, upS, run.capS), 'first-report');
    moveTo(run, atS, upS);
    run.bootAtS = atS - upS;
    return;
  }
  const elapsedS = atS - run.lastAtS;
  const gainedS = upS - run.lastUpS;
  if (gainedS > elapsedS + run.rules.slackS) {
    growTooMuch(run, atS, upS, gainedS);
    return;
  }
  if (gainedS >= elapsedS - run.rules.slackS) {
    const creditedS = Math.min(gainedS, run.capS);
    const isSkewed = hasSkewedClock(run, atS, upS);
    if (gainedS > 0) {
      const reason = creditedS < gainedS ? 'steady-capped' : 'steady';
      if (isSkewed) {
        violate(run, atS, 'ClockSkew', reason, creditedS);
      } else {
        credit(run, atS, creditedS, reason);
      }
      moveTo(run, atS, upS);
      return;
    }
    if (isSkewed) {
      violate(run, atS, 'ClockSkew', 'clock-skew');
    }
  }
  rebootInPeriod(run, atS, upS, elapsedS);
}

function rebootInPeriod(run: CreditRun, atS: number, upS: number, elapsedS: number): void {
  if (upS <= elapsedS) {
    const creditedS = Math.min(upS, run.capS);
    credit(run, atS, creditedS, creditedS < upS ? 'reboot-capped' : 'reboot');
    moveTo(run, atS, upS);
    run.bootAtS = atS - upS;
    return;
  }
  rejectReboot(run, atS, upS, run.capS);
}
