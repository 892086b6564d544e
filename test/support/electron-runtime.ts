import { join } from 'node:path';
import { _electron, type Page } from 'playwright-core';
import { trackPage } from './browser.ts';
import { BUILT_DESKTOP } from './desktop.ts';
import { makeTemporaryDirectory } from './temporary.ts';

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
