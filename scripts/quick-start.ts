import type { Plugin } from 'vite';

/**
 * What the command line loads before any command runs: in one file, since every file more costs about half a
 * millisecond. `src/main/runtime.ts` stays out: it must answer on a Node.js that is too old for the rest.
 */
export const START_MODULES = new RegExp(
  [
    String.raw`node_modules/(?:commander|decimal\.js)/`,
    String.raw`node_modules/@orpc/(?:shared|client|server|standard-server)/dist/index`,
    String.raw`src/main/(?:compose|data-opening|english|version)\.ts`,
    String.raw`src/main/app/(?:router|base|events|data/housekeeping)\.ts`,
    String.raw`src/main/hardware/hardware-service\.ts`,
    String.raw`src/main/hosts/cli/(?:commands|io|options|run|session|spinner|style)\.ts`,
    String.raw`src/main/store/(?:data-directory|database-errors)\.ts`,
    String.raw`src/shared/(?:decimal|errors|message|units|visible-text)\.ts`,
    String.raw`src/shared/contract/(?:app/topics|transport-error)\.ts`,
    String.raw`src/shared/domain/hardware/(?:capacity|resources)\.ts`,
  ].join('|'),
);

const BUILTIN_IMPORT = /^import (?:([\w$]+)(?:, )?)?(?:\{ ([^}]*) \})? ?from "(node:[\w/]+)";$/gm;

/**
 * Takes Node's own modules without the module loader: an `import` of one touches every export it has, and so loads
 * streams, sockets and encodings that a short command never needs: docs/dependencies.md#own-code-kept.
 */
export function takeBuiltinsDirectly(): Plugin {
  return {
    name: 'farmer:take-builtins-directly',
    apply: 'build',
    renderChunk: (code) => ({
      code: code.replaceAll(BUILTIN_IMPORT, (_line, whole?: string, named?: string, builtin = '') => {
        const module = `process.getBuiltinModule("${builtin}")`;
        const parts = [
          ...(whole === undefined ? [] : [`${whole} = ${module}`]),
          ...(named === undefined ? [] : [`{ ${named.replaceAll(' as ', ': ')} } = ${module}`]),
        ];
        return `const ${parts.join(', ')};`;
      }),
      map: null,
    }),
  };
}
