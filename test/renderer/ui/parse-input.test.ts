import { assert, bigInt, constantFrom, integer, property, tuple } from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatNumber, setReaderLocale } from '#renderer/ui/format.ts';
import { readDecimal, writeField } from '#renderer/ui/parse-input.ts';

beforeEach(() => setReaderLocale('en-US'));
afterEach(() => setReaderLocale(undefined));

describe('typed numbers', () => {
  it('accept a comma as the decimal mark where it cannot be a separator', () => {
    expect(readDecimal('0,085')).toBe('0.085');
    expect(readDecimal('12,5')).toBe('12.5');
  });

  it('accept the user’s thousands separators', () => {
    expect(readDecimal('1,234,567.5')).toBe('1234567.5');
    setReaderLocale('de-DE');
    expect(readDecimal('1.234.567,5')).toBe('1234567.5');
    expect(readDecimal('0.5')).toBe('0.5');
  });

  it('tolerate incomplete input: a point at the end, a missing zero, leading zeros', () => {
    expect([readDecimal('12.'), readDecimal('.5'), readDecimal('007'), readDecimal('+3')]).toEqual([
      '12',
      '0.5',
      '7',
      '3',
    ]);
  });

  it('refuse NaN, Infinity, exponents and words, which a float parser would accept', () => {
    for (const text of ['NaN', 'Infinity', '1e9', '12 USD', '--1', '0x10', '']) expect(readDecimal(text)).toBeNull();
  });

  it('are parsed back from their formatted text in every locale', () => {
    const decimals = tuple(bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), integer({ min: 0, max: 8 }));
    assert(
      property(decimals, constantFrom('en-US', 'de-DE', 'fr-FR', 'de-CH', 'en-IN'), ([units, places], locale) => {
        setReaderLocale(locale);
        const sign = units < 0n ? '-' : '';
        const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
        const raw = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
        const plain = readDecimal(`${sign}${raw}`);
        expect(plain).not.toBeNull();
        expect(readDecimal(writeField(plain ?? '', 0, true))).toBe(plain);
        expect(readDecimal(formatNumber(plain ?? '0', { maxPlaces: 8 }))).toBe(plain);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the text of a field', () => {
  // Catches a price of 8 beside one of 12.50, and three million that nobody can read.
  it('has separators for reading, none while editing, and the decimals of money', () => {
    expect(writeField('3000000', 0, false)).toBe('3,000,000');
    expect(writeField('3000000', 0, true)).toBe('3000000');
    expect([writeField('8', 2, false), writeField('8', 2, true)]).toEqual(['8.00', '8.00']);
    expect(writeField('0.016667', 2, false)).toBe('0.016667');
    setReaderLocale('de-DE');
    expect([writeField('1234.5', 2, false), writeField('1234.5', 2, true)]).toEqual(['1.234,50', '1234,50']);
  });

  it('leaves empty and placeholder texts unchanged', () => {
    expect([writeField('', 2, false), writeField('not given', 2, false)]).toEqual(['', 'not given']);
  });

  it('loses no digit of an amount beyond a float', () => {
    expect(writeField('12345678901234567890.12345678', 2, false)).toBe('12,345,678,901,234,567,890.12345678');
  });
});
