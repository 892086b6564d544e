import type { Step } from './run.ts';

/** What can be checked without a build, a test or a browser. */
export const CHECKS: readonly Step[] = [
  { name: 'format', command: 'biome', args: ['format', '.'] },
  { name: 'lint', command: 'oxlint', args: ['src', 'test', 'scripts'] },
  { name: 'lock', command: 'node', args: ['scripts/check-lock.ts'] },
  { name: 'links', command: 'node', args: ['scripts/check-links.ts'] },
  { name: 'types', command: 'node', args: ['scripts/types.ts'] },
  { name: 'unused', command: 'knip', args: ['--no-progress'] },
];
