import type { TimeWindow } from '#shared/contract/uptime/uptime.ts';
import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message, type Message, type Text } from '#shared/message.ts';
import { DAY_S, HOUR_S } from '#shared/units.ts';
import { overlapSeconds } from '#shared/domain/time-windows.ts';
import { civilDay, civilToUnixS } from './civil-time.ts';
import { isTimeZone, offsetSpans } from './zone-offsets.ts';

const HOURS_A_DAY = 24;
/** Watt-seconds in a kilowatt-hour. */
const WATT_SECONDS_PER_KWH = 3_600_000;
/** The hours of a flat tariff all cost the same: any clock will do. */
const UTC = '+00:00';

/**
 * A price that holds in some months, on some weekdays, from one full hour until another of the local day. `untilHour`
 * is exclusive, 1 to 24; when it is not after `fromHour` the band runs over midnight. Months 1 to 12, weekdays 1
 * (Monday) to 7.
 */
export interface TariffBand {
  readonly label: string;
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
  readonly fromHour: number;
  readonly untilHour: number;
  readonly usdPerKwh: Decimal;
}

/**
 * What a kilowatt-hour costs. In `time-of-use` the first band that matches an hour counts, and `otherwiseUsdPerKwh`
 * where none does. Hours, weekdays and months are those of the clocks of `timeZone`, summer time included: an IANA name,
 * or a fixed distance from UTC like "+01:00".
 */
export type Tariff =
  | { readonly kind: 'flat'; readonly usdPerKwh: Decimal }
  | {
      readonly kind: 'time-of-use';
      readonly timeZone: string;
      readonly bands: readonly TariffBand[];
      readonly otherwiseUsdPerKwh: Decimal;
    };

/** How long each price held at each hour of the local day, within some stretch of time. */
export interface TariffStretch {
  readonly usdPerKwh: Decimal;
  /** Seconds by hour of the local day, 24 entries. */
  readonly secondsByHour: readonly number[];
}

/** Every month of a year, for bands that hold all year. */
export const ALL_MONTHS: readonly number[] = Array.from({ length: 12 }, (_, index) => index + 1);
/** Every day of a week, for bands that hold all week. */
export const ALL_WEEKDAYS: readonly number[] = Array.from({ length: 7 }, (_, index) => index + 1);

function assertPrice(price: Decimal, label: Text): void {
  if (!price.isFinite() || price.isNegative()) {
    throw invalidInput(
      message('earnings:core.electricityPriceNegative', { label }),
      message('earnings:core.giveUsdPerKwh'),
      {
        field: 'usdPerKwh',
      },
    );
  }
}

function assertWhole(values: readonly number[], low: number, high: number, what: Message): void {
  if (!values.every((value) => Number.isInteger(value) && value >= low && value <= high)) {
    throw invalidInput(
      message('earnings:core.rangeNotWholeNumbers', { what, low, high }),
      message('earnings:core.correctTariff'),
      {
        field: 'tariff',
      },
    );
  }
}

/** @throws FarmerError INVALID_INPUT for a negative price, an hour, month or weekday that does not exist */
export function assertTariff(tariff: Tariff): void {
  if (tariff.kind === 'flat') {
    assertPrice(tariff.usdPerKwh, message('earnings:core.theTariff'));
    return;
  }
  assertPrice(tariff.otherwiseUsdPerKwh, message('earnings:core.theRemainingHours'));
  if (!isTimeZone(tariff.timeZone)) {
    throw invalidInput(
      message('earnings:core.tariffTimeZoneUnknown', {
        timeZone: tariff.timeZone.slice(0, 40),
      }),
      message('earnings:core.nameTimeZone'),
      { field: 'timeZone' },
    );
  }
  for (const band of tariff.bands) {
    assertPrice(band.usdPerKwh, `"${band.label}"`);
    assertWhole(band.months, 1, 12, message('earnings:core.months'));
    assertWhole(band.weekdays, 1, 7, message('earnings:core.weekdays'));
    assertWhole([band.fromHour], 0, 23, message('earnings:core.startingHours'));
    assertWhole([band.untilHour], 1, 24, message('earnings:core.endingHours'));
  }
}

function coversHour(band: TariffBand, hour: number): boolean {
  return band.fromHour < band.untilHour
    ? hour >= band.fromHour && hour < band.untilHour
    : hour >= band.fromHour || hour < band.untilHour;
}

/** The index of the band that counts in each hour of a day; the number of bands means "otherwise". */
function computeBandsOfDay(bands: readonly TariffBand[], month: number, weekday: number): readonly number[] {
  const today = bands.map((band) => band.months.includes(month) && band.weekdays.includes(weekday));
  return Array.from({ length: HOURS_A_DAY }, (_, hour) => {
    const index = bands.findIndex((band, position) => today[position] === true && coversHour(band, hour));
    return index === -1 ? bands.length : index;
  });
}

/** A year has only 84 kinds of day, so each is computed once for a tariff, however many periods are computed. */
const knownDays = new WeakMap<readonly TariffBand[], Map<number, readonly number[]>>();

function bandsOfDay(bands: readonly TariffBand[], month: number, weekday: number): readonly number[] {
  const days = knownDays.get(bands) ?? new Map<number, readonly number[]>();
  knownDays.set(bands, days);
  const key = month * 8 + weekday;
  const day = days.get(key) ?? computeBandsOfDay(bands, month, weekday);
  days.set(key, day);
  return day;
}

type SecondsTable = readonly number[][];

function addSeconds(table: SecondsTable, band: number | undefined, hour: number, seconds: number): void {
  const row = table[band ?? 0];
  if (row !== undefined) {
    row[hour] = (row[hour] ?? 0) + seconds;
  }
}

/** Adds the hours of a number of whole days with the same prices. */
function addWholeDays(table: SecondsTable, bandOfHour: readonly number[], days: number): void {
  for (let hour = 0; hour < HOURS_A_DAY; hour += 1) {
    addSeconds(table, bandOfHour[hour], hour, days * HOUR_S);
  }
}

/** Adds a day's hours, cut to the stretch. */
function addCutDay(table: SecondsTable, bandOfHour: readonly number[], dayStartS: number, stretch: TimeWindow) {
  for (let hour = 0; hour < HOURS_A_DAY; hour += 1) {
    const startS = dayStartS + hour * HOUR_S;
    addSeconds(table, bandOfHour[hour], hour, overlapSeconds({ startS, endS: startS + HOUR_S }, stretch));
  }
}

/** Adds whole days from `firstDay` up to but not including `endDay`, month by month: each weekday is counted, not walked. */
function addDays(table: SecondsTable, bands: readonly TariffBand[], firstDay: number, endDay: number): void {
  let day = firstDay;
  while (day < endDay) {
    const { year, month, weekday } = civilDay(day);
    const nextMonth = civilToUnixS(month === 12 ? year + 1 : year, (month % 12) + 1, 1) / DAY_S;
    const days = Math.min(nextMonth, endDay) - day;
    for (let offset = 0; offset < Math.min(7, days); offset += 1) {
      const bandOfHour = bandsOfDay(bands, month, ((weekday - 1 + offset) % 7) + 1);
      addWholeDays(table, bandOfHour, Math.ceil((days - offset) / 7));
    }
    day += days;
  }
}

function addCutDayAt(table: SecondsTable, bands: readonly TariffBand[], day: number, stretch: TimeWindow): void {
  const { month, weekday } = civilDay(day);
  addCutDay(table, bandsOfDay(bands, month, weekday), day * DAY_S, stretch);
}

/** Adds a stretch of local seconds: whole days by their kind, the cut ones at its ends hour by hour. */
function addStretch(table: SecondsTable, bands: readonly TariffBand[], stretch: TimeWindow): void {
  const [firstWhole, endWhole] = [Math.ceil(stretch.startS / DAY_S), Math.floor(stretch.endS / DAY_S)];
  addDays(table, bands, firstWhole, endWhole);
  if (firstWhole > endWhole) {
    addCutDayAt(table, bands, endWhole, stretch);
    return;
  }
  addCutDayAt(table, bands, firstWhole - 1, stretch);
  addCutDayAt(table, bands, endWhole, stretch);
}

/**
 * How long each price holds, by hour of the local day, between two instants. The hour that a clock skips in spring counts
 * for nothing, the one that it repeats in autumn counts twice.
 * @param startS unix seconds
 * @param endS unix seconds, not before `startS`
 * Source: docs/rules.md#electricity
 */
export function tariffStretches(tariff: Tariff, startS: number, endS: number): readonly TariffStretch[] {
  const bands = tariff.kind === 'flat' ? [] : tariff.bands;
  const table = Array.from({ length: bands.length + 1 }, () => Array.from({ length: HOURS_A_DAY }, () => 0));
  const timeZone = tariff.kind === 'flat' ? UTC : tariff.timeZone;
  for (const span of offsetSpans(timeZone, startS, endS)) {
    addStretch(table, bands, { startS: span.startS + span.offsetS, endS: span.endS + span.offsetS });
  }
  const otherwise = tariff.kind === 'flat' ? tariff.usdPerKwh : tariff.otherwiseUsdPerKwh;
  return table.map((secondsByHour, index) => ({ usdPerKwh: bands[index]?.usdPerKwh ?? otherwise, secondsByHour }));
}

/** What one watt costs, drawn all through a stretch of time, in USD. Exact. Source: docs/rules.md#electricity */
export function usdPerWatt(tariff: Tariff, startS: number, endS: number): Decimal {
  if (tariff.kind === 'flat') {
    return tariff.usdPerKwh.times(endS - startS).div(WATT_SECONDS_PER_KWH);
  }
  return tariffStretches(tariff, startS, endS)
    .reduce(
      (sum, stretch) =>
        sum.plus(stretch.usdPerKwh.times(stretch.secondsByHour.reduce((total, seconds) => total + seconds, 0))),
      new Decimal(0),
    )
    .div(WATT_SECONDS_PER_KWH);
}

/** What one watt costs, drawn only in some hours of the local day, in USD. Source: docs/rules.md#electricity */
export function usdPerWattInHours(
  tariff: Tariff,
  startS: number,
  endS: number,
  isHourIn: (hour: number) => boolean,
): Decimal {
  return tariffStretches(tariff, startS, endS)
    .reduce(
      (sum, stretch) =>
        sum.plus(
          stretch.usdPerKwh.times(
            stretch.secondsByHour.reduce((total, seconds, hour) => (isHourIn(hour) ? total + seconds : total), 0),
          ),
        ),
      new Decimal(0),
    )
    .div(WATT_SECONDS_PER_KWH);
}

/** The average price of a kilowatt-hour for a steady load between two instants, in USD. */
export function averageUsdPerKwh(tariff: Tariff, startS: number, endS: number): Decimal {
  return usdPerWatt(tariff, startS, endS)
    .times(WATT_SECONDS_PER_KWH)
    .div(endS - startS);
}

/** A tariff of prices that each start at an hour of the zone's day and last until the next, all year. */
export function tariffFromHours(
  starts: readonly { readonly fromHour: number; readonly usdPerKwh: Decimal }[],
  timeZone: string,
): Tariff {
  const sorted = starts.toSorted((a, b) => a.fromHour - b.fromHour);
  const [first] = sorted;
  if (first === undefined) {
    throw invalidInput(message('earnings:core.tariffEmpty'), message('earnings:core.addTariffPrice'), {
      field: 'bands',
    });
  }
  const bands = sorted.map((start, index) => {
    const next = sorted[(index + 1) % sorted.length] ?? first;
    return {
      label: `from ${start.fromHour}:00`,
      months: ALL_MONTHS,
      weekdays: ALL_WEEKDAYS,
      fromHour: start.fromHour,
      untilHour: next.fromHour === 0 ? HOURS_A_DAY : next.fromHour,
      usdPerKwh: start.usdPerKwh,
    };
  });
  return { kind: 'time-of-use', timeZone, bands, otherwiseUsdPerKwh: first.usdPerKwh };
}
