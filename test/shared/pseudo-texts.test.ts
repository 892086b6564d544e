import { describe, expect, it } from 'vitest';
import { isPseudoLanguage, pseudoTexts } from '#shared/pseudo-texts.ts';

describe('pseudo-languages', () => {
  it('make every text at least 40 % longer and keep placeholders', () => {
    const { a, group } = pseudoTexts({ a: 'Ends in {{left}} at {{name}}', group: { b: 'Save' } }, 'en-XA');
    expect(a).toMatch(/\{\{left\}\} .* \{\{name\}\}/);
    expect(a).toHaveProperty('length', 44);
    expect(group).toEqual({ b: '[Šávé~~]' });
  });

  it('mirror the words but not the placeholders', () => {
    expect(pseudoTexts({ a: 'up {{left}}' }, 'ar-XB')).toEqual({ a: '\u202eup \u202c{{left}}' });
  });

  it('are not real languages', () => {
    expect(['en', 'en-GB', 'ar'].some(isPseudoLanguage)).toBe(false);
  });
});
