import type { BootStretch } from '#shared/domain/uptime/timeline.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import type { ObservedBoot } from '#shared/domain/uptime/observations.ts';
import {
  cutUnreachable,
  type FailedRounds,
  isUnreachable,
  takeRound,
  totalSeconds,
  unreachableWithin,
} from '#shared/domain/uptime/reachability.ts';
import { simulateCredit } from '#shared/domain/uptime/simulated-credit.ts';
import { computeTimeline } from '#shared/domain/uptime/timeline.ts';

const MINUTE_MS = 60_000;
const PAUSE_MS = 150_000;
const PERIOD = periodByIndex(90);
const START = PERIOD.startS;

/** The row after rounds of one a minute: `x` for one that no host answered. */
function after(rounds: string): FailedRounds | null {
  return Array.from(rounds).reduce<FailedRounds | null>((failed, letter, index) => {
    const startUptimeMs = index * MINUTE_MS;
    return takeRound(
      failed,
      { startUptimeMs, endUptimeMs: startUptimeMs + 5000, isAnswered: letter === 'o' },
      PAUSE_MS,
    );
  }, null);
}

/** Whether the machine of the property was up. */
function isUp(atS: number): boolean {
  return atS < 100 || (atS >= 150 && atS < 300);
}

function stretch(startS: number, endS: number, state: BootStretch['state']): BootStretch {
  return { startS, endS, state, isInferred: false, cause: null, bootId: state === 'up' ? 'boot' : null };
}

describe('probe rounds', () => {
  // Catches one lost packet, or a network that flaps, shown as an outage.
  it.each(['', 'o', 'x', 'xo', 'xoxoxo', 'xxo'])('"%s" leave the machine reachable', (rounds) => {
    expect(isUnreachable(after(rounds))).toBe(false);
  });

  // Catches an outage that begins only with the round that proved it.
  it('start an outage at the first of two consecutive failures', () => {
    expect(after('oxx')).toEqual({ count: 2, startUptimeMs: 60_000, lastUptimeMs: 125_000 });
    expect(isUnreachable(after('oxx'))).toBe(true);
  });

  // Catches a night of sleep between two failed rounds that is told as a night without a network.
  it('begin a new row after a pause between them', () => {
    const late = { startUptimeMs: 8 * 3_600_000, endUptimeMs: 8 * 3_600_000 + 5000, isAnswered: false };
    expect(takeRound(after('xxx'), late, PAUSE_MS)).toMatchObject({ count: 1, startUptimeMs: late.startUptimeMs });
  });
});

describe('unreachable time', () => {
  // Catches time that counts as down and as unreachable at once.
  it('lies within the uptime of the machine', () => {
    const stretches = [stretch(0, 100, 'up'), stretch(100, 200, 'down'), stretch(200, 300, 'up')];
    expect(unreachableWithin(stretches, [{ startS: 50, endS: 250 }])).toEqual([
      { startS: 50, endS: 100 },
      { startS: 200, endS: 250 },
    ]);
  });

  // Catches a second that counts twice after a clock was set back, and parts that lose or double time.
  it('never counts a second twice, and splits without losing one', () => {
    const second = fc.integer({ min: 0, max: 400 });
    const noted = fc.array(
      fc.tuple(second, second).map(([a, b]) => ({ startS: Math.min(a, b), endS: Math.max(a, b) })),
    );
    const stretches = [stretch(0, 100, 'up'), stretch(100, 150, 'unknown'), stretch(150, 300, 'up')];
    fc.assert(
      fc.property(noted, (windows) => {
        const found = unreachableWithin(stretches, windows);
        const isNoted = (atS: number) => windows.some(({ startS, endS }) => atS >= startS && atS < endS);
        const expected = Array.from({ length: 400 }, (_, atS) => atS).filter((atS) => isUp(atS) && isNoted(atS)).length;
        expect(totalSeconds(found)).toBe(expected);
        const parts = cutUnreachable(stretches, found);
        expect(totalSeconds(parts)).toBe(300);
        expect(totalSeconds(parts.filter(({ state }) => state === 'unreachable'))).toBe(expected);
        expect(parts.every((part, index) => index === 0 || part.startS === parts[index - 1]?.endS)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('credit while unreachable', () => {
  const boot: ObservedBoot = {
    bootId: 'boot',
    bootedAtMs: START * 1000,
    spans: [{ startMs: START * 1000, endMs: (START + 86_400) * 1000, end: 'open' }],
  };
  const nowMs = (START + 86_400) * 1000;
  const credit = (fromS: number, toS: number) =>
    simulateCredit([boot], PERIOD, nowMs, [{ startS: START + fromS, endS: START + toS }]).creditedS;

  // Catches doubt where there is none: no report was due, so the grid missed nothing.
  it('is certain as long as no report was due', () => {
    expect(credit(2500, 4700)).toEqual({ low: 86_400, high: 86_400 });
  });

  // Catches credit promised for a report that may never have arrived.
  it('is a range once a report was due: the next one adds 2460 s at most', () => {
    expect(credit(4700, 4900)).toEqual({ low: 86_400 - (4800 - 2460), high: 86_400 });
  });

  // Catches an unreachable machine that counts as down.
  it('does not affect clock checks', () => {
    const stretches = computeTimeline([boot], PERIOD, nowMs);
    expect(stretches.every(({ state }) => state === 'up')).toBe(true);
  });
});
