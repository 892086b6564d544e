import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** What is tried in the place of a value. */
export const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  0,
  -0,
  -1,
  0.5,
  1e300,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER + 1,
  253_402_300_799,
  253_402_300_800,
  '0',
  '-0',
  '1e300',
  'NaN',
  'Infinity',
  'null',
  '0x10',
  '1'.repeat(400),
  '0.'.padEnd(60, '3'),
  '\u0000',
  'a\u0000b',
  '\u001b[2J\u001b]0;x\u0007',
  '\u009b31m',
  '\u202eabc',
  '\u2066x',
  '\u2028',
  '\ud800',
  '\ufeff',
  '__proto__',
  '../../etc/passwd',
  'x'.repeat(70_000),
  [],
  {},
  [[[[]]]],
  { $ne: 1 },
];

/** Draws the same for the same seed. */
export interface Draw {
  readonly below: (count: number) => number;
  readonly oneOf: <T>(values: readonly T[]) => T;
}

/** Seeded draws. */
export function drawFrom(seed: number): Draw {
  const generator = xoroshiro128plus(seed);
  const below = (count: number) => uniformInt(generator, 0, Math.max(1, count) - 1);
  return { below, oneOf: (values) => values[below(values.length)] as (typeof values)[number] };
}

function nested(depth: number): unknown {
  return Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 1);
}

/** A value with one place in it changed: another value, a field more or less, one that is nested deep. */
export function mutate(value: unknown, draw: Draw): unknown {
  const isInside = typeof value === 'object' && value !== null && Object.keys(value).length > 0 && draw.below(8) > 0;
  if (!isInside) {
    return draw.below(40) === 0 ? nested(2000) : draw.oneOf(HOSTILE_VALUES);
  }
  const keys = Object.keys(value);
  const key = draw.oneOf(keys);
  if (Array.isArray(value)) {
    const index = Number(key);
    const change = draw.below(4);
    if (change === 0) return value.filter((_, at) => at !== index);
    if (change === 1) return [...value, ...value];
    return value.map((inner: unknown, at) => (at === index ? mutate(inner, draw) : inner));
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const change = draw.below(10);
  if (change === 0) return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
  if (change === 1) return { ...fields, [String(draw.oneOf(HOSTILE_VALUES)).slice(0, 80)]: draw.oneOf(HOSTILE_VALUES) };
  return { ...fields, [key]: mutate(fields[key], draw) };
}

/** Characters that a terminal obeys or that turn text around. */
export const RAW_CONTROL = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u;
/** What a text shows where a value is missing that should be there. */
export const UNWRITTEN = /\bundefined\b|\[object |\bNaN\b|\bInfinity\b/;
