import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bootsFromReports, type ObservedBoot, type SpanEnd } from '#shared/domain/uptime/observations.ts';
import { runningSessions, simulateCredit } from '#shared/domain/uptime/simulated-credit.ts';
import { findOutages, computeTimeline, totalStates } from '#shared/domain/uptime/timeline.ts';

const START = 1_764_541_960;
const PERIOD = { startS: START, endS: START + 2_630_880 };

/** A boot with watched spans, all in seconds after the period's start. */
function boot(
  id: string,
  bootedAt: number,
  ...spans: readonly (readonly [from: number, to: number, end: SpanEnd])[]
): ObservedBoot {
  return {
    bootId: id,
    bootedAtMs: (START + bootedAt) * 1000,
    spans: spans.map(([from, to, end]) => ({ startMs: (START + from) * 1000, endMs: (START + to) * 1000, end })),
  };
}

function truthUntil(nowAfterS: number, ...boots: readonly ObservedBoot[]) {
  return computeTimeline(boots, PERIOD, (START + nowAfterS) * 1000).map(
    ({ startS, endS, state, cause, isInferred }) =>
      `${startS - START}-${endS - START} ${state}${isInferred ? '~' : ''}${cause === null ? '' : ` ${cause}`}`,
  );
}

const after = (bootS: number) =>
  truthUntil(9000, boot('a', -50, [0, 300, 'signal']), boot('b', bootS, [bootS, 9000, 'open']))[1];

describe('the timeline of a node', () => {
  test('is unknown, not down, without a record', () => {
    expect(truthUntil(1000)).toEqual(['0-1000 unknown~ not-watched']);
  });

  test('is up between boot and first heartbeat, and unknown before the boot', () => {
    expect(truthUntil(1000, boot('a', 100, [300, 1000, 'open']))).toEqual([
      '0-100 unknown~ not-watched',
      '100-300 up~',
      '300-1000 up',
    ]);
  });

  test('is down after a crash from the last heartbeat to the next boot', () => {
    expect(truthUntil(900, boot('a', -50, [0, 500, 'open']), boot('b', 700, [760, 900, 'open']))).toEqual([
      '0-500 up',
      '500-700 down~ crash',
      '700-760 up~',
      '760-900 up',
    ]);
  });

  test('has no downtime when the app was closed on a running machine: the boot is the same', () => {
    expect(truthUntil(900, boot('a', -50, [0, 300, 'quit'], [700, 900, 'open']))).toEqual([
      '0-300 up',
      '300-700 up~ app-off',
      '700-900 up',
    ]);
  });

  test('is unknown when the app was closed before a reboot', () => {
    expect(truthUntil(900, boot('a', -50, [0, 300, 'quit']), boot('b', 700, [700, 900, 'open']))).toEqual([
      '0-300 up',
      '300-700 unknown~ app-off',
      '700-900 up',
    ]);
  });

  test('is a reboot when the system ended the recorder shortly before a boot, and unknown when long before', () => {
    expect(after(1200)).toBe('300-1200 down~ reboot');
    expect(after(1201)).toBe('300-1201 unknown~ app-off');
  });

  test('is down during a suspend within one boot', () => {
    expect(truthUntil(900, boot('a', -50, [0, 300, 'suspend'], [700, 900, 'open']))[1]).toBe('300-700 down~ suspend');
  });

  test('is unknown now when the recorder fell silent', () => {
    expect(truthUntil(650, boot('a', -50, [0, 500, 'open']))[1]).toBe('500-650 up~');
    expect(truthUntil(651, boot('a', -50, [0, 500, 'open']))[1]).toBe('500-651 unknown~ app-off');
  });

  test('counts time claimed by two boots once', () => {
    expect(truthUntil(900, boot('a', -50, [0, 500, 'open']), boot('b', 200, [250, 900, 'open']))).toEqual([
      '0-500 up',
      '500-900 up',
    ]);
  });

  test('marks planned maintenance, which counts all the same', () => {
    const stretches = computeTimeline(
      [boot('a', -50, [0, 500, 'shutdown']), boot('b', 700, [760, 900, 'open'])],
      PERIOD,
      (START + 900) * 1000,
    );
    expect(findOutages(stretches, [{ startS: START + 490, endS: START + 600 }])).toEqual([
      { startS: START + 500, endS: START + 700, cause: 'reboot', isPlanned: true },
    ]);
    expect(totalStates(stretches)).toEqual({ upS: 700, downS: 200, unknownS: 0 });
  });
});

test('derives boots from reports: a gap within one boot is no downtime, a new boot is', () => {
  const boots = bootsFromReports([
    { atS: START + 100, upS: 600 },
    { atS: START + 9000, upS: 9505 },
    { atS: START + 12_000, upS: 300 },
  ]);
  expect(truthUntil(12_000, ...boots)).toEqual([
    '0-100 up~',
    '100-9000 up',
    '9000-11700 down~ crash',
    '11700-12000 up~',
  ]);
});

const anyHistory = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 90_000 }),
      fc.integer({ min: 0, max: 90_000 }),
      fc.constantFrom('open', 'quit', 'signal', 'shutdown', 'suspend'),
    ),
    { maxLength: 20 },
  )
  .map((steps) => {
    let atS = -1000;
    return steps.map(([gap, length, end], index) => {
      const from = atS + gap;
      atS = from + length;
      return boot(`b${index}`, from - Math.floor(gap / 2), [from, atS, end]);
    });
  });

describe('every history', () => {
  test('has states that add up to the elapsed time, without overlaps or gaps', () => {
    fc.assert(
      fc.property(anyHistory, fc.integer({ min: 1, max: 2_700_000 }), (boots, nowAfterS) => {
        const stretches = computeTimeline(boots, PERIOD, (START + nowAfterS) * 1000);
        const { upS, downS, unknownS } = totalStates(stretches);
        expect(upS + downS + unknownS).toBe(Math.min(nowAfterS, 2_630_880));
        stretches.forEach((stretch, index) => {
          expect(stretch.startS).toBe(stretches[index - 1]?.endS ?? START);
          expect(stretch.endS).toBeGreaterThan(stretch.startS);
        });
      }),
      { numRuns: 200 },
    );
  });

  test('simulates honest reports without violations, and is never worse with the unknown time up', () => {
    fc.assert(
      fc.property(anyHistory, fc.integer({ min: 1, max: 2_700_000 }), (boots, nowAfterS) => {
        const { low, high } = simulateCredit(boots, PERIOD, (START + nowAfterS) * 1000);
        expect(low.result.firstViolation).toBeNull();
        expect(high.result.firstViolation).toBeNull();
        const elapsedS = Math.min(nowAfterS, 2_630_880);
        for (const side of [low, high]) {
          expect(side.result.creditedS + side.pendingS).toBeLessThanOrEqual(elapsedS);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the simulated stream', () => {
  // Catches a violation that shows for one second in 2400: the last report sent twice.
  test('sends no report twice when unobserved time ends at a due time', () => {
    const { high } = simulateCredit([boot('a', 0, [0, 600, 'quit'])], PERIOD, (START + 4800) * 1000);
    expect(high.result).toMatchObject({ firstViolation: null, creditedS: 4800 });
  });

  test('credits a complete period of uptime in full, to the second, after the report beyond the end', () => {
    const always = boot('a', -5000, [0, 2_634_000, 'open']);
    expect(simulateCredit([always], PERIOD, (START + 2_634_000) * 1000).creditedS).toEqual({
      low: 2_630_880,
      high: 2_630_880,
    });
  });

  test('loses the time since the last report in a crash', () => {
    const boots = [boot('a', 0, [0, 3000, 'open']), boot('b', 4000, [4000, 9000, 'open'])];
    const { low } = simulateCredit(boots, PERIOD, (START + 9000) * 1000);
    expect(low.result.creditedS).toBe(2400 + 4800);
    expect(low.pendingS).toBe(200);
  });

  test('is not credited for sleep within a boot', () => {
    const boots = [boot('a', 0, [0, 2400, 'suspend'], [50_000, 52_400, 'open'])];
    const nowMs = (START + 52_400) * 1000;
    const stretches = computeTimeline(boots, PERIOD, nowMs);
    const sessions = runningSessions(stretches, new Map([['a', START]]), 'low');
    expect(sessions.map(({ bootedAtS, toS }) => [bootedAtS - START, toS - START])).toEqual([
      [0, 2400],
      [50_000, 52_400],
    ]);
    expect(simulateCredit(boots, PERIOD, nowMs).creditedS.low).toBe(4800);
  });

  test('makes a range of unobserved time', () => {
    const half = boot('a', 1_000_000, [1_000_000, 2_000_000, 'open']);
    const { creditedS } = simulateCredit([half], PERIOD, (START + 2_000_000) * 1000);
    expect(creditedS.low).toBeLessThan(1_000_001);
    expect(creditedS.high).toBeGreaterThan(1_990_000);
  });
});
