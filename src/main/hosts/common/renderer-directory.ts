import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/**
 * Finds the built renderer relative to the running code, which may lie in `out/main`, in a chunk below it, in an
 * application archive, or in the sources next to an `out` directory.
 * @param fromUrl `import.meta.url` of the caller
 * @throws FarmerError REFUSED when there is no build
 */
export function findRendererDirectory(fromUrl: string): string {
  let directory = dirname(fileURLToPath(fromUrl));
  for (;;) {
    const root = basename(directory) === 'out' ? directory : join(directory, 'out');
    const renderer = join(root, 'renderer');
    if (existsSync(join(renderer, 'index.html'))) {
      return renderer;
    }
    const parent = dirname(directory);
    if (parent === directory) {
      throw new FarmerError('REFUSED', message('app:core.pagesNotBuilt'), {
        hint: message('app:core.runBuildFirst'),
      });
    }
    directory = parent;
  }
}
