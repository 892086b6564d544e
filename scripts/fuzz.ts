import { run } from './run.ts';

/** Many more damaged files than `npm test` tries, drawn from another seed each day or from FARMER_FUZZ_SEED. */
const { code } = await run({
  name: 'fuzz',
  command: 'vitest',
  args: ['run', '--project', 'endurance', 'test/fuzz'],
  env: {
    FARMER_FUZZ_INPUTS: process.env['FARMER_FUZZ_INPUTS'] ?? '20000',
    FARMER_FUZZ_SEED: process.env['FARMER_FUZZ_SEED'] ?? String(Math.floor(Date.now() / 86_400_000)),
  },
});
process.exitCode = code;
