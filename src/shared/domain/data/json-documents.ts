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

/** V8 names the place only in words; the count of line ends before it is what a person can look for. */
function notJson(text: string, start: number, error: unknown): NotJson {
  const position = /position (\d+)/.exec(String(error))?.[1];
  const end = position === undefined ? text.length : start + Number(position);
  return new NotJson(text.slice(0, end).split('\n').length, error);
}

/**
 * The documents of a JSON text: one, or several lists and objects one after the other, as they come when files are put
 * together (`cat a.json b.json`).
 * @throws NotJson where any of it is not whole
 */
export function parseJsonDocuments(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch (whole) {
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
