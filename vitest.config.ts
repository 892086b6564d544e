import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** Tests that start the program in processes or threads, or wait for disks: `npm test` runs them, `npm run verify` does not. */
const ENDURANCE = [
  'test/fuzz/**/*.test.ts',
  'test/main/app/data/import-kill.test.ts',
  'test/main/app/grid/background.test.ts',
  'test/main/app/grid/full-disk.test.ts',
  'test/main/app/grid/large-farm.test.ts',
  'test/main/app/grid/sync-kill.test.ts',
  'test/main/app/grid/sync.test.ts',
  'test/main/app/nodes/farm-rows.test.ts',
  'test/main/app/notifications/channels.test.ts',
  'test/main/compute/compute-thread.test.ts',
  'test/main/hardware/worker-reader.test.ts',
  'test/main/hosts/cli/data-commands.test.ts',
  'test/main/hosts/cli/large-files.test.ts',
  'test/main/hosts/cli/read-only.test.ts',
  'test/main/hosts/cli/record-metrics.test.ts',
  'test/main/hosts/cli/streams.test.ts',
  'test/main/recorder/kill.test.ts',
  'test/main/recorder/uptime-watch.test.ts',
  'test/main/share/**/*.test.ts',
  'test/main/store/data/backup/**/*.test.ts',
  'test/main/store/data/crash.test.ts',
  'test/main/store/data/doctor/salvage.test.ts',
  'test/main/store/database.test.ts',
  'test/main/store/migrate.test.ts',
  'test/scripts/sign-release.test.ts',
  'test/shared/zip.test.ts',
];

/** `npm run crash` and `npm run fuzz` try everything: that may take hours beside other work. */
const isCampaign = process.env['FARMER_CRASH'] === 'all' || process.env['FARMER_FUZZ_SEED'] !== undefined;

/** No test passes or fails by the clock: a time-out only ends what hangs, however busy the machine is. */
const HANG_MS = (isCampaign ? 360 : 5) * 60_000;

const SETUP_FILES = ['src/main/english.ts', 'test/support/processes.ts'];

const common: NonNullable<TestProjectInlineConfiguration['test']> = {
  environment: 'node',
  restoreMocks: true,
  testTimeout: HANG_MS,
  hookTimeout: HANG_MS,
  expect: { poll: { timeout: HANG_MS } },
  setupFiles: SETUP_FILES,
};

export default defineConfig({
  test: {
    teardownTimeout: 60_000,
    globalSetup: 'test/support/global-setup.ts',
    // What did not change is not transformed again.
    fsModuleCache: true,
    // Many tests wait for a process: every processor has a worker.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', ...ENDURANCE],
          setupFiles: [...SETUP_FILES, 'test/support/seed.ts', 'test/support/new-farms.ts'],
          // One process for many files, each module loaded once: what a test changes it puts back.
          isolate: false,
        },
      },
      // Each file has a document of its own; React and the components are loaded once.
      {
        test: {
          ...common,
          name: 'components',
          isolate: false,
          environment: 'happy-dom',
          include: ['test/**/*.test.tsx'],
        },
      },
      { test: { ...common, name: 'endurance', include: [...ENDURANCE] } },
      { test: { ...common, name: 'e2e', include: ['test/e2e/**/*.test.ts'] } },
    ],
  },
});
