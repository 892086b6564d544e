import { runAll } from './run.ts';

/** Type-checks each part of the tree with the libraries that part may use. */
await runAll(
  ['domain', 'node', 'web', 'test'].map((part) => ({
    name: `types ${part}`,
    command: 'tsc',
    args: ['-p', `tsconfig.${part}.json`],
  })),
);
