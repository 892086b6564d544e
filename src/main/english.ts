import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setEnglish } from '#shared/message.ts';

type Texts = Readonly<Record<string, string>>;

/** The catalogue lies next to the sources, and after a build next to the chunk that holds this module. */
const CATALOGUE = join(import.meta.dirname, '../shared/texts/en');

const areas = new Map<string, Texts>();

/** The English texts of the core for an area. */
export function englishTexts(area: string): Texts {
  const known = areas.get(area);
  if (known !== undefined) {
    return known;
  }
  const path = join(CATALOGUE, `${area}.json`);
  const { core = {} } = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { readonly core?: Texts }) : {};
  areas.set(area, core);
  return core;
}

// Each area is loaded with its first text, because most commands need none.
setEnglish((key) => {
  // SECURITY: a key may come from outside, so its area is restricted to the name of a catalogue file.
  const [, area, name] = /^([a-z-]+):core\.(\w+)$/.exec(key) ?? [];
  return area === undefined || name === undefined ? undefined : englishTexts(area)[name];
});
