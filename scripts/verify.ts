import { CHECKS } from './checks.ts';
import { runAll } from './run.ts';

/** Everything that can be checked without a build or a browser; the longest step begins first. */
await runAll([
  {
    name: 'unit tests',
    command: 'vitest',
    args: ['run', '--project', 'unit', '--project', 'components', '--reporter', 'dot'],
  },
  ...CHECKS,
]);
