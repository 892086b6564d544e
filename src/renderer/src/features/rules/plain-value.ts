import { Decimal } from '#shared/decimal.ts';
import { formatNumber, formatPermille, formatUnitPrice, withUnit } from '#renderer/ui/format.ts';

const HOUR_S = 3600;
const MINUTE_S = 60;

/** A constant of the minting program in an everyday unit: milli-USD in USD, permille in percent, seconds in hours. */
export function plainValue({ value, unit }: { readonly value: string; readonly unit: string }): string | null {
  if (unit.startsWith('mUSD')) return withUnit(formatUnitPrice(new Decimal(value).div(1000)), 'USD');
  if (unit.startsWith('permille')) return formatPermille(Number(value));
  if (unit !== 'seconds') return null;
  const seconds = new Decimal(value);
  return seconds.gte(HOUR_S)
    ? withUnit(formatNumber(seconds.div(HOUR_S), { maxPlaces: 2 }), 'h')
    : withUnit(formatNumber(seconds.div(MINUTE_S), { maxPlaces: 2 }), 'min');
}
