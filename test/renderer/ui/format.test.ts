import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  formatBand,
  formatBound,
  formatBytes,
  formatCapacity,
  formatFileSize,
  formatGib,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPermille,
  formatRatio,
  formatTft,
  formatUnitPrice,
  readerLocale,
  setReaderLocale,
} from '#renderer/ui/format.ts';
import { GIB_BYTES } from '#shared/units.ts';

beforeEach(() => setReaderLocale('en-US'));
afterEach(() => setReaderLocale(undefined));

describe('numbers on the page', () => {
  it('keep every digit of an amount that a float would round', () => {
    expect(formatNumber('9007199254740993.1234567', { maxPlaces: 7 })).toBe('9,007,199,254,740,993.1234567');
  });

  it('refuse a fractional number, so that no float reaches the page', () => {
    expect(() => formatNumber(0.1)).toThrow('fractional');
  });

  // Catches a floor that is shown a hundredth lower than what is allowed.
  it('round the bounds of a price to the side on which it is allowed', () => {
    expect([formatBound('6.61521', 'ceil'), formatBound('0.7', 'ceil')]).toEqual(['6.6153', '0.70']);
    expect(formatBand({ min: '1.20001', max: '12.00009' })).toBe('1.2001–12.00');
  });

  it('use the separators of the user', () => {
    setReaderLocale('de-DE');
    expect(formatMoney('1234567.5')).toBe('1.234.567,50');
  });

  it('survive a system language that Intl rejects, like en-US@posix', () => {
    setReaderLocale('en-US@posix');
    expect(readerLocale()).toBe('en-US');
    setReaderLocale('C');
    expect(formatNumber('1.5')).not.toBe('');
  });

  it('round money half away from zero and keep two decimals', () => {
    expect([formatMoney('2.675'), formatMoney('-2.675'), formatMoney('3')]).toEqual(['2.68', '−2.68', '3.00']);
  });

  it('show a unit price with up to eight decimals', () => {
    expect(formatUnitPrice('0.00057408', 'USD')).toBe('0.00057408\u00a0USD');
  });

  it('round TFT down to seven decimals, as the grid pays it', () => {
    expect(formatTft('282.21749999')).toBe('282.2174999');
    expect(formatTft('282.5')).toBe('282.50');
  });

  it('never show 99.9996 as 100 percent', () => {
    expect(formatPercent('99.9996', 2)).toBe('99.99\u00a0%');
    expect(formatRatio('0.999999', 0)).toBe('99\u00a0%');
    expect(formatPermille(999)).toBe('99.9\u00a0%');
  });

  it('round CU down, so that 12.3389 is not sold as 12.34', () => {
    expect(formatCapacity('12.3389')).toBe('12.33');
  });

  it('have a plus before a gain, and nothing before zero', () => {
    expect(formatTft('5', { sign: 'always' })).toBe('+5.00');
    expect(formatTft('0', { sign: 'always' })).toBe('0.00');
  });

  // Catches 3.75 TiB on a page where commands say 3,840 GiB, and one SSD in two units on two pages.
  it('show memory and disks in GiB, rounded down, from bytes as from GiB', () => {
    const bytes = [0, 64 * GIB_BYTES, 2_000_000_000_000, 1024 * GIB_BYTES - 1];
    expect(bytes.map((size) => formatBytes(size).replaceAll('\u00a0', ' '))).toEqual([
      '0 GiB',
      '64 GiB',
      '1,862.64 GiB',
      '1,023.99 GiB',
    ]);
    expect(['3840', '142.857142'].map((gib) => formatGib(gib))).toEqual(['3,840\u00a0GiB', '142.85\u00a0GiB']);
  });

  it('show small files in MiB', () => {
    expect([3_670_016, 3 * GIB_BYTES].map((size) => formatFileSize(size))).toEqual(['3.5\u00a0MiB', '3\u00a0GiB']);
  });
});
