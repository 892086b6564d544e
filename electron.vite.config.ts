import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { START_MODULES, takeBuiltinsDirectly } from './scripts/quick-start.ts';

const at = (path: string): string => resolve(import.meta.dirname, path);

/** The solver looks for its WebAssembly beside its own code: both go into the chunks. */
const solverRuntime = {
  name: 'solver-runtime',
  generateBundle(this: { emitFile(file: { type: 'asset'; fileName: string; source: Uint8Array }): string }) {
    const path = createRequire(import.meta.url).resolve('highs/runtime');
    this.emitFile({ type: 'asset', fileName: 'chunks/highs.wasm', source: readFileSync(path) });
  },
};

/** The licences of the packages in each bundle, for scripts/build-notices.ts. */
const license = { fileName: 'licenses.json' };

const CATALOGUE = at('src/shared/texts/en');

/** The core's English texts, where src/main/english.ts reads them. */
const englishTexts = {
  name: 'english-texts',
  generateBundle(this: { emitFile(file: { type: 'asset'; fileName: string; source: string }): string }) {
    for (const name of readdirSync(CATALOGUE)) {
      const { core } = JSON.parse(readFileSync(resolve(CATALOGUE, name), 'utf8')) as { readonly core?: object };
      if (core !== undefined) {
        this.emitFile({ type: 'asset', fileName: `shared/texts/en/${name}`, source: JSON.stringify({ core }) });
      }
    }
  },
};

/**
 * One build for the three hosts. What npm installs beside the program (package.json "dependencies") stays outside the
 * bundles; everything else goes in.
 */
export default defineConfig({
  main: {
    plugins: [solverRuntime, englishTexts, takeBuiltinsDirectly()],
    build: {
      license,
      rolldownOptions: {
        input: {
          index: at('src/main/index.ts'),
          serve: at('src/main/serve.ts'),
          cli: at('src/main/cli.ts'),
          'hardware-worker': at('src/main/hardware-worker.ts'),
          'compute-worker': at('src/main/compute-worker.ts'),
        },
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          codeSplitting: { groups: [{ name: 'start', test: START_MODULES }] },
        },
      },
      sourcemap: true,
    },
  },
  preload: {
    build: {
      license,
      // SECURITY: a sandboxed preload can only be CommonJS and only require what Electron gives it: all in one file.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react()],
    build: {
      license,
      target: 'es2022',
      minify: true,
      // Older engines than these are no target, and inline scripts are forbidden.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: at('src/renderer/index.html') } },
    },
  },
});
