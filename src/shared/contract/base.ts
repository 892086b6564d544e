import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Decimal, isPlainDecimal, isPlainNotation, roundHalfUp, toPlain } from '#shared/decimal.ts';
import { isTimeZone } from '#shared/domain/earnings/zone-offsets.ts';
import { MAX_CRU } from '#shared/domain/hardware/resources.ts';
import type { Message, MessageKey, Text } from '#shared/message.ts';

// SECURITY: no code is made from strings, so the page's policy can forbid it; it also spares a quick command the probe.
z.config({ jitless: true });

/** What a call does to the farmer's data: a `query` only reads, a `command` may change something. */
export interface CallMeta {
  readonly kind: 'query' | 'command';
}

/** Starts a call that only reads. Every call is an HTTP POST on `/area/verbNoun`. */
export function query(summary: string) {
  return oc.$meta<CallMeta>({ kind: 'query' }).route({ method: 'POST', summary });
}

/** Starts a call that may change something. */
export function command(summary: string) {
  return oc.$meta<CallMeta>({ kind: 'command' }).route({ method: 'POST', summary });
}

/** A text of the core, for the reader's language. */
export const messageSchema = z
  .object({
    key: (z.string() as unknown as z.ZodType<MessageKey>).describe('The key of a text of the catalogue'),
    get values() {
      return z.record(z.string(), z.union([z.string(), z.number(), messageSchema])).optional();
    },
  })
  .describe('A text of the catalogue: its key, and the values in its places') as unknown as z.ZodType<Message>;

/** A message, or text that is the same in every language. */
export const textSchema: z.ZodType<Text> = z.union([z.string(), messageSchema]);

/** A text that a person types, without spaces around it, and without NUL, where SQLite ends a text. */
export function typedText() {
  return z.string().overwrite((text) => text.replaceAll('\0', '').trim());
}

/** A decimal of any sign in plain notation, as a string: money, prices, rates, CU, SU, CPR. */
export const decimalString = plainDecimal(isPlainDecimal);

/** A decimal that is zero or more. */
export const nonNegativeDecimal = notNegative(decimalString);

/** A decimal above zero. */
export const positiveDecimal = aboveZero(nonNegativeDecimal);

function plainDecimal(isPlain: (text: string) => boolean) {
  return z
    .string()
    .refine(isPlain, { error: 'app:core.mustBePlainDigits' satisfies MessageKey })
    .describe('A decimal in plain notation without an exponent');
}

function notNegative(decimal: z.ZodString) {
  return decimal.refine((text) => !text.startsWith('-'), { error: 'app:core.mustNotBeNegative' satisfies MessageKey });
}

function aboveZero(decimal: z.ZodString) {
  return decimal.refine((text) => /[1-9]/.test(text), { error: 'app:core.mustBeAboveZero' satisfies MessageKey });
}

/** As {@link nonNegativeDecimal} in an input: text outside the program (`z.input`), a Decimal inside (`z.output`). */
export const nonNegativeDecimalInput = nonNegativeDecimal.transform((text) => new Decimal(text));

/** As {@link positiveDecimal} in an input: text outside the program, a Decimal inside. */
export const positiveDecimalInput = positiveDecimal.transform((text) => new Decimal(text));

/** Converts between a Decimal and its plain text; used wherever decimals leave or enter the program. */
const decimalToText = z.codec(z.instanceof(Decimal), z.string(), {
  decode: (value) => toPlain(value),
  encode: (text) => new Decimal(text),
});

/** Computed decimals may have more digits than accepted input: a share of an amount has two more. */
export const computedDecimal = plainDecimal(isPlainNotation);

/** A decimal of any sign in an output: a Decimal inside the program (`z.input`), plain text outside (`z.output`). */
export const decimalOutput = z.pipe(decimalToText, computedDecimal);

/** As {@link decimalOutput}, zero or more. */
export const nonNegativeDecimalOutput = z.pipe(decimalToText, notNegative(computedDecimal));

/** As {@link decimalOutput}, above zero. */
export const positiveDecimalOutput = z.pipe(decimalToText, aboveZero(notNegative(computedDecimal)));

/** As {@link decimalOutput}, rounded half away from zero to the given number of decimals. */
export function roundedOutput(places: number) {
  return z.pipe(
    z.transform((value: Decimal): string => toPlain(roundHalfUp(value, places))),
    computedDecimal,
  );
}

/** A time zone: an IANA name like Europe/Brussels, or a fixed distance from UTC like +01:00. */
export const timeZoneName = z
  .string()
  .max(60)
  .refine(isTimeZone, { error: 'app:core.notTimeZone' satisfies MessageKey });

/** A whole number from zero, safe in every JSON reader. */
export const wholeNumber = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** A whole number from zero in an output: a bigint inside the program, a number outside. */
export const wholeNumberOutput = z.pipe(
  z.transform((value: bigint): number => Number(value)),
  wholeNumber,
);

/** A whole figure that is known only between two bounds: seconds, permille. */
export const wholeInterval = z
  .object({ low: z.number().int(), high: z.number().int() })
  .describe('Apart where time was not watched');

/** An amount of TFT that is known only between two bounds, in an output. */
export const tftIntervalOutput = z.object({ low: nonNegativeDecimalOutput, high: nonNegativeDecimalOutput });

/** A size in whole bytes. */
export const bytes = wholeNumber.describe('Whole bytes');

/** Seconds since 1970-01-01T00:00:00Z. */
export const unixSeconds = z.number().int().min(0).max(253_402_300_799).describe('Unix seconds');

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const unixMs = z.number().int().min(0).max(253_402_300_799_999).describe('Unix milliseconds');

/** The resources of a node, with the unit in each name. */
export const resourcesSchema = z.object({
  cru: wholeNumber.max(MAX_CRU).describe('Logical cores'),
  mruBytes: bytes,
  sruBytes: bytes,
  hruBytes: bytes,
});
