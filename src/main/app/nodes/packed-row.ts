import { Decimal } from '#shared/decimal.ts';

/** A JSON value before or after packing. */
type Value = unknown;

function pack(this: Readonly<Record<string, Value>>, key: string, value: Value): Value {
  const own = this[key];
  if (own instanceof Decimal) return { $decimal: own.toString() };
  return typeof own === 'bigint' ? { $bigint: own.toString() } : value;
}

function unpack(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(unpack);
  const fields = value as Record<string, Value>;
  if (typeof fields['$decimal'] === 'string') return new Decimal(fields['$decimal']);
  if (typeof fields['$bigint'] === 'string') return BigInt(fields['$bigint']);
  for (const [name, field] of Object.entries(fields)) {
    if (typeof field === 'object') fields[name] = unpack(field);
  }
  return fields;
}

/** Serialises a row of plain values; decimals and large integers become text. */
export function packRow(row: object): string {
  return JSON.stringify(row, pack);
}

/** Restores a row from {@link packRow}. */
export function unpackRow(text: string): unknown {
  return unpack(JSON.parse(text));
}
