import type { Payback } from '#shared/contract/earnings/projections.ts';
import type { DecimalString } from '#shared/decimal.ts';
import { type Message, message } from '#shared/message.ts';
import { MAX_MONTHS } from './limits.ts';

/** A payback with the return on the hardware; without a price there is nothing to pay back. */
export interface PaidBack {
  readonly payback: Payback;
  readonly roi: DecimalString | null;
}

/** In how many months a machine has paid for itself; null for never, or too far ahead for its hardware to last. */
export function paybackMonth({ payback, roi }: PaidBack): number | null {
  return roi === null || payback.kind === 'never' || payback.month > MAX_MONTHS ? null : payback.month;
}

/** When a machine has paid for itself: the same text on pages, in prints and on the command line. */
export function paybackText(paid: PaidBack): Message {
  const { payback, roi } = paid;
  if (payback.kind === 'never' && payback.why === 'earns-nothing') return message('earnings:core.paybackEarnsNothing');
  if (roi === null) return message('earnings:core.paybackNeedsPrice');
  if (payback.kind === 'never' && payback.why === 'costs-more') return message('earnings:core.paybackCostsMore');
  const month = paybackMonth(paid);
  if (month === null) return message('earnings:core.paybackTooLate', { years: MAX_MONTHS / 12 });
  return month === 1 ? message('earnings:core.paybackOneMonth') : message('earnings:core.paybackMonths', { month });
}

/** In how many months the net of a whole period has paid a machine, as text. @param months null for never */
export function paybackMonthsText(months: number | null, hasPrice: boolean): Message {
  if (!hasPrice) return message('earnings:core.paybackNeedsPrice');
  if (months === null) return message('earnings:core.paybackCostsMore');
  return paybackText({ payback: { kind: 'within', month: months }, roi: '0' });
}

/** Whether more is lost than the machine cost; a percentage would then be meaningless. */
export function losesMoreThanPrice(roi: DecimalString): boolean {
  return Number(roi) < -1;
}
