import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory of its own, removed when it goes out of use. */
export interface TemporaryDirectory {
  readonly path: string;
  readonly remove: () => void;
}

/** Makes a directory that nothing else uses. */
export function makeTemporaryDirectory(label = 'farmer-test-'): TemporaryDirectory {
  const path = mkdtempSync(join(tmpdir(), label));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }) };
}
