import { run } from './run.ts';

/** Many more damaged files, hostile inputs and machines than `npm test` tries, drawn from another seed each day or from FARMER_FUZZ_SEED. */
const { code } = await run({
  name: 'fuzz',
  command: 'vitest',
  args: ['run', '--project', 'endurance', '--project', 'unit', 'test/fuzz', 'test/main/hardware/drawn-machines'],
  env: {
    FARMER_FUZZ_INPUTS: process.env['FARMER_FUZZ_INPUTS'] ?? '20000',
    FARMER_FUZZ_SEED: process.env['FARMER_FUZZ_SEED'] ?? String(Math.floor(Date.now() / 86_400_000)),
  },
});
process.exitCode = code;
