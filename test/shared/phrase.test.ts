import { describe, expect, it } from 'vitest';
import { FarmerError } from '#shared/errors.ts';
import { inEnglish, phrase, readWords, say } from '#shared/phrase.ts';
import { toFarmerError, toTransportError } from '#shared/contract/transport-error.ts';

const DUTCH: Readonly<Record<string, string>> = {
  'cannot tell: {{because}}': 'niet bekend: {{because}}',
  'The disk is hidden.': 'De schijf is verborgen.',
};
const inDutch = (text: string) => DUTCH[text] ?? text;
const HIDDEN = phrase('cannot tell: {{because}}', { because: phrase('The disk is hidden.') });

describe('a sentence of the core', () => {
  // Catches a sentence that is put together from an English half and a translated one.
  it('is said in a language with the sentences in it, and in English where there is none', () => {
    expect(say(HIDDEN, inDutch)).toBe('niet bekend: De schijf is verborgen.');
    expect(inEnglish(HIDDEN)).toBe('cannot tell: The disk is hidden.');
    expect(say('The disk is hidden.', inDutch)).toBe('De schijf is verborgen.');
  });

  // Catches the name of a machine that is read as a place, or taken for a text of the program.
  it('leaves a name as it is', () => {
    const words = phrase('"{{name}}" was removed.', { name: '{{because}} $& The disk is hidden.' });
    expect(say(words, inDutch)).toBe('"{{because}} $& The disk is hidden." was removed.');
  });

  // Catches a place that takes what every object has.
  it('shows a place that has no value', () => {
    expect(inEnglish(phrase('{{toString}} and {{missing}}'))).toBe('{{toString}} and {{missing}}');
  });
});

describe('a sentence over a wire', () => {
  it('is the same on the other side', () => {
    const error = new FarmerError('NOT_FOUND', phrase('There is no node {{id}}.', { id: 7 }), { hint: HIDDEN });
    const sent = toTransportError(error);
    expect(sent).toMatchObject({ message: 'There is no node 7.', data: { hint: 'cannot tell: The disk is hidden.' } });
    const received = toFarmerError(sent);
    expect(received?.words).toEqual(error.words);
    expect(received?.message).toBe('There is no node 7.');
  });

  // Catches an answer of something else that is taken for a sentence and shown as "[object Object]".
  it.each([7, null, [], {}, { text: 'x' }, { text: 'x', values: { a: null } }, { text: 'x', values: { a: { b: 1 } } }])(
    'is not %j',
    (given) => {
      expect(readWords(given)).toBeNull();
    },
  );

  // Catches an endless sentence.
  it('is not nested without an end', () => {
    let deep: unknown = 'core';
    for (let depth = 0; depth < 50; depth += 1) {
      deep = { text: '{{a}}', values: { a: depth === 0 ? { text: 'core', values: {} } : deep } };
    }
    expect(readWords(deep)).toBeNull();
  });
});
