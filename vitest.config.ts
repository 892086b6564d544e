import { defineConfig } from 'vitest/config';

/** Tests that take their minute: `npm test` runs them, `npm run verify` does not. */
const ENDURANCE = ['test/main/recorder/kill.test.ts'];

const common = { environment: 'node', restoreMocks: true, testTimeout: 20_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    // Many tests wait for a process or a clock: every processor has a worker.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: ['test/e2e/**', ...ENDURANCE],
          // One process for many files, each module loaded once: what a test changes it puts back.
          isolate: false,
        },
      },
      { test: { ...common, name: 'endurance', include: [...ENDURANCE], testTimeout: 300_000 } },
      {
        test: {
          ...common,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 60_000,
          // A real browser on a busy build machine: one second chance there, none at a desk.
          retry: process.env['CI'] === undefined ? 0 : 1,
        },
      },
    ],
  },
});
