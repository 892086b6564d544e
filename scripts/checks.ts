import type { Step } from './run.ts';

/** Each part of the tree, type-checked with the libraries that part may use; what did not change is not checked again. */
export const TYPE_CHECKS: readonly Step[] = ['domain', 'node', 'web', 'test'].map((part) => ({
  name: `types ${part}`,
  command: 'tsc',
  args: [
    '-p',
    `tsconfig.${part}.json`,
    '--incremental',
    '--tsBuildInfoFile',
    `node_modules/.cache/types-${part}.tsbuildinfo`,
  ],
}));

/** What can be checked without a build, a test or a browser. */
export const CHECKS: readonly Step[] = [
  { name: 'lint', command: 'oxlint', args: ['src', 'test', 'scripts'] },
  ...TYPE_CHECKS,
  { name: 'texts', command: 'i18next-cli', args: ['lint'] },
  { name: 'unused', command: 'knip', args: ['--no-progress'] },
  { name: 'format', command: 'biome', args: ['format', '.'] },
  { name: 'lock', command: 'node', args: ['scripts/check-lock.ts'] },
  { name: 'links', command: 'node', args: ['scripts/check-links.ts'] },
];
