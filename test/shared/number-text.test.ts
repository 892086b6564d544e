import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberText, type PlacesOptions } from '#shared/number-text.ts';

const amount = fc
  .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: 0, max: 12 }))
  .map(([digits, places]) => {
    const text = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
    const whole = text.slice(0, text.length - places);
    const fraction = places === 0 ? '' : `.${text.slice(-places)}`;
    return `${digits < 0n ? '-' : ''}${whole}${fraction}`;
  });
const options: fc.Arbitrary<PlacesOptions> = fc.record({
  minPlaces: fc.integer({ min: 0, max: 4 }),
  maxPlaces: fc.integer({ min: 0, max: 8 }),
  rounding: fc.constantFrom('half', 'floor', 'ceil'),
  sign: fc.constantFrom('auto', 'always'),
});

describe('an English number', () => {
  // Catches a command and a page that write one amount in two ways: a page is written by Intl.
  it('is formatted like on an English page', () => {
    fc.assert(
      fc.property(amount, options, (value, places) => {
        expect(numberText(value, 'en', places)).toBe(numberText(value, 'en-US', places));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['0', {}, '0'],
    ['-0.004', { minPlaces: 2, maxPlaces: 2, sign: 'always' }, '0.00'],
    ['-0.005', { minPlaces: 2, maxPlaces: 2 }, '−0.01'],
    ['999999.995', { minPlaces: 2, maxPlaces: 2 }, '1,000,000.00'],
    ['1234567', { sign: 'always' }, '+1,234,567'],
  ] as const)('formats %s', (value, places, text) => {
    expect(numberText(value, 'en', places)).toBe(text);
  });
});
