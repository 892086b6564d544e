import { createInstance } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { notConnected, sessionRefused } from '#renderer/client/connection.ts';
import { pseudoTexts } from '#shared/pseudo-texts.ts';
import common from '#renderer/locales/en/common.json' with { type: 'json' };
import { errorText } from '#renderer/ui/error-text.ts';
import { FarmerError } from '#shared/errors.ts';

const texts = createInstance();
const t = texts.getFixedT(null, 'common');

beforeAll(() => texts.init({ lng: 'ar-XB', resources: { 'ar-XB': { common: pseudoTexts(common, 'ar-XB') } } }));

describe('errors on the screen', () => {
  // Catches what the page itself finds out being said in English to a reader of another language.
  it.each([notConnected(new Error('closed')), sessionRefused(), new Error('anything')])('%s is translated', (error) => {
    const { message, hint } = errorText(error, t);
    expect([message, hint].every((text) => text.startsWith('\u202e'))).toBe(true);
  });

  // Catches the program's own reason being replaced by a general one.
  it('keep the reason and the hint that the program gives', () => {
    const refusal = new FarmerError('NOT_FOUND', 'There is no node 9.', { hint: 'List the nodes.' });
    expect(errorText(refusal, t)).toEqual({ message: 'There is no node 9.', hint: 'List the nodes.' });
  });
});
