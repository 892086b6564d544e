import { Decimal, isPlainDecimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { RejectedRow, TableRow } from '#shared/domain/table-header.ts';
import { MAX_BAND_LABEL } from './limits.ts';
import { ALL_MONTHS, ALL_WEEKDAYS, type TariffBand } from './tariff.ts';

/** The content of a tariff file. Rows that cannot be read are rejected with a reason, never guessed. */
export interface TariffTable {
  readonly bands: readonly TariffBand[];
  readonly rejected: readonly RejectedRow[];
}

const COLUMNS = ['label', 'months', 'weekdays', 'from_hour', 'until_hour', 'usd_per_kwh'] as const;
type ColumnName = (typeof COLUMNS)[number];

/** Reads "1-3 11 12", "4-9" or "" (all) as whole numbers in a range. @returns null when it is none of these */
function readNumbers(text: string, all: readonly number[]): readonly number[] | null {
  const [low = 0, high = 0] = [all[0], all.at(-1)];
  if (text === '' || text === '*') {
    return all;
  }
  const found = new Set<number>();
  for (const part of text.split(/[\s;]+/)) {
    const match = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(part);
    const from = Number(match?.[1] ?? Number.NaN);
    const until = Number(match?.[2] ?? from);
    if (!(from >= low && from <= high && until >= low && until <= high)) {
      return null;
    }
    // "11-2" runs over the end of the year, as a winter does.
    for (let value = from; ; value = value === high ? low : value + 1) {
      found.add(value);
      if (value === until) {
        break;
      }
    }
  }
  return [...found].sort((a, b) => a - b);
}

function readHour(text: string, low: number, high: number): number | null {
  const match = /^(\d{1,2})(?::00)?$/.exec(text);
  const hour = Number(match?.[1] ?? Number.NaN);
  return hour >= low && hour <= high ? hour : null;
}

/** A label is only a name: one that is too long is cut, and its row counts. */
function shortLabel(text: string): string {
  return text.length <= MAX_BAND_LABEL ? text : `${text.slice(0, MAX_BAND_LABEL - 1).toWellFormed()}…`;
}

function readRow(row: TableRow, columnOf: ReadonlyMap<ColumnName, number>): TariffBand | RejectedRow {
  const cell = (name: ColumnName) => (row.cells[columnOf.get(name) ?? -1] ?? '').trim();
  const months = readNumbers(cell('months'), ALL_MONTHS);
  const weekdays = readNumbers(cell('weekdays'), ALL_WEEKDAYS);
  const fromHour = readHour(cell('from_hour'), 0, 23);
  const untilHour = readHour(cell('until_hour'), 1, 24);
  const price = cell('usd_per_kwh');
  const isPrice = isPlainDecimal(price) && !price.startsWith('-');
  if (months === null || weekdays === null || fromHour === null || untilHour === null || !isPrice) {
    const reasons = [
      ...(months === null ? [message('earnings:core.monthRangeInvalid', { months: cell('months').slice(0, 40) })] : []),
      ...(weekdays === null
        ? [message('earnings:core.weekdayRangeInvalid', { weekdays: cell('weekdays').slice(0, 40) })]
        : []),
      ...(fromHour === null
        ? [message('earnings:core.fromHourInvalid', { hour: cell('from_hour').slice(0, 40) })]
        : []),
      ...(untilHour === null
        ? [message('earnings:core.untilHourInvalid', { hour: cell('until_hour').slice(0, 40) })]
        : []),
      ...(isPrice ? [] : [message('earnings:core.usdPerKwhInvalid', { price: price.slice(0, 40) })]),
    ];
    return {
      line: row.line,
      reason: reasons.reduce((first, second) => message('app:core.twoReasons', { first, second })),
    };
  }
  return { label: shortLabel(cell('label')), months, weekdays, fromHour, untilHour, usdPerKwh: new Decimal(price) };
}

/**
 * Reads the rows of a tariff file. The first names the columns `from_hour`, `until_hour`, `usd_per_kwh` and, where
 * wanted, `label`, `months` ("4-9", "11-2") and `weekdays` ("1-5", Monday is 1), in any order.
 * @throws FarmerError INVALID_INPUT when a column is missing
 * Source: docs/rules.md#electricity
 */
export function readTariffTable(rows: readonly TableRow[]): TariffTable {
  const header = (rows[0]?.cells ?? []).map((title) =>
    title
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  );
  const columnOf = new Map(
    COLUMNS.flatMap((name) => (header.includes(name) ? [[name, header.indexOf(name)] as const] : [])),
  );
  if (!columnOf.has('from_hour') || !columnOf.has('until_hour') || !columnOf.has('usd_per_kwh')) {
    throw invalidInput(
      message('earnings:core.tariffHeaderWrong', {
        header: header.join(',').slice(0, 60),
      }),
      message('earnings:core.startTariffWithHeader'),
      { line: rows[0]?.line ?? 1 },
    );
  }
  const read = rows.slice(1).map((row) => readRow(row, columnOf));
  return {
    bands: read.filter((row): row is TariffBand => !('reason' in row)),
    rejected: read.filter((row): row is RejectedRow => 'reason' in row),
  };
}
