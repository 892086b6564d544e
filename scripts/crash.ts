import { run } from './run.ts';

/** Every point of the campaigns of which `npm test` tries a drawn part: kills, full disks, damaged files. */
const args = [
  'run',
  '--project',
  'endurance',
  'test/main/app/data/import-kill.test.ts',
  'test/main/app/grid/sync-kill.test.ts',
  'test/main/store/data/crash.test.ts',
  'test/main/store/data/doctor/salvage.test.ts',
];
const { code } = await run({
  name: 'crash',
  command: 'vitest',
  args,
  env: { FARMER_CRASH: 'all', FARMER_KILLS: '50' },
});
process.exitCode = code;
