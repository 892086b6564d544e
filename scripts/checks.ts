import type { Step } from './run.ts';

/** Memory is cheaper here than time: these programs are written in Go, which collects its garbage less often so. */
const GO = { GOGC: '400' };

/**
 * Each part of the tree, type-checked with the libraries that part may use; what did not change is not checked again.
 * Several checkers would each work out the types that they share, which is more work where every processor is busy.
 */
export const TYPE_CHECKS: readonly Step[] = ['domain', 'node', 'web', 'test'].map((part) => ({
  name: `types ${part}`,
  command: 'tsc',
  args: [
    '-p',
    `tsconfig.${part}.json`,
    '--checkers',
    '1',
    '--incremental',
    '--tsBuildInfoFile',
    `node_modules/.cache/types-${part}.tsbuildinfo`,
  ],
  env: GO,
}));

/** What can be checked without a build, a test or a browser. */
export const CHECKS: readonly Step[] = [
  { name: 'lint', command: 'oxlint', args: ['src', 'test', 'scripts'], env: { ...GO, GOMAXPROCS: '1' } },
  ...TYPE_CHECKS,
  { name: 'texts', command: 'i18next-cli', args: ['lint'] },
  { name: 'unused', command: 'knip', args: ['--no-progress'] },
  { name: 'format', command: 'biome', args: ['format', '.'] },
  { name: 'lock', command: 'node', args: ['scripts/check-lock.ts'] },
  { name: 'links', command: 'node', args: ['scripts/check-links.ts'] },
];
