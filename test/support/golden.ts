import { readFileSync } from 'node:fs';

/** A file of `test/golden/`, parsed. Its shape is the caller's to name. */
export function readGolden(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8'));
}
