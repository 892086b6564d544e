import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { DAY_S } from '#shared/units.ts';
import { civilToUnixS, monthNumber } from './civil-time.ts';

const FIRST_PRICE_USD = new Decimal('0.15');
const MONTHLY_GROWTH = new Decimal('1.02');
const FIRST_MONTH = monthNumber(2020, 4);
const LAST_MONTH = monthNumber(2020, 12);
/** Days between the computation on the first of a month and the payment. Source: docs/rules.md#calendar-2-0 */
const PAYOUT_DELAY_DAYS = 4;

/** When a calendar month of Farming 2.0 was computed and paid, in unix seconds (00:00 UTC of the day). */
export interface Farming20Payout {
  readonly month: string;
  readonly computedAtS: number;
  readonly paidAtS: number;
}

function parseMonth(month: string): { readonly year: number; readonly month: number } {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
  if (match === null) {
    throw invalidInput(
      message('earnings:core.monthInvalid', { month: month.slice(0, 20) }),
      message('earnings:core.writeMonth'),
      { field: 'month' },
    );
  }
  return { year: Number(match[1]), month: Number(match[2]) };
}

/**
 * The TFT price that Farming 2.0 used until the end of 2020: 0.15 USD in April, 2 % more each month from May on,
 * compounded [assumed].
 * @param month like "2020-08"
 * @returns null outside April to December 2020, when the market price counted
 * Source: docs/rules.md#price-2020
 */
export function scheduledPriceUsd(month: string): Decimal | null {
  const parsed = parseMonth(month);
  const number = monthNumber(parsed.year, parsed.month);
  if (number < FIRST_MONTH || number > LAST_MONTH) {
    return null;
  }
  return FIRST_PRICE_USD.times(MONTHLY_GROWTH.pow(number - FIRST_MONTH));
}

/** The whole schedule, April to December 2020. Source: docs/rules.md#price-2020 */
export function priceSchedule(): readonly { readonly month: string; readonly priceUsd: Decimal }[] {
  return Array.from({ length: LAST_MONTH - FIRST_MONTH + 1 }, (_, index) => ({
    month: `2020-${String(index + 4).padStart(2, '0')}`,
    priceUsd: FIRST_PRICE_USD.times(MONTHLY_GROWTH.pow(index)),
  }));
}

/**
 * When a calendar month was computed (the first day of the next) and paid (four days later).
 * @param month like "2020-12"
 * Source: docs/rules.md#calendar-2-0
 */
export function farming20Payout(month: string): Farming20Payout {
  const parsed = parseMonth(month);
  const isDecember = parsed.month === 12;
  const computedAtS = civilToUnixS(parsed.year + (isDecember ? 1 : 0), isDecember ? 1 : parsed.month + 1, 1);
  return { month, computedAtS, paidAtS: computedAtS + PAYOUT_DELAY_DAYS * DAY_S };
}
