import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import { recordWithRetry } from '#main/hosts/common/record-with-retry.ts';
import type { Recorder } from '#main/recorder/recorder.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const INTERVAL_MS = 300_000;

let directory: TemporaryDirectory;
let app: ComposedApp;

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance', 'hrtime'],
  });
  directory = makeTemporaryDirectory();
  app = composeApp({ host: 'web', env: {}, dataDir: directory.path });
});

afterEach(async () => {
  await app.close();
  vi.useRealTimers();
  directory.remove();
});

// Catches a second timer in a host: every notification and every digest would be decided twice.
test('checks its own node at the start, the farm soon after, and then every five minutes until it is closed', async () => {
  const stores = await app.context.stores();
  const checks = vi.spyOn(stores.notifications, 'apply');
  const farmChecks = vi.spyOn(stores.notifications, 'resolveOthers');
  const recorder = await new Promise<Recorder>((resolve) => recordWithRetry(app, resolve));
  expect(checks).toHaveBeenCalledTimes(1);
  // However many nodes there are, the first beat does not wait for them.
  expect(farmChecks).not.toHaveBeenCalled();
  /** The checks that are due in some time, each of which ends on its own. */
  const pass = async (ms: number, expected: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    while (checks.mock.calls.length < expected) await setImmediate();
    expect(checks).toHaveBeenCalledTimes(expected);
  };
  await pass(5000, 2);
  await pass(2 * INTERVAL_MS, 4);
  // A farm is checked also where this computer records nothing.
  recorder.stop('quit');
  await pass(2 * INTERVAL_MS, 6);
  await app.close();
  await pass(2 * INTERVAL_MS, 6);
});
