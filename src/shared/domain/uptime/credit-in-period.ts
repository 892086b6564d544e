import { type CreditRun, credit, endSleep, judgeWake, moveTo, rejectReboot, violate } from './credit-run.ts';
import { CLOCK_SKEW_S, REPORT_CREDIT_CAP_S, REPORT_GRACE_S } from './credit-types.ts';

/** A report within the period of a node that sleeps and was asked to wake. Source: docs/rules.md#wake-ups */
export function wakeInPeriod(
  run: CreditRun,
  atS: number,
  upS: number,
  asleepSinceS: number,
  requestedAtS: number,
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
    credit(run, atS, Math.min(atS - run.startS, upS, REPORT_CREDIT_CAP_S), 'first-report');
    moveTo(run, atS, upS);
    run.bootAtS = atS - upS;
    return;
  }
  const elapsedS = atS - run.lastAtS;
  const gainedS = upS - run.lastUpS;
  if (gainedS > elapsedS + REPORT_GRACE_S) {
    violate(run, atS, 'UptimeTooHigh', 'uptime-too-high');
    moveTo(run, atS, upS);
    return;
  }
  if (gainedS >= elapsedS - REPORT_GRACE_S) {
    const creditedS = Math.min(gainedS, REPORT_CREDIT_CAP_S);
    const isSkewed = Math.abs(atS - upS - run.bootAtS) >= CLOCK_SKEW_S;
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
    const creditedS = Math.min(upS, REPORT_CREDIT_CAP_S);
    credit(run, atS, creditedS, creditedS < upS ? 'reboot-capped' : 'reboot');
    moveTo(run, atS, upS);
    run.bootAtS = atS - upS;
    return;
  }
  rejectReboot(run, atS, upS);
}
