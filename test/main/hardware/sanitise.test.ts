import { describe, expect, it } from 'vitest';
import { cleanText, parseLines, positiveRounded, positiveWhole } from '#main/hardware/sanitise.ts';

describe('cleanText', () => {
  // Catches a maker's placeholder shown as a model.
  it.each([
    'To Be Filled By O.E.M.',
    'Default string',
    'System Product Name',
    'Not Specified',
    ' - ',
    'N/A',
    '00000000',
    'Unknown',
  ])('treats "%s" as empty', (text) => {
    expect(cleanText(text)).toBe('');
  });

  // Catches control characters and endless texts on their way to the terminal.
  it('keeps real names printable and short', () => {
    expect(cleanText('  PowerEdge \u001b[31m R740\n ')).toBe('PowerEdge [31m R740');
    expect(cleanText('x'.repeat(500))).toHaveLength(120);
    expect(cleanText({ toString: () => 'sneaky' })).toBe('');
  });
});

describe('numbers', () => {
  // Catches NaN, negative and absurd figures counted as amounts.
  it('accepts only whole amounts from 1 to the limit', () => {
    expect([1, 10, '10', ' 7 '].map((value) => positiveWhole(value, 10))).toEqual([1, 10, 10, 7]);
    for (const value of [0, -1, 1.5, 11, Number.NaN, Number.POSITIVE_INFINITY, '', '-1', '1e3', null, undefined, []]) {
      expect(positiveWhole(value, 10)).toBeNull();
    }
  });

  // Catches a speed of -1 Mbit/s and of 0 GHz.
  it('rounds positive numbers and refuses the others', () => {
    expect([0.2, 2399.998, 10].map((value) => positiveRounded(value, 5000))).toEqual([1, 2400, 10]);
    expect([-1, 0, Number.NaN, 5001, '5'].map((value) => positiveRounded(value, 5000))).toEqual(Array(5).fill(null));
  });
});

describe('parseLines', () => {
  // Catches the last core overwriting the first, and a line without a separator breaking the rest.
  it('uses the first of a repeated name and skips lines that are no pair', () => {
    const values = parseLines('a: 1\nnothing\na: 2\n: 3\nb : x:y', ':');
    expect([...values]).toEqual([
      ['a', '1'],
      ['b', 'x:y'],
    ]);
  });
});
