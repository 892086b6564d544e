import { readFileSync } from 'node:fs';

/** A file of `test/golden/`, parsed. The caller names its shape. */
export function readGolden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8')) as T;
}
