import { describe, expect, it } from 'vitest';
import { NotJson, parseJsonDocuments } from '#shared/domain/data/json-documents.ts';

function lineOf(text: string): number | null {
  try {
    parseJsonDocuments(text);
    return null;
  } catch (error) {
    return error instanceof NotJson ? error.line : -1;
  }
}

describe('consecutive JSON documents', () => {
  it('are read as several documents, and one as one', () => {
    expect(parseJsonDocuments('{"a":"}{"}\n[1,{"b":"\\"]"}]')).toEqual([{ a: '}{' }, [1, { b: '"]' }]]);
    expect(parseJsonDocuments('{"a":1}{"a":2}{"a":3}')).toHaveLength(3);
    expect(parseJsonDocuments(' [1, 2] ')).toEqual([[1, 2]]);
  });

  // Catches a second file that broke off and goes in as nothing, and a line that is counted from the second document.
  it.each([
    ['a broken one', '{"a":1}\n{"a":2}\n{"a":', 3],
    ['something else at the end', '{"a":1}\n{"a":2}\nx', 3],
    ['one that breaks off', '{"a":\n', 2],
    ['a broken one between', '{"a":1}\n{"a":2,,}\n{"a":3}', 2],
  ])('are refused as a whole when there is %s', (_what, text, line) => {
    expect(lineOf(text)).toBe(line);
  });
});
