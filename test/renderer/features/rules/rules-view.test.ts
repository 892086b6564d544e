import { beforeAll, describe, expect, it } from 'vitest';
import { RULE_SETS } from '#shared/domain/rules/registry.ts';
import { formulaSymbols } from '#renderer/features/rules/formula-symbols.ts';
import { plainValue } from '#renderer/features/rules/plain-value.ts';
import { setReaderLocale } from '#renderer/ui/format.ts';
import { allInEnglish } from '#shared/message.ts';

beforeAll(() => setReaderLocale('en'));

describe('everyday units', () => {
  // Catches a milli-USD that is read as a USD, and a period that is given as a month of days.
  it.each([
    ['2400', 'mUSD per CU and month', '2.40 USD'],
    ['5', 'mUSD per IPv4 hour', '0.005 USD'],
    ['950', 'permille of the period', '95.0 %'],
    ['2630880', 'seconds', '730.8 h'],
    ['1800', 'seconds', '30 min'],
  ])('replace %s %s', (value, unit, plain) => {
    expect(plainValue({ value, unit })?.replaceAll('\u00a0', ' ')).toBe(plain);
  });

  it('are omitted when the value already is in one', () => {
    expect(plainValue({ value: '60', unit: 'months' })).toBeNull();
  });
});

function keysOf(id: string): readonly string[] {
  const ruleSet = RULE_SETS.find((set) => set.id === id);
  return ruleSet === undefined ? [] : formulaSymbols(allInEnglish(ruleSet)).map(({ key }) => key);
}

describe('the symbols of the formulas', () => {
  // Catches a sign that a formula uses and nobody explains, and "SU" found inside of another word.
  it('are those that a rule set uses', () => {
    expect(keysOf('minting-v3')).toEqual([
      'cru',
      'mru',
      'sru',
      'hru',
      'CU',
      'SU',
      'NU',
      'mUSD',
      'permille',
      'policy',
      'floor',
    ]);
    expect(keysOf('grid-v4')).toEqual(['CC', 'sum']);
    expect(keysOf('farming-2.0')).toContain('CPR');
  });
});
