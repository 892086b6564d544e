import { createInstance } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { notConnected, sessionRefused } from '#renderer/client/connection.ts';
import { pseudoTexts } from '#shared/pseudo-texts.ts';
import common from '#shared/texts/en/common.json' with { type: 'json' };
import { errorText } from '#renderer/ui/error-text.ts';
import { sayIn } from '#renderer/ui/say.ts';
import { FarmerError } from '#shared/errors.ts';
import { phrase, type Words } from '#shared/phrase.ts';

const texts = createInstance();
const t = texts.getFixedT(null, 'common');
const sentences = texts.getFixedT(null, 'sentences');
const say = (words: Words) => sayIn(sentences, words);

const CORE = { 'There is no node {{id}}.': 'There is no node {{id}}.', 'List the nodes.': 'List the nodes.' };

beforeAll(() => {
  const [made, core] = [pseudoTexts(common, 'ar-XB'), pseudoTexts(CORE, 'ar-XB')];
  return texts.init({ lng: 'ar-XB', resources: { 'ar-XB': { common: made, sentences: core } } });
});

describe('errors on the screen', () => {
  // Catches what the page itself finds out being said in English to a reader of another language.
  it.each([notConnected(new Error('closed')), sessionRefused(), new Error('anything')])('%s is translated', (error) => {
    const { message, hint } = errorText(error, t, say);
    expect([message, hint].every((text) => text.startsWith('\u202e'))).toBe(true);
  });

  // Catches the program's own reason being replaced by a general one.
  it('keep the reason and the hint that the program gives', () => {
    const refusal = new FarmerError('NOT_FOUND', phrase('There is no node {{id}}.', { id: 9 }), {
      hint: 'List the nodes.',
    });
    expect(errorText(refusal, t, say)).toEqual({
      message: '\u202eThere is no node \u202c9\u202e.\u202c',
      hint: '\u202eList the nodes.\u202c',
    });
  });
});
