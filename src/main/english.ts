import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setEnglish } from '#shared/message.ts';

type Texts = Readonly<Record<string, string>>;

/** The catalogue: beside the sources, and after a build beside the chunk that holds this module. */
const CATALOGUE = join(import.meta.dirname, '../shared/texts/en');

const areas = new Map<string, Texts>();

/** The English texts of the core in an area. */
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

// An area is read when its first text is written: most commands write none.
setEnglish((key) => {
  // SECURITY: a key may come over a wire; its area names a file of the catalogue and nothing else.
  const [, area, name] = /^([a-z-]+):core\.(\w+)$/.exec(key) ?? [];
  return area === undefined || name === undefined ? undefined : englishTexts(area)[name];
});
