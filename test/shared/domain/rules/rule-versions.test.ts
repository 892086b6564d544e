import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAsIfMinted } from '#shared/domain/rules/minting-end.ts';
import { RULE_VERSIONS, rulesOfPeriod, TODAYS_RULES } from '#shared/domain/rules/rule-versions.ts';
import type { CreditEvent, InitialPower, Power } from '#shared/domain/uptime/credit-types.ts';
import { UNMANAGED } from '#shared/domain/uptime/credit-types.ts';
import { creditVector } from '#shared/domain/uptime/credit-vectors.ts';
import { periodByIndex, PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';

/** The credit of events at seconds after a period's start, by the rules of that period. */
function creditIn(index: number, events: readonly CreditEvent[], initialPower: InitialPower = UNMANAGED) {
  const period = periodByIndex(index);
  const placed = events.map(([kind, atS, value]) => [kind, period.startS + atS, value] as CreditEvent);
  return creditVector({ id: 'era', period, initialPower, events: placed }, false, rulesOfPeriod(index));
}

const report = (atS: number, upS: number): CreditEvent => ['uptime', atS, upS];
const target = (atS: number, power: Power): CreditEvent => ['target', atS, power];
const state = (atS: number, power: Power): CreditEvent => ['state', atS, power];

/** Reports at a distance, from one distance after the start until past the end, of a node that never stopped. */
function steady(distanceS: number): readonly CreditEvent[] {
  const count = Math.floor(PERIOD_LENGTH_S / distanceS) + 1;
  return Array.from({ length: count }, (_, k) => report((k + 1) * distanceS, 400_000 + (k + 1) * distanceS));
}

describe('the rule version of a period', () => {
  test.each([
    [0, 45],
    [45, 45],
    [46, 46],
    [47, 47],
    [51, 47],
    [52, 52],
    [58, 52],
    [59, 59],
    [66, 59],
    [67, 67],
    [72, 67],
    [73, 73],
    [80, 73],
    [81, 81],
    [95_738, 81],
  ])('is for period %i the version since period %i', (index, from) => {
    expect(rulesOfPeriod(index).fromPeriod).toBe(from);
  });

  test('is listed in the order of first periods, and the last is today’s', () => {
    const starts = RULE_VERSIONS.map(({ fromPeriod }) => fromPeriod);
    expect(starts).toEqual([...new Set(starts)].toSorted((a, b) => a - b));
    expect(rulesOfPeriod(105)).toBe(TODAYS_RULES);
  });
});

describe('the end of minting', () => {
  test('is unknown by default, and includes the last minted period', () => {
    expect(isAsIfMinted(105, null)).toBe(false);
    expect(isAsIfMinted(95, 95)).toBe(false);
    expect(isAsIfMinted(96, 95)).toBe(true);
  });
});

describe('reports two hours apart', () => {
  // 366 reports of 7,200 s reach past the end: the last gap is credited up to the end, so all 2,630,880 s count.
  test.each([45, 46, 47, 52, 59, 66])('are full uptime in period %i', (index) => {
    expect(creditIn(index, steady(7200))).toMatchObject({ creditedS: 2_630_880, permille: 1000, firstViolation: null });
  });

  // From November 2023 each credits 2,460 s at most: 365 x 2,460 within the period and 2,460 of the last 2,880 s.
  test.each([67, 73, 81])('lose two thirds in period %i', (index) => {
    expect(creditIn(index, steady(7200)).creditedS).toBe(366 * 2460);
  });
});

describe('an inconsistent report', () => {
  const first = report(7200, 400_000);
  // The first report credits the 7,200 s since the start; each case adds its own.
  test.each([
    // 7,500 s of uptime in 7,200 s are within 300 s of slack.
    ['300 s too much', 46, report(14_400, 407_500), 7200 + 7500, null],
    // 301 s too much were a violation in the first two mints, and credited as claimed from March 2022 on.
    ['301 s too much', 46, report(14_400, 407_501), 7200, 'UptimeTooHigh'],
    ['301 s too much', 47, report(14_400, 407_501), 7200 + 7501, null],
    ['301 s too much', 66, report(14_400, 407_501), 7200 + 7501, null],
    // Of 7,200 s only 6,000 are claimed: credited as claimed while that was tolerated.
    ['1200 s too little', 45, report(14_400, 406_000), 7200 + 6000, null],
    ['1200 s too little', 66, report(14_400, 406_000), 7200 + 6000, null],
    // From period 67 on the first report credits 2,460 s, and too little is a violation.
    ['1200 s too little', 67, report(14_400, 406_000), 2460, 'UptimeTooLow'],
    // 6 s later with a smaller uptime: neither steady nor a reboot, in every version.
    ['a boot before the last report', 47, report(7206, 399_999), 7200, 'InvalidReboot'],
    ['a boot before the last report', 81, report(7206, 399_999), 2460, 'InvalidReboot'],
    // A reboot 700 s after the last report: 6,500 s of uptime, without a cap until period 67.
    ['a reboot', 52, report(14_400, 6500), 7200 + 6500, null],
    ['a reboot', 67, report(14_400, 6500), 2460 + 2460, null],
  ] as const)('%s in period %i', (_what, index, second, creditedS, firstViolation) => {
    expect(creditIn(index, [first, second])).toMatchObject({ creditedS, firstViolation });
  });

  test('is a violation for a clock drift of 120 s from period 67 on', () => {
    // 2,400 s apart, 40 s short each: the third implies a boot 120 s later than the first.
    const drifting = [0, 1, 2, 3].map((k) => report(2400 + k * 2400, 400_000 + k * 2360));
    expect(creditIn(66, drifting)).toMatchObject({ creditedS: 2400 + 3 * 2360, firstViolation: null });
    expect(creditIn(67, drifting)).toMatchObject({ creditedS: 2400 + 3 * 2360, firstViolation: 'ClockSkew' });
  });
});

/** Asleep from 10,000 s on; asked to wake after `sleptS`, and booted `bootS` later; one report 100 s after that. */
const sleep = (sleptS: number, bootS: number): readonly CreditEvent[] => [
  report(2400, 400_000),
  target(9000, 'Down'),
  state(10_000, 'Down'),
  target(10_000 + sleptS, 'Up'),
  report(10_000 + sleptS + bootS + 100, 100),
  state(10_000 + sleptS + bootS + 106, 'Up'),
];

describe('a sleep', () => {
  // Before the sleep: 2,400 s of the first report and 7,600 s up to falling asleep; then the sleep up to the report.
  const before = 10_000;

  test('is credited up to 25 h until period 66, and up to 24 h from period 67 on', () => {
    expect(creditIn(59, sleep(89_000, 900)).creditedS).toBe(before + 90_000);
    expect(creditIn(59, sleep(89_000, 901)).creditedS).toBe(before);
    expect(creditIn(67, sleep(85_000, 1300)).creditedS).toBe(before + 86_400);
    expect(creditIn(67, sleep(85_000, 1301)).creditedS).toBe(before);
  });

  test('did not exist before the farmerbot: the report after it counts as after a reboot', () => {
    // 100 s of uptime after 48,700 s without a report: a reboot that credits its 100 s.
    expect(creditIn(58, sleep(40_000, 1000)).creditedS).toBe(2400 + 100);
  });

  test('needs no wake-up request and has no boot limit until period 66', () => {
    const woken = [...sleep(0, 0).slice(0, 3), report(20_100, 100)];
    expect(creditIn(59, woken)).toMatchObject({ creditedS: before + 10_100, lateBoots: 0 });
    expect(creditIn(67, woken).creditedS).toBe(before);
    expect(creditIn(59, sleep(40_000, 7200))).toMatchObject({ creditedS: before + 47_300, firstViolation: null });
  });

  test('that ends 31 minutes after the request loses period 67, and is forgiven once from period 73 on', () => {
    const late = sleep(40_000, 1801);
    expect(creditIn(67, late)).toMatchObject({ lateBoots: 1, firstViolation: 'BootRequestExpired' });
    expect(creditIn(72, late)).toMatchObject({ lateBoots: 1, firstViolation: 'BootRequestExpired' });
    expect(creditIn(73, late)).toMatchObject({ lateBoots: 1, firstViolation: null });
    expect(creditIn(67, sleep(40_000, 1800))).toMatchObject({ lateBoots: 0, firstViolation: null });
  });
});

describe('the payment on policy 1', () => {
  // 900 permille: 2,367,792 s of the period, reported in one go where no cap holds.
  const nineTenths = [report(2_367_792, 2_367_792)];
  test('was for any uptime before May 2024, and is zero below the target since', () => {
    expect(creditIn(52, nineTenths)).toMatchObject({ permille: 900, paysDiy: true, paysCertified: true });
    expect(creditIn(46, nineTenths)).toMatchObject({ permille: 900, paysDiy: false, paysCertified: false });
    const half = steady(2400).filter((event) => event[1] > PERIOD_LENGTH_S / 2);
    expect(creditIn(72, half)).toMatchObject({ paysDiy: true, paysCertified: true });
    expect(creditIn(73, half)).toMatchObject({ paysDiy: false, paysCertified: false });
  });
});

/** Reports of a node that runs, reboots and stays silent: distance to the last, and whether it rebooted in between. */
const honestReports = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 40_000 }), fc.option(fc.nat({ max: 40_000 }))), { maxLength: 60 })
  .map((steps) => {
    const events: CreditEvent[] = [];
    let atS = 0;
    let bootedAtS = -100_000;
    for (const [gapS, rebootS] of steps) {
      const lastS = atS;
      atS += gapS;
      if (rebootS !== null) bootedAtS = Math.min(atS, lastS + rebootS);
      events.push(report(atS, atS - bootedAtS));
    }
    return events.filter((event) => event[1] <= PERIOD_LENGTH_S + 90_000);
  });

describe.each(RULE_VERSIONS.map(({ fromPeriod }) => fromPeriod))('the rules since period %i', (index) => {
  test('never credit honest reports with more than the period, and never find a violation in them', () => {
    fc.assert(
      fc.property(honestReports, (events) => {
        const result = creditIn(index, events);
        expect(result.creditedS).toBeLessThanOrEqual(PERIOD_LENGTH_S);
        expect(result.creditedS).toBeGreaterThanOrEqual(0);
        expect(result.firstViolation).toBeNull();
      }),
      { seed: 1 },
    );
  });

  test('give the same credit in any arrival order of events with different times', () => {
    fc.assert(
      fc.property(honestReports, fc.infiniteStream(fc.nat()), (events, random) => {
        const keyed = events.map((event) => [random.next().value ?? 0, event] as const);
        const shuffled = keyed.toSorted(([a], [b]) => a - b).map(([, event]) => event);
        expect(creditIn(index, shuffled)).toEqual(creditIn(index, events));
      }),
      { seed: 2 },
    );
  });

  test('never reduce the credit for another report of the same boot', () => {
    fc.assert(
      fc.property(honestReports, fc.nat({ max: 39_999 }), (events, atS) => {
        const next = events.find((event) => event[1] > atS);
        if (next === undefined || next[0] !== 'uptime') return;
        const bootedAtS = next[1] - next[2];
        if (bootedAtS >= atS || events.some((event) => event[1] === atS)) return;
        const more = [...events, report(atS, atS - bootedAtS)];
        expect(creditIn(index, more).creditedS).toBeGreaterThanOrEqual(creditIn(index, events).creditedS);
      }),
      { seed: 3 },
    );
  });
});
