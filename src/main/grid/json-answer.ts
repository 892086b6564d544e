import { z } from 'zod';
import { GridProblem } from './problem.ts';

/** Valid answers are nested less deeply than this. */
const MAX_DEPTH = 24;

/** The nesting depth of the brackets in a JSON text, ignoring those in strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === 0x22) {
      index = endOfString(text, index);
    } else if (unit === 0x7b || unit === 0x5b) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (unit === 0x7d || unit === 0x5d) {
      depth -= 1;
    }
  }
  return deepest;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let slashes = end - 1;
    while (text.charCodeAt(slashes) === 0x5c) slashes -= 1;
    if ((end - slashes) % 2 === 1) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

/**
 * Parses an answer.
 * @throws GridProblem for HTML, truncated JSON, and JSON that is nested too deeply
 */
export function parseAnswer(text: string, host: string): unknown {
  // SECURITY: extreme nesting would overflow the stack of any code that walks the document.
  if (depthOf(text) > MAX_DEPTH) {
    throw new GridProblem('unexpected', host, 'nesting');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new GridProblem('not-json', host);
  }
}

/**
 * Validates an answer by a schema.
 * @throws GridProblem that names the invalid field
 */
export function readAnswer<T>(schema: z.ZodType<T>, document: unknown, host: string): T {
  const read = schema.safeParse(document);
  if (read.success) {
    return read.data;
  }
  throw new GridProblem('unexpected', host, read.error.issues[0]?.path.join('.') ?? '');
}

/** Renames the fields to lower case without underscores, because services spell the same field in different ways. */
export function withPlainNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name.replaceAll('_', '').toLowerCase(), withPlainNames(entry)]),
  );
}

/** A whole number from zero, as a number or as text, because GraphQL writes 64-bit numbers as text. */
export const wholeOrText = z
  .union([z.number(), z.string().regex(/^\d{1,16}$/)])
  .transform(Number)
  .pipe(z.number().int().min(0).max(Number.MAX_SAFE_INTEGER));

/** A price in USD above zero, as a number or as text, in plain notation. */
export const usdPrice = z
  .union([z.number().transform((value) => value.toFixed(10)), z.string()])
  .pipe(z.string().regex(/^\d{1,6}(?:\.\d{1,20})?$/))
  .refine((text) => /[1-9]/.test(text))
  .transform((text) =>
    text
      .replace(/^0+(?=\d)/, '')
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, ''),
  );

/** The number of a node, farm or twin. */
export const chainNumber = wholeOrText.pipe(z.number().min(1).max(4_294_967_295));

/**
 * A name from outside.
 * SECURITY: control characters and text direction marks are removed.
 */
export const nameText = z.string().transform((text) =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 80),
);
