import { runAll } from './run.ts';

/** Everything that can be checked without a build or a browser, in under a minute. */
await runAll([
  { name: 'format', command: 'biome', args: ['format', '.'] },
  { name: 'lint', command: 'oxlint', args: ['src', 'test', 'scripts'] },
  { name: 'lock', command: 'node', args: ['scripts/check-lock.ts'] },
  { name: 'links', command: 'node', args: ['scripts/check-links.ts'] },
  { name: 'types', command: 'node', args: ['scripts/types.ts'] },
  { name: 'unused', command: 'knip', args: ['--no-progress'] },
  { name: 'unit tests', command: 'vitest', args: ['run', '--project', 'unit', '--reporter', 'dot'] },
]);
