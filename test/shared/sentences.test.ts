import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectSentences, readSentences, SENTENCES_FILE } from '../../scripts/sentences.ts';

function read(path: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, string>>;
}

function placesOf(text: string): readonly string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).toSorted();
}

describe('the sentences of the core', () => {
  // Catches a sentence that no translator is ever shown, and one that nobody says any more.
  it('stand in the file of their translators: node scripts/collect-sentences.ts', () => {
    expect(Object.keys(read(SENTENCES_FILE))).toEqual(collectSentences());
  });

  // Catches a translation that lacks a sentence, or names other values.
  it('are the same with the same values in every language', () => {
    const folder = dirname(SENTENCES_FILE);
    const english = Object.keys(read(SENTENCES_FILE));
    for (const name of readdirSync(folder)) {
      const translated = read(join(folder, name));
      expect(Object.keys(translated).toSorted()).toEqual(english.toSorted());
      for (const [text, translation] of Object.entries(translated)) {
        expect(placesOf(translation)).toEqual(placesOf(text));
      }
    }
  });

  // Catches a check that is green because it sees nothing.
  it('are found wherever the core writes one', () => {
    const found = readSentences(
      'part.ts',
      `throw new FarmerError('NOT_FOUND', phrase('There is no {{what}}.', { what }), { hint: is ? 'Do this.' : more });
       const check = { state: 'pass', title: 'Memory', why: \`Because.\`, measured: phrase('none') };
       throw invalidInput(\`\${name} is wrong\`, 'Correct it.');`,
    );
    expect([...found].toSorted()).toEqual([
      'Because.',
      'Correct it.',
      'Do this.',
      'Memory',
      'There is no {{what}}.',
      'none',
    ]);
  });
});
