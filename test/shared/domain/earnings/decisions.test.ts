import { describe, expect, it } from 'vitest';
import { canonicalJson, type CanonicalValue } from '#shared/domain/earnings/canonical-json.ts';
import { cheapestFix, rankParts } from '#shared/domain/earnings/decisions.ts';
import type { PricedPart } from '#shared/contract/earnings/decisions.ts';
import { downSecondsOf } from '#shared/domain/earnings/own-record.ts';
import { evaluateStandby } from '#shared/domain/earnings/standby.ts';
import { PERIOD_LENGTH_S, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { NO_RESOURCES } from '#shared/domain/hardware/resources.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { TITAN } from '#test/support/earning-assumptions.ts';
import { readGolden } from '#test/support/golden.ts';

const GIB = 2 ** 30;
const D = (text: string | number) => new Decimal(text);
const part = (id: string, priceUsd: string, adds: Partial<typeof NO_RESOURCES>): PricedPart => ({
  id,
  label: id,
  adds: { ...NO_RESOURCES, ...adds },
  priceUsd: D(priceUsd),
  addsSlices: 0,
  addsWatts: D(0),
});
const minting = { ...TITAN, rules: 'minting-v3' } as const;

describe('ranking parts', () => {
  it('ranks by gain per USD: a large disk that gains more in total may still come second', () => {
    const ranked = rankParts(minting, [
      part('hdd', '200', { hruBytes: 12_000 * GIB }),
      part('memory', '60', { mruBytes: 32 * GIB }),
      part('cores', '100', { cru: 8 }),
    ]);
    expect(ranked.map((gain) => [gain.part.id, toPlain(gain.gainPerMonth), gain.paybackMonths])).toEqual([
      ['memory', '19.2', 4],
      ['hdd', '10', 20],
      ['cores', '0', null],
    ]);
  });

  it('subtracts the power draw of a part from its gain', () => {
    const hungry = { ...part('hdd', '200', { hruBytes: 1200 * GIB }), addsWatts: D(20) };
    expect(rankParts(minting, [hungry])[0]?.gainPerMonth.isNegative()).toBe(true);
    expect(rankParts(minting, [hungry])[0]?.paybackMonths).toBeNull();
  });

  it('refuses a free part, whose gain per USD would be infinite', () => {
    expect(() => rankParts(minting, [part('free', '0', { cru: 1 })])).toThrow('above zero');
  });
});

describe('the cheapest fix', () => {
  const bare = {
    ...minting,
    node: { ...minting.node, resources: { cru: 4, mruBytes: GIB, sruBytes: 0, hruBytes: 0 } },
  };
  const isEligible = (r: { readonly mruBytes: number; readonly sruBytes: number }) =>
    r.mruBytes >= 2 * GIB && r.sruBytes >= 100 * GIB;

  it('prefers two cheap parts to an expensive one', () => {
    const parts = [
      part('board with all', '300', { mruBytes: 8 * GIB, sruBytes: 200 * GIB }),
      part('memory', '20', { mruBytes: 8 * GIB }),
      part('ssd', '30', { sruBytes: 128 * GIB }),
      part('hdd', '5', { hruBytes: 4000 * GIB }),
    ];
    const fix = cheapestFix(bare, parts, isEligible);
    expect(fix?.parts.map((entry) => entry.id)).toEqual(['memory', 'ssd']);
    expect(fix && toPlain(fix.priceUsd)).toBe('50');
  });

  it('is null when nothing helps, and empty when nothing is needed', () => {
    expect(cheapestFix(bare, [part('hdd', '5', { hruBytes: GIB })], isEligible)).toBeNull();
    expect(cheapestFix(minting, [], isEligible)).toMatchObject({ parts: [], paybackMonths: 0 });
  });
});

describe('the decision to sleep', () => {
  const plan = { wattsAsleep: D(4), fromHour: 23, untilHour: 7, lateChance: D(0), lostUse: D(0) };

  it('saves watts times hours times price when no wake-up is ever late', () => {
    const found = evaluateStandby(minting, plan);
    expect(found.sleepHoursPerDay).toBe(8);
    expect(found.verdict).toBe('sleep');
    expect(found.energySaved.gt('0.75') && found.energySaved.lt('0.82')).toBe(true);
  });

  it('is negative when a late wake-up is likely, because the reward exceeds the energy', () => {
    const found = evaluateStandby(minting, { ...plan, lateChance: D('0.05') });
    expect(found.verdict).toBe('stay');
    expect(found.lossChance.toFixed(4)).toBe('0.4634');
  });

  it('breaks even at the stated probability', () => {
    const { breakEvenLateChance } = evaluateStandby(minting, plan);
    const at = (chance: Decimal) => evaluateStandby(minting, { ...plan, lateChance: chance }).verdict;
    expect(breakEvenLateChance && at(breakEvenLateChance)).toBe('sleep');
    expect(breakEvenLateChance && at(breakEvenLateChance.plus('0.0001'))).toBe('stay');
  });

  it.each([
    ['0', '0.0000'],
    ['0.001', '0.0005'],
    ['1', '1.0000'],
  ])('forgives one late wake-up: with a probability of %s each, %s loses the period', (lateChance, lossChance) => {
    const found = evaluateStandby(minting, { ...plan, lateChance: D(lateChance) });
    expect(found.lossChance.toFixed(4)).toBe(lossChance);
  });

  it.each([{ fromHour: 5, untilHour: 5 }, { wattsAsleep: D(21) }, { lateChance: D('1.1') }])('refuses %j', (bad) => {
    expect(() => evaluateStandby(minting, { ...plan, ...bad })).toThrow(/must be|runs from/);
  });
});

describe('canonical text', () => {
  it('equals that of an implementation in another language, and refuses fractions', () => {
    const golden = readGolden('report-hash.json') as { readonly document: CanonicalValue; readonly canonical: string };
    expect(canonicalJson(golden.document)).toBe(golden.canonical);
    expect(() => canonicalJson({ amount: 0.1 })).toThrow('whole numbers');
    expect(canonicalJson({ zero: -0 })).toBe('{"zero":0}');
  });
});

const boot = (startS: number, endS: number) => ({
  bootId: String(startS),
  bootedAtMs: startS * 1000,
  spans: [{ startMs: startS * 1000, endMs: endS * 1000, end: 'shutdown' as const }],
});

describe('the node’s own record', () => {
  const period = periodByIndex(100);
  const nowMs = (period.endS + 10_000) * 1000;

  it('counts the gap between two boots as downtime', () => {
    const boots = [
      boot(period.startS - 100, period.startS + 1_000_000),
      boot(period.startS + 1_100_000, period.endS + 5000),
    ];
    expect(downSecondsOf(boots, period, nowMs)).toBe(100_000);
  });

  it('is unknown for a period that was hardly observed', () => {
    expect(downSecondsOf([boot(period.endS - 1000, period.endS + 5000)], period, nowMs)).toBeNull();
    expect(downSecondsOf([], period, nowMs)).toBeNull();
    expect(PERIOD_LENGTH_S).toBe(2_630_880);
  });
});
