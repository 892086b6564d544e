import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/**
 * The most values of a JSON text that is read as a whole. The densest list of bids that fits into a text has fewer; as
 * many empty lists would take a gigabyte.
 */
const MOST_VALUES = 1_500_000;

const QUOTE = 34;
const BACKSLASH = 92;
/** The characters before a value: a comma, or the bracket that opens a list or an object. */
const BEFORE_VALUE: ReadonlySet<number> = new Set([44, 91, 123]);

function assertFewValues(text: string): void {
  let values = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isInString = !isInString;
    else if (isInString) at += code === BACKSLASH ? 1 : 0;
    else if (BEFORE_VALUE.has(code)) values += 1;
  }
  if (values > MOST_VALUES) {
    throw new FarmerError('TOO_LARGE', message('data:core.tooManyValues', { millions: MOST_VALUES / 1e6 }), {
      hint: message('data:core.splitFile'),
    });
  }
}

/**
 * Parses untrusted JSON text.
 * SECURITY: its values are counted first, since a small text may contain more of them than fit into memory.
 * @throws FarmerError TOO_LARGE; SyntaxError for text that is not JSON
 */
export function parseJson(text: string): unknown {
  assertFewValues(text);
  return JSON.parse(text);
}

/** Where each document of a text ends: after the bracket that closes its first one. */
function* documentEnds(text: string): Generator<number, void> {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    if (isInString) {
      at += mark === '\\' ? 1 : 0;
      isInString = mark !== '"';
    } else if (mark === '"') {
      isInString = true;
    } else if (mark === '{' || mark === '[') {
      depth += 1;
    } else if (mark === '}' || mark === ']') {
      depth -= 1;
      if (depth === 0) {
        yield at + 1;
      }
    }
  }
}

/** A text that is no JSON. */
export class NotJson extends Error {
  /** Where it breaks off, counted from 1. */
  readonly line: number;

  constructor(line: number, cause: unknown) {
    super('not JSON', { cause });
    this.line = line;
  }
}

/** V8 gives the position only within its message; this converts it to a line number. */
function notJson(text: string, start: number, error: unknown): NotJson {
  const position = /position (\d+)/.exec(String(error))?.[1];
  const end = position === undefined ? text.length : start + Number(position);
  return new NotJson(text.slice(0, end).split('\n').length, error);
}

/**
 * The documents of a JSON text: one, or several lists and objects one after the other, as they come when files are put
 * together (`cat a.json b.json`).
 * @throws NotJson where any of it is not whole; FarmerError TOO_LARGE
 */
export function parseJsonDocuments(text: string): readonly unknown[] {
  try {
    return [parseJson(text)];
  } catch (whole) {
    if (whole instanceof FarmerError) throw whole;
    const ends = [...documentEnds(text)];
    if (ends.length < 2) {
      throw notJson(text, 0, whole);
    }
    const rest = text.slice(ends.at(-1)).trim() === '' ? [] : [text.length];
    return [...ends, ...rest].map((end, index, all) => {
      const start = all[index - 1] ?? 0;
      try {
        return JSON.parse(text.slice(start, end)) as unknown;
      } catch (error) {
        throw notJson(text, start, error);
      }
    });
  }
}
