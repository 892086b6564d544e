import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tariffFromHours, tariffStretches, type Tariff, usdPerWatt } from '#shared/domain/earnings/tariff.ts';
import { fixedTimeZone, isTimeZone, offsetSpans } from '#shared/domain/earnings/zone-offsets.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { Decimal } from '#shared/decimal.ts';
import { DAY_S, HOUR_S } from '#shared/units.ts';

const at = (iso: string) => Date.parse(iso) / 1000;
/** Hours from UTC before and after each change of the clocks in a stretch, with the instant of the change. */
const changes = (timeZone: string, fromIso: string, toIso: string) =>
  offsetSpans(timeZone, at(fromIso), at(toIso)).map((span) => [
    new Date(span.startS * 1000).toISOString().slice(0, 16),
    span.offsetS / HOUR_S,
  ]);

const inFiveYears = (timeZone: string) => changes(timeZone, '2026-01-01T00:00Z', '2031-01-01T00:00Z');

/** Dear from 2:00 to 4:00 every day, in the clocks of a zone. */
const smallHours = (timeZone: string): Tariff => ({
  kind: 'time-of-use',
  timeZone,
  otherwiseUsdPerKwh: new Decimal(0),
  bands: [
    {
      label: 'small hours',
      months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      fromHour: 2,
      untilHour: 4,
      usdPerKwh: new Decimal(1),
    },
  ],
});
const dearSeconds = (timeZone: string, fromIso: string, toIso: string) =>
  tariffStretches(smallHours(timeZone), at(fromIso), at(toIso))[0]?.secondsByHour.slice(2, 4);

describe('daylight saving time changes', () => {
  // Catches a tariff that is an hour off for half of the year.
  it('Europe/Brussels: are at 01:00 UTC on the last Sundays of March and October', () => {
    expect(changes('Europe/Brussels', '2026-01-01T00:00Z', '2027-01-01T00:00Z')).toEqual([
      ['2026-01-01T00:00', 1],
      ['2026-03-29T01:00', 2],
      ['2026-10-25T01:00', 1],
    ]);
  });

  it('America/New_York: are at 2:00 local time in March and November', () => {
    expect(changes('America/New_York', '2026-01-01T00:00Z', '2027-01-01T00:00Z')).toEqual([
      ['2026-01-01T00:00', -5],
      ['2026-03-08T07:00', -4],
      ['2026-11-01T06:00', -5],
    ]);
  });

  // Catches a change that is stepped over because the next one undoes it within two weeks.
  it('Asia/Gaza: include a week of daylight saving time after Ramadan in October 2040', () => {
    expect(changes('Asia/Gaza', '2040-10-01T00:00Z', '2040-11-01T00:00Z')).toEqual([
      ['2040-10-01T00:00', 2],
      ['2040-10-20T00:00', 3],
      ['2040-10-26T23:00', 2],
    ]);
  });

  it('do not exist in zones without daylight saving time and for fixed offsets', () => {
    expect(inFiveYears('Asia/Kolkata')).toEqual([['2026-01-01T00:00', 5.5]]);
    expect(inFiveYears('Africa/Lagos')).toEqual([['2026-01-01T00:00', 1]]);
    expect(inFiveYears('-09:30')).toEqual([['2026-01-01T00:00', -9.5]]);
  });

  // Catches changes that are smaller than an hour, and those of a zone that leaves its offset for one month a year.
  it('are half an hour on Lord Howe, and only for Ramadan in Casablanca', () => {
    expect(changes('Australia/Lord_Howe', '2026-01-01T00:00Z', '2026-07-01T00:00Z').map(([, hours]) => hours)).toEqual([
      11, 10.5,
    ]);
    expect(changes('Africa/Casablanca', '2026-01-01T00:00Z', '2026-07-01T00:00Z').map(([, hours]) => hours)).toEqual([
      1, 0, 1,
    ]);
  });

  it('produce spans without gaps however a range is split, equal to the platform’s calendar', () => {
    const zones = fc.constantFrom(
      'Europe/Brussels',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      '+03:00',
    );
    fc.assert(
      fc.property(
        zones,
        fc.integer({ min: 1_500_000_000, max: 2_000_000_000 }),
        fc.integer({ min: 1, max: 3 * PERIOD_LENGTH_S }),
        (timeZone, start, length) => {
          const spans = offsetSpans(timeZone, start, start + length);
          expect([spans[0]?.startS, spans.at(-1)?.endS]).toEqual([start, start + length]);
          const hourOf = new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', hourCycle: 'h23' });
          for (const [index, span] of spans.entries()) {
            expect(span.startS).toBe(spans[index - 1]?.endS ?? start);
            const local = new Date((span.startS + span.offsetS) * 1000);
            expect(Number(hourOf.format(span.startS * 1000))).toBe(local.getUTCHours());
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('hours on days with a clock change', () => {
  // Catches a skipped hour that is charged, and a repeated hour that is charged once.
  it.each([
    ['Europe/Brussels', 'spring', '2026-03-28T23:00Z', '2026-03-29T22:00Z', [0, HOUR_S]],
    ['Europe/Brussels', 'autumn', '2026-10-24T22:00Z', '2026-10-25T23:00Z', [2 * HOUR_S, HOUR_S]],
    ['America/New_York', 'spring', '2026-03-08T05:00Z', '2026-03-09T04:00Z', [0, HOUR_S]],
    ['America/New_York', 'autumn', '2026-11-01T04:00Z', '2026-11-02T05:00Z', [HOUR_S, HOUR_S]],
    ['Africa/Lagos', 'spring', '2026-03-28T23:00Z', '2026-03-29T23:00Z', [HOUR_S, HOUR_S]],
    ['Africa/Lagos', 'autumn', '2026-10-24T23:00Z', '2026-10-25T23:00Z', [HOUR_S, HOUR_S]],
  ] as const)('%s in %s: add up to the length of the local day', (zone, _season, from, to, expected) => {
    expect(dearSeconds(zone, from, to)).toEqual(expected);
  });

  it('charge a summer afternoon by the summer clock', () => {
    const peak = tariffFromHours(
      [
        { fromHour: 17, usdPerKwh: new Decimal('0.5') },
        { fromHour: 21, usdPerKwh: new Decimal(0) },
      ],
      'Europe/Brussels',
    );
    const perKw = (iso: string) =>
      usdPerWatt(peak, at(iso), at(iso) + HOUR_S)
        .times(1000)
        .toFixed();
    expect([perKw('2026-07-01T15:00Z'), perKw('2026-07-01T19:00Z')]).toEqual(['0.5', '0']);
    expect([perKw('2026-01-15T15:00Z'), perKw('2026-01-15T16:00Z')]).toEqual(['0', '0.5']);
  });

  it('cost the same in every zone when all hours have the same price', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/Brussels', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', '-03:30'),
        fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }),
        fc.integer({ min: 0, max: 400 * DAY_S }),
        fc.integer({ min: 0, max: 23 }),
        (timeZone, start, length, fromHour) => {
          const price = { usdPerKwh: new Decimal('0.21') };
          const flat = usdPerWatt({ kind: 'flat', ...price }, start, start + length);
          const zoned = usdPerWatt(tariffFromHours([{ fromHour, ...price }], timeZone), start, start + length);
          expect(zoned.toFixed()).toBe(flat.toFixed());
        },
      ),
      { numRuns: 80 },
    );
  });
});

describe('time zone names', () => {
  it.each(['Europe/Brussels', 'America/New_York', 'UTC', '+05:30', '-14:00'])('%s is one', (timeZone) => {
    expect(isTimeZone(timeZone)).toBe(true);
  });

  it.each(['', 'Europe/Atlantis', '+15:00', '+05:99', 'summer'])('"%s" is none', (timeZone) => {
    expect(isTimeZone(timeZone)).toBe(false);
  });

  it('are named in the error when they do not exist, and not treated as UTC', () => {
    expect(() => offsetSpans('Europe/Atlantis', 0, 1)).toThrow('There is no time zone "Europe/Atlantis"');
  });

  it('include one for a tariff that was stored with minutes from UTC', () => {
    expect([60, -210, 0, 840].map(fixedTimeZone)).toEqual(['+01:00', '-03:30', '+00:00', '+14:00']);
    expect(offsetSpans(fixedTimeZone(-210), 0, 10)).toEqual([{ startS: 0, endS: 10, offsetS: -12_600 }]);
  });
});
