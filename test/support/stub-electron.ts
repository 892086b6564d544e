import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What marks the place of the fuses inside Electron's program: see electron/fuses. */
export const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** Fuses of the version that Electron ships. */
const FUSE_COUNT = 8;
const EXECUTABLE_MODE = 0o755;

/**
 * A folder shaped like Electron's for Linux, with a program that does nothing but carries the fuses. Packing over it
 * shows what the installers would hold, on machines that cannot download the runtime.
 */
export function makeStubElectron(folder: string, version: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'), { recursive: true });
  const wire = Buffer.concat([
    Buffer.from('stub '),
    Buffer.from(FUSE_SENTINEL, 'ascii'),
    Buffer.from([1, FUSE_COUNT]),
    Buffer.from('1'.repeat(FUSE_COUNT), 'ascii'),
  ]);
  for (const program of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']) {
    writeFileSync(join(folder, program), wire);
    chmodSync(join(folder, program), EXECUTABLE_MODE);
  }
  writeFileSync(join(folder, 'version'), version);
  writeFileSync(join(folder, 'LICENSE'), 'Licence of the runtime');
  writeFileSync(join(folder, 'LICENSES.chromium.html'), '<!doctype html>');
  for (const locale of ['de', 'en-US', 'fr']) {
    writeFileSync(join(folder, 'locales', `${locale}.pak`), locale);
  }
}
