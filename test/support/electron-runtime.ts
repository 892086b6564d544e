import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { _electron, type Page } from 'playwright-core';
import { trackPage } from './browser.ts';
import { BUILT_DESKTOP } from './desktop.ts';
import { makeTemporaryDirectory } from './temporary.ts';

function findElectron(): string | null {
  const home = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const pathFile = join(home, 'path.txt');
  const executable = existsSync(pathFile) ? join(home, 'dist', readFileSync(pathFile, 'utf8')) : null;
  return executable !== null && existsSync(executable) ? executable : null;
}

/** The program of the real Electron runtime; null where it is not installed. */
export const ELECTRON_EXECUTABLE = findElectron();

/** The built desktop entry on the real runtime. */
export interface RunningElectron {
  readonly page: Page;
  readonly dataDirectory: string;
  readonly stop: () => Promise<void>;
}

/** Starts the built desktop entry on the real Electron runtime. */
export async function startElectron(
  executablePath: string,
  options: { readonly dataDirectory?: string },
): Promise<RunningElectron> {
  const temporary = makeTemporaryDirectory();
  const dataDirectory = options.dataDirectory ?? join(temporary.path, 'data');
  const app = await _electron.launch({ executablePath, args: [BUILT_DESKTOP, `--data-dir=${dataDirectory}`] });
  const page = await app.firstWindow();
  trackPage(page);
  return {
    page,
    dataDirectory,
    async stop() {
      await app.close();
      temporary.remove();
    },
  };
}
