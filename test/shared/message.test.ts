import { describe, expect, it } from 'vitest';
import { toFarmerError, toTransportError } from '#shared/contract/transport-error.ts';
import { FarmerError } from '#shared/errors.ts';
import { allInEnglish, inEnglish, message, readMessage, storedText, translate } from '#shared/message.ts';

const NESTED = message('app:core.fieldProblem', { field: 'cru', problem: message('app:core.isMissing') });

describe('a message', () => {
  // Catches a text that is put together from an English half and a translated one.
  it('is translated together with the messages in it', () => {
    expect(translate(NESTED, (key, values) => `${key}(${Object.values(values).join('|')})`)).toBe(
      'app:core.fieldProblem(cru|app:core.isMissing())',
    );
    expect(inEnglish(NESTED)).toBe('cru: is missing');
  });

  // Catches the name of a machine that is read as a place for a value.
  it('leaves names unchanged', () => {
    expect(inEnglish(message('app:core.correctField', { field: '{{problem}} $& is missing' }))).toBe(
      'Correct "{{problem}} $& is missing" and try again.',
    );
  });

  it('has a key of the catalogue', () => {
    // @ts-expect-error -- no area has this text
    expect(inEnglish(message('nav.help'))).toBe('nav.help');
  });

  it('is found however deep it is in an answer', () => {
    const answer = { id: 7, list: [{ reason: NESTED, at: null }], title: storedText('sda') };
    expect(allInEnglish(answer)).toEqual({ id: 7, list: [{ reason: 'cru: is missing', at: null }], title: 'sda' });
  });
});

describe('a serialised message', () => {
  it('is the same after parsing', () => {
    const error = new FarmerError('NOT_FOUND', NESTED, { hint: message('app:core.correctInput') });
    const sent = toTransportError(error);
    expect(sent).toMatchObject({
      message: 'cru: is missing',
      data: { hint: 'Check what you entered and try again.' },
    });
    const received = toFarmerError(sent);
    expect(received?.messages).toEqual(error.messages);
    expect(received?.message).toBe('cru: is missing');
  });

  // Catches an answer of something else that is shown as "[object Object]".
  it.each([7, null, [], {}, 'x', { key: 'x', values: null }, { key: 'x', values: { a: null } }])(
    'is not %j',
    (given) => {
      expect(readMessage(given)).toBeNull();
    },
  );

  // Catches an endless message.
  it('is not nested endlessly', () => {
    let deep: unknown = { key: 'app:core.isMissing' };
    for (let depth = 0; depth < 50; depth += 1) {
      deep = { key: 'app:core.text', values: { text: deep } };
    }
    expect(readMessage(deep)).toBeNull();
  });
});
