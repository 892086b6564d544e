import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tariffBandSchema } from '#shared/contract/earnings/scenarios.ts';
import { civilDay, civilToUnixS } from '#shared/domain/earnings/civil-time.ts';
import {
  assertTariff,
  tariffFromHours,
  tariffStretches,
  type Tariff,
  usdPerWatt,
  usdPerWattInHours,
} from '#shared/domain/earnings/tariff.ts';
import { readTariffTable } from '#shared/domain/earnings/tariff-table.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { Decimal } from '#shared/decimal.ts';
import { allInEnglish } from '#shared/message.ts';

const D = (text: string | number) => new Decimal(text);
const WINTER: Tariff = {
  kind: 'time-of-use',
  timeZone: '+01:00',
  otherwiseUsdPerKwh: D('0.1'),
  bands: [
    {
      label: 'winter peak',
      months: [1, 2, 11, 12],
      weekdays: [1, 2, 3, 4, 5],
      fromHour: 17,
      untilHour: 21,
      usdPerKwh: D('0.4'),
    },
    {
      label: 'night',
      months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      fromHour: 22,
      untilHour: 6,
      usdPerKwh: D('0.05'),
    },
  ],
};

/** Hour by hour with the platform's own calendar. */
function walked(startS: number, endS: number): readonly (readonly number[])[] {
  const table = [0, 1, 2].map(() => Array.from({ length: 24 }, () => 0));
  for (let at = startS; at < endS; ) {
    const local = at + 3600;
    const date = new Date(local * 1000);
    const hour = date.getUTCHours();
    const weekday = ((date.getUTCDay() + 6) % 7) + 1;
    const isPeak = [1, 2, 11, 12].includes(date.getUTCMonth() + 1) && weekday <= 5 && hour >= 17 && hour < 21;
    const row = isPeak ? 0 : hour >= 22 || hour < 6 ? 1 : 2;
    const next = Math.min(endS, at + 3600 - (local % 3600));
    const cells = table[row] ?? [];
    cells[hour] = (cells[hour] ?? 0) + next - at;
    at = next;
  }
  return table;
}

describe('the calendar', () => {
  it('agrees with the platform over centuries, including leap days', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 200_000 }), (day) => {
        const date = new Date(day * 86_400_000);
        const found = civilDay(day);
        expect(found).toEqual({
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          day: date.getUTCDate(),
          weekday: ((date.getUTCDay() + 6) % 7) + 1,
        });
        expect(civilToUnixS(found.year, found.month, found.day)).toBe(day * 86_400);
      }),
      { numRuns: 300 },
    );
  });
});

describe('time-of-use tariffs', () => {
  it('count every second once, like an hour-by-hour walk', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_500_000_000, max: 1_900_000_000 }),
        fc.integer({ min: 0, max: PERIOD_LENGTH_S }),
        (start, length) => {
          const found = tariffStretches(WINTER, start, start + length).map((stretch) => stretch.secondsByHour);
          expect(found).toEqual(walked(start, start + length));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('cost the same as a flat tariff when all hours have the same price', () => {
    const [start, end] = [1_700_000_000, 1_700_000_000 + PERIOD_LENGTH_S];
    const flat = usdPerWatt({ kind: 'flat', usdPerKwh: D('0.2') }, start, end);
    const hours = usdPerWatt(tariffFromHours([{ fromHour: 3, usdPerKwh: D('0.2') }], '-05:00'), start, end);
    expect(flat.toFixed()).toBe('0.14616');
    expect(hours.toFixed()).toBe(flat.toFixed());
  });

  it('cover the whole day, across midnight, when prices start at hours', () => {
    const tariff = tariffFromHours(
      [
        { fromHour: 22, usdPerKwh: D('0.1') },
        { fromHour: 7, usdPerKwh: D('0.3') },
      ],
      'UTC',
    );
    const day = civilToUnixS(2026, 11, 2);
    expect(
      usdPerWatt(tariff, day, day + 86_400)
        .times(1000)
        .toFixed(),
    ).toBe('5.4');
    expect(
      usdPerWattInHours(tariff, day, day + 86_400, (hour) => hour >= 22)
        .times(1000)
        .toFixed(),
    ).toBe('0.2');
  });

  it.each([
    [{ ...WINTER, otherwiseUsdPerKwh: D(-1) }],
    [{ kind: 'flat', usdPerKwh: D('NaN') } as const],
    [{ ...WINTER, timeZone: 'Europe/Nowhere' }],
    [{ ...WINTER, timeZone: '+83:20' }],
  ])('refuse an impossible tariff', (tariff) => {
    expect(() => assertTariff(tariff)).toThrow(/must be/);
  });
});

const table = (...lines: readonly string[]) =>
  readTariffTable(lines.map((line, index) => ({ line: index + 1, cells: line.split(',') })));

describe('the tariff file', () => {
  it('has seasons across the new year, and rejected lines are named', () => {
    const { bands, rejected } = table(
      'months,weekdays,from_hour,until_hour,usd_per_kwh,label',
      '11-2,1-5,17,21,0.4,peak',
      ',,0,24,0.1,rest',
      '13,,0,24,0.1,x',
      ',,25,24,-1,y',
    );
    expect(bands.map((band) => [band.label, band.months.join(' '), band.weekdays.length])).toEqual([
      ['peak', '1 2 11 12', 5],
      ['rest', '1 2 3 4 5 6 7 8 9 10 11 12', 7],
    ]);
    expect(rejected.map((row) => row.line)).toEqual([4, 5]);
    expect(allInEnglish(rejected)[1]?.reason).toContain('usd_per_kwh');
  });

  // Catches a whole file that is lost for one long label, and cells without end in what it says of a row.
  it('has shortened labels and cell quotes in messages', () => {
    const long = '😀'.repeat(1000);
    const { bands, rejected } = table(
      'label,months,from_hour,until_hour,usd_per_kwh',
      `${long},,0,24,0.1`,
      `x,${long},0,24,1`,
    );
    expect(bands.map(({ label }) => tariffBandSchema.shape.label.safeParse(label).success)).toEqual([true]);
    expect(JSON.stringify(allInEnglish(rejected)).length).toBeLessThan(300);
  });

  it('requires its columns', () => {
    expect(() => table('hour,price')).toThrow('from_hour, until_hour and usd_per_kwh');
  });
});
