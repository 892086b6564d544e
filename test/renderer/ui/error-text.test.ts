import { createInstance } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { notConnected, sessionRefused } from '#renderer/client/connection.ts';
import { pseudoTexts } from '#shared/pseudo-texts.ts';
import app from '#shared/texts/en/app.json' with { type: 'json' };
import common from '#shared/texts/en/common.json' with { type: 'json' };
import hardware from '#shared/texts/en/hardware.json' with { type: 'json' };
import { errorText } from '#renderer/ui/error-text.ts';
import { MESSAGE_AREAS, translateWith } from '#renderer/ui/message.ts';
import { FarmerError } from '#shared/errors.ts';
import { type Message, message, storedText } from '#shared/message.ts';

const texts = createInstance();
const t = texts.getFixedT(null, 'common');
const translate = (text: Message | string) => translateWith(texts.getFixedT(null, MESSAGE_AREAS), texts, text);

beforeAll(() => {
  const english = { app, common, hardware };
  const made = Object.fromEntries(Object.entries(english).map(([area, all]) => [area, pseudoTexts(all, 'ar-XB')]));
  return texts.init({
    lng: 'ar-XB',
    resources: { 'ar-XB': made, en: english },
    interpolation: { escapeValue: false },
  });
});

describe('errors on the page', () => {
  // Catches what the page itself finds out being shown in English to a reader of another language.
  it.each([notConnected(new Error('closed')), sessionRefused(), new Error('anything')])('%s is translated', (error) => {
    const { message: what, hint } = errorText(error, t, translate);
    expect([what, hint].every((text) => text.startsWith('\u202e'))).toBe(true);
  });

  // Catches the program's own reason being replaced by a general one, and a name that is read as a place for a value.
  it('keep the reason and the hint of the program', () => {
    const refusal = new FarmerError('NOT_FOUND', message('app:core.correctField', { field: '{{field}} $t(x) <b>' }), {
      hint: message('app:core.correctInput'),
    });
    expect(errorText(refusal, t, translate)).toEqual({
      message: '\u202eCorrect "\u202c{{field}} $t(x) <b>\u202e" and try again.\u202c',
      hint: '\u202eCheck what you entered and try again.\u202c',
    });
  });
});

describe('a text stored in English', () => {
  it('is translated when the catalogue contains it, and otherwise shown unchanged', () => {
    const [known = ''] = Object.values(hardware.stored);
    expect([known, storedText(known)].map((text) => translate(text))).toEqual([
      `\u202e${known}\u202c`,
      `\u202e${known}\u202c`,
    ]);
    expect(translate('sda')).toBe('sda');
  });
});
