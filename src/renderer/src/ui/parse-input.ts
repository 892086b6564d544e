import type { DecimalString } from '#shared/decimal.ts';
import { Decimal, isPlainDecimal, toPlain } from '#shared/decimal.ts';
import { formatNumber, readerLocale } from './format.ts';

interface Separators {
  readonly group: string;
  readonly decimal: string;
}

function separators(): Separators {
  const parts = new Intl.NumberFormat(readerLocale()).formatToParts(1_234_567.8);
  return {
    group: parts.find((part) => part.type === 'group')?.value ?? ',',
    decimal: parts.find((part) => part.type === 'decimal')?.value ?? '.',
  };
}

function isGrouped(text: string, mark: string): boolean {
  const [head, ...groups] = text.replace(/^-/, '').split(mark);
  return groups.length > 0 && /^[1-9]\d{0,2}$/.test(head ?? '') && groups.every((group) => /^\d{2,3}$/.test(group));
}

/**
 * Parses text typed into a number field, with the user's separators or a point.
 * @returns the plain decimal, or null when the text is not a number
 */
export function readDecimal(text: string): DecimalString | null {
  const { group, decimal } = separators();
  let compact = text.replace(/[\s\u00a0\u202f'’_]/g, '').replace('−', '-');
  const whole = compact.split(decimal)[0] ?? '';
  if (isGrouped(whole, group)) compact = compact.replace(whole, whole.split(group).join(''));
  compact = compact.replace(decimal, '.').replace(',', '.').replace(/^\+/, '').replace(/\.$/, '');
  if (compact.startsWith('.')) compact = `0${compact}`;
  compact = compact.replace(/^(-?)0+(?=\d)/, '$1');
  return isPlainDecimal(compact) ? toPlain(new Decimal(compact)) : null;
}

/** Formats a plain decimal for editing: the user's decimal mark, no thousands separators. */
function writeDecimal(value: DecimalString): string {
  return value.replace('.', separators().decimal);
}

/**
 * The text of a value in its field: with thousands separators for reading, without them while it is edited. An invalid
 * decimal is left unchanged.
 * @param minPlaces minimum number of decimals
 */
export function writeField(value: string, minPlaces: number, isEdited: boolean): string {
  if (!isPlainDecimal(value)) return value;
  const places = Math.max(minPlaces, new Decimal(value).decimalPlaces());
  return isEdited
    ? writeDecimal(new Decimal(value).toFixed(places))
    : formatNumber(value, { minPlaces: places, maxPlaces: places });
}
