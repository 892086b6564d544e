import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settleCredit, takeEvent } from '#shared/domain/uptime/credit.ts';
import { type CreditRun, startCredit } from '#shared/domain/uptime/credit-run.ts';
import {
  AFTER_END_WINDOW_S,
  type CreditEvent,
  type InitialPower,
  REPORT_CREDIT_CAP_S,
  UNMANAGED,
} from '#shared/domain/uptime/credit-types.ts';
import { creditVector, readCreditVectors } from '#shared/domain/uptime/credit-vectors.ts';

const START = 1_764_541_960;
const END = START + 2_630_880;
const PERIOD = { startS: START, endS: END };
const ASLEEP: InitialPower = { state: 'Down', target: 'Down', downSinceS: START - 1000 };

function credited(events: readonly CreditEvent[], initialPower: InitialPower = UNMANAGED) {
  return creditVector({ id: 'test', period: PERIOD, initialPower, events }, true);
}

function report(afterStartS: number, upS: number): CreditEvent {
  return ['uptime', START + afterStartS, upS];
}

function steady(from: number, count: number, upAtFirst = 100_000): readonly CreditEvent[] {
  return Array.from({ length: count }, (_, k) => report(from + k * 2400, upAtFirst + k * 2400));
}

describe('a report within the period', () => {
  test('credits as the first neither time before the period nor more than one report interval', () => {
    expect(credited([report(100, 5000)]).creditedS).toBe(100);
    expect(credited([report(9000, 50)]).creditedS).toBe(50);
    expect(credited([report(9000, 9000)]).creditedS).toBe(REPORT_CREDIT_CAP_S);
  });

  test('tolerates 60 s too much, while 61 s are a violation that credits nothing and updates the state', () => {
    expect(credited([report(100, 1000), report(2500, 3460)])).toMatchObject({ creditedS: 2560, firstViolation: null });
    const tooHigh = credited([report(100, 1000), report(2500, 3461), report(4900, 5861)]);
    expect(tooHigh).toMatchObject({ creditedS: 2500, firstViolation: 'UptimeTooHigh' });
  });

  test('is a violation for a boot time drift of 120 s although the time is credited', () => {
    const drift = [report(100, 1000), report(2500, 3340), report(4900, 5680)];
    expect(credited(drift)).toMatchObject({ creditedS: 100 + 2340 + 2340, firstViolation: 'ClockSkew' });
  });

  test('is a reboot after exactly the gap, but not one second later', () => {
    expect(credited([report(100, 9000), report(2500, 2400)])).toMatchObject({ creditedS: 2500, firstViolation: null });
    const tooLong = credited([report(100, 9000), report(2500, 2401)]);
    expect(tooLong).toMatchObject({ creditedS: 100, firstViolation: 'InvalidReboot' });
    expect(credited([report(100, 100), report(5000, 4500), report(5001, 4600)]).firstViolation).toBe('UptimeTooHigh');
    expect(credited([report(100, 3000), report(5000, 5500)]).firstViolation).toBe('UptimeTooLow');
  });

  test('is an invalid reboot when repeated, as on the grid', () => {
    expect(credited([report(100, 3000), report(100, 3000)]).firstViolation).toBe('InvalidReboot');
  });
});

describe('a report after the end', () => {
  const last = report(2_630_000, 90_000);
  test('counts only as the first, and only up to the end', () => {
    const events = [last, report(2_632_400, 92_400), report(2_634_800, 94_800)];
    expect(credited(events).creditedS).toBe(REPORT_CREDIT_CAP_S + 880);
  });

  test('counts after a reboot only for the part before the end', () => {
    expect(credited([last, report(2_630_980, 300)]).creditedS).toBe(REPORT_CREDIT_CAP_S + 200);
    expect(credited([last, report(2_630_980, 100)]).creditedS).toBe(REPORT_CREDIT_CAP_S);
  });

  test('belongs to the period on its last second, so that the next adds nothing', () => {
    expect(credited([last, report(2_630_880, 90_880), report(2_633_280, 93_280)]).creditedS).toBe(
      REPORT_CREDIT_CAP_S + 880,
    );
  });

  test('is ignored 27 hours after the end', () => {
    const late: CreditEvent = ['uptime', END + AFTER_END_WINDOW_S + 1, 90_880 + AFTER_END_WINDOW_S + 1];
    expect(credited([last, late]).creditedS).toBe(REPORT_CREDIT_CAP_S);
  });
});

/** Asked to wake 100 s before a report of 50 s of uptime. */
function wakeAt(afterS: number): readonly CreditEvent[] {
  return [['target', START + afterS - 100, 'Up'], report(afterS, 50)];
}

describe('a power-managed node', () => {
  const sleep: readonly CreditEvent[] = [
    report(100, 5000),
    ['target', START + 3000, 'Down'],
    ['state', START + 3100, 'Down'],
  ];
  const wake = (requestAfter: number, bootAfter: number, reportAfter: number): readonly CreditEvent[] => [
    ...sleep,
    ['target', START + 3100 + requestAfter, 'Up'],
    ['uptime', START + 3100 + reportAfter, reportAfter - bootAfter],
  ];

  test('is credited the time since the last report without a cap when it goes to sleep', () => {
    const sleepLate: readonly CreditEvent[] = [
      report(100, 5000),
      ['target', START + 9000, 'Down'],
      ['state', START + 9100, 'Down'],
    ];
    expect(credited(sleepLate).creditedS).toBe(100 + 9000);
  });

  test('may boot within 1800 s, has a strike at 1801 s, and the two limits are independent', () => {
    expect(credited(wake(5000, 6800, 7000))).toMatchObject({ creditedS: 3100 + 7000, lateBoots: 0 });
    expect(credited(wake(5000, 6801, 7000))).toMatchObject({ creditedS: 3100, lateBoots: 1, firstViolation: null });
    expect(credited(wake(86_000, 86_300, 86_400))).toMatchObject({ creditedS: 3100 + 86_400, lateBoots: 0 });
    expect(credited(wake(86_000, 86_300, 86_401))).toMatchObject({ creditedS: 3100, lateBoots: 0 });
    expect(credited(wake(5000, 90_000, 90_100))).toMatchObject({ creditedS: 3100, lateBoots: 1 });
  });

  test('is not judged when it wakes by itself, nor for a request while it is awake', () => {
    expect(credited([...sleep, report(20_000, 100)]).creditedS).toBe(3100);
    const crashed: readonly CreditEvent[] = [
      report(100, 5000),
      ['state', START + 200, 'Down'],
      ['target', START + 300, 'Up'],
    ];
    expect(credited([...crashed, report(2500, 2000)])).toMatchObject({ creditedS: 100, lateBoots: 1 });
  });

  test('is judged by the first request only', () => {
    const twice: readonly CreditEvent[] = [
      ...sleep,
      ['target', START + 8000, 'Up'],
      ['target', START + 9900, 'Up'],
      ['uptime', START + 10_000, 100],
    ];
    expect(credited(twice)).toMatchObject({ creditedS: 3100, lateBoots: 1 });
  });

  test('is judged from the first block when asleep at the start with the target Up, and forgiven for dying', () => {
    const power: InitialPower = { state: 'Down', target: 'Up', downSinceS: START - 1000 };
    expect(credited([report(1700, 10)], power)).toMatchObject({ creditedS: 1700, lateBoots: 0 });
    expect(credited([report(1900, 10)], power)).toMatchObject({ creditedS: 0, lateBoots: 1 });
    expect(credited([], power)).toMatchObject({ creditedS: 0, lateBoots: 0 });
  });

  test('has its 24 hours counted from the actual sleep when asleep at the start', () => {
    expect(credited(wakeAt(85_400), ASLEEP).creditedS).toBe(85_400);
    expect(credited(wakeAt(85_401), ASLEEP).creditedS).toBe(0);
  });

  test('loses the period for two late boots, but not for one', () => {
    const second: readonly CreditEvent[] = [
      ['state', START + 12_000, 'Up'],
      ['target', START + 13_000, 'Down'],
      ['state', START + 13_100, 'Down'],
      ['target', START + 20_000, 'Up'],
    ];
    expect(credited(wake(5000, 6801, 7000)).firstViolation).toBeNull();
    expect(credited([...wake(5000, 6801, 7000), ...second])).toMatchObject({
      lateBoots: 2,
      firstViolation: 'BootRequestExpired',
    });
  });

  test('has a request after the end judged in the next period', () => {
    const events: readonly CreditEvent[] = [...sleep, ['target', END + 1, 'Up']];
    expect(credited(events).lateBoots).toBe(0);
  });
});

describe('every stream of reports', () => {
  const gaps = fc.array(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.boolean()), { maxLength: 300 });
  const anyStream = gaps.map((steps) => {
    let atS = START;
    let bootS = START - 5000;
    return steps.map(([gap, reboots]): CreditEvent => {
      bootS = reboots ? atS + Math.floor(gap / 2) : bootS;
      atS += gap;
      return ['uptime', atS, atS - bootS];
    });
  });

  test('is never credited more than the elapsed time plus the tolerance of each report', () => {
    fc.assert(
      fc.property(anyStream, (events) => {
        const lastS = events.at(-1)?.[1] ?? START;
        expect(credited(events).creditedS).toBeLessThanOrEqual(Math.min(lastS, END) - START + 60 * events.length);
      }),
      { numRuns: 200 },
    );
  });

  test('gives the same credit when the state is stored and resumed anywhere', () => {
    fc.assert(
      fc.property(anyStream, fc.nat(300), (events, cut) => {
        let run = startCredit(PERIOD, UNMANAGED, false);
        events.slice(0, cut).forEach((event) => takeEvent(run, event));
        run = JSON.parse(JSON.stringify(run)) as CreditRun;
        events.slice(cut).forEach((event) => takeEvent(run, event));
        expect(settleCredit(run).creditedS).toBe(credited(events).creditedS);
      }),
      { numRuns: 100 },
    );
  });

  test('loses nothing when a report of a steady stream is missing, except for the cap', () => {
    const all = credited(steady(100, 100)).creditedS;
    expect(credited(steady(100, 100).toSpliced(50, 1)).creditedS).toBe(all - (4800 - REPORT_CREDIT_CAP_S));
  });

  test('is sorted by time, and events of the same time keep their order', () => {
    const events: readonly CreditEvent[] = [
      report(100, 5000),
      ['target', START + 200, 'Down'],
      ['state', START + 200, 'Down'],
      report(2500, 7400),
    ];
    expect(credited([events[3] ?? report(0, 0), ...events.slice(0, 3)])).toEqual(credited(events));
  });
});

describe('the node identity at the end of a period', () => {
  const run = startCredit(PERIOD, UNMANAGED, false);
  takeEvent(run, report(100, 5000));
  test.each([
    [{ exists: false, hasRelay: false, hasValidPublicKey: false }, 'MissingTwin'],
    [{ exists: true, hasRelay: false, hasValidPublicKey: false }, 'MissingRelay'],
    [{ exists: true, hasRelay: true, hasValidPublicKey: false }, 'InvalidPublicKey'],
    [{ exists: true, hasRelay: true, hasValidPublicKey: true }, null],
  ] as const)('with %o gives %s', (twin, expected) => {
    expect(settleCredit(run, twin).firstViolation).toBe(expected);
  });

  test('is not required of a node that never reported', () => {
    const silent = startCredit(PERIOD, UNMANAGED, false);
    expect(
      settleCredit(silent, { exists: false, hasRelay: false, hasValidPublicKey: false }).firstViolation,
    ).toBeNull();
  });
});

describe('an invalid stream file', () => {
  const stream = { id: 'a', period: { start: START, end: END }, events: [['uptime', START, 5]] };
  test.each([
    [{ ...stream, events: [['uptime', START, -1]] }, 'event 1'],
    [{ ...stream, events: [['uptime', START]] }, 'event 1'],
    [
      {
        ...stream,
        events: [
          ['uptime', START, 1],
          ['state', START, 'Off'],
        ],
      },
      'event 2',
    ],
    [{ ...stream, events: undefined }, '"events"'],
    [{ ...stream, period: { start: END, end: START } }, '"period"'],
    [{ ...stream, initial_power: { state: 'Down', target: 'Up', down_since: null } }, 'down_since'],
    ['words', 'no stream'],
  ])('is refused with the position of the error: %#', (content, expected) => {
    expect(() => readCreditVectors(content)).toThrow(expected);
  });

  test('may contain a single stream or a list of streams', () => {
    expect(readCreditVectors(stream)).toHaveLength(1);
    expect(readCreditVectors([stream, stream])).toHaveLength(2);
  });
});
