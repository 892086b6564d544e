import { runCli } from '#main/hosts/cli/run.ts';

/** Runs `farmer grid sync` in a process that a test kills: the data directory, and what follows "sync". */
const [directory = '', ...argv] = process.argv.slice(2);
process.exitCode = await runCli(['grid', 'sync', ...argv], { FARMER_DATA_DIR: directory, NO_COLOR: '1' });
