import { TYPE_CHECKS } from './checks.ts';
import { runAll } from './run.ts';

/** Type-checks the whole tree. */
await runAll(TYPE_CHECKS);
