import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../src/renderer/src');
const texts = join(root, 'locales/en');

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

type Tree = { readonly [key: string]: string | Tree };

function readTexts(area: string): Tree {
  return JSON.parse(readFileSync(join(texts, `${area}.json`), 'utf8')) as Tree;
}

function keysOf(tree: Tree, prefix = ''): readonly string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`] : keysOf(value, `${prefix}${key}.`),
  );
}

const areas = readdirSync(texts).map((file) => file.replace(/\.json$/, ''));
const known = new Map(
  areas.map((area) => [
    area,
    new Set(keysOf(readTexts(area)).map((key) => key.replace(/_(?:zero|one|two|few|many|other)$/, ''))),
  ]),
);

/** The areas a file names: `useTranslation('bids')`, `useTranslation(['bids', 'common'])`. */
function areasOf(source: string): readonly string[] {
  const named = [...source.matchAll(/useTranslation\(\s*(\[[^\]]*\]|'[^']*')/g)].map((match) => match[1] ?? '');
  return [...new Set(named.flatMap((text) => [...text.matchAll(/'([^']+)'/g)].map((match) => match[1] ?? '')))];
}

/** Literal keys that a file asks for, with the area where the key names one. */
function keysAskedFor(source: string): readonly { readonly area: string | null; readonly key: string }[] {
  return [...source.matchAll(/\bt\(\s*'([^']+)'/g)].map((match) => {
    const [first = '', second] = (match[1] ?? '').split(':');
    return second === undefined ? { area: null, key: first } : { area: first, key: second };
  });
}

/** The fixed start of keys that are built: t(`status.${verdict}`) asks below "status.". */
function groupsAskedFor(source: string): readonly { readonly area: string | null; readonly key: string }[] {
  return [...source.matchAll(/\bt\(\s*`([^`$]*)\$\{/g)].map((match) => {
    const [first = '', second] = (match[1] ?? '').split(':');
    return second === undefined ? { area: null, key: first } : { area: first, key: second };
  });
}

function hasGroup(area: string, start: string): boolean {
  return [...(known.get(area) ?? [])].some((key) => key.startsWith(start));
}

const screens = filesBelow(root)
  .filter((file) => file.endsWith('.tsx'))
  .map((file) => relative(root, file));

describe('texts', () => {
  it.each(screens)('%s asks only for texts that exist', (file) => {
    const source = readFileSync(join(root, file), 'utf8');
    const own = areasOf(source);
    if (own.length === 0) return;
    const missing = keysAskedFor(source).filter(({ area, key }) =>
      area === null ? !own.some((name) => known.get(name)?.has(key)) : known.get(area)?.has(key) !== true,
    );
    expect(missing).toEqual([]);
  });

  it.each(screens)('%s builds keys only below groups that exist', (file) => {
    const source = readFileSync(join(root, file), 'utf8');
    const own = areasOf(source);
    const missing = groupsAskedFor(source).filter(
      ({ area, key }) => ![...(area === null ? own : [area])].some((name) => hasGroup(name, key)),
    );
    expect(own.length === 0 ? [] : missing).toEqual([]);
  });

  it('every area is a non-empty file of plain texts', () => {
    expect(areas.filter((area) => (known.get(area)?.size ?? 0) === 0)).toEqual([]);
  });
});
