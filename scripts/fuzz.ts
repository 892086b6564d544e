import { run } from './run.ts';

const DRAWN = ['test/fuzz', 'test/shared', 'test/main/hardware/drawn-machines', 'test/main/share/convergence'];

/**
 * Many more damaged files, hostile inputs, machines and histories of shared farms than `npm test` tries, drawn from
 * another seed each day or from FARMER_FUZZ_SEED.
 */
const { code } = await run({
  name: 'fuzz',
  command: 'vitest',
  args: ['run', '--project', 'endurance', '--project', 'unit', ...DRAWN],
  env: {
    FARMER_FUZZ_INPUTS: process.env['FARMER_FUZZ_INPUTS'] ?? '20000',
    FARMER_SHARE_RUNS: process.env['FARMER_SHARE_RUNS'] ?? '50',
    FARMER_FUZZ_SEED: process.env['FARMER_FUZZ_SEED'] ?? String(Math.floor(Date.now() / 86_400_000)),
  },
});
process.exitCode = code;
