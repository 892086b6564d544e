import { afterEach, beforeEach, expect, it } from 'vitest';
import { composeApp } from '#main/compose.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = makeTemporaryDirectory();
});
afterEach(() => directory.remove());

const compose = () => composeApp({ host: 'web', env: {}, dataDir: directory.path });

// Catches two recorders in one process, of which one stands by for ever and is never stopped.
it('starts one recorder, however often it is requested', async () => {
  const app = compose();
  const [first, second] = await Promise.all([app.record(), app.record()]);
  expect(second).toBe(first);
  expect(await app.record()).toBe(first);
  expect(first.status().state).toBe('recording');
  await app.close();
});

// Catches a recorder that goes on after the end because the end came while it started, and keeps its lock.
it('ends a recorder that is still starting', async () => {
  const app = compose();
  const starting = app.record();
  await app.close();
  expect((await starting).status().state).toBe('stopped');
  const next = compose();
  expect((await next.record()).status().state).toBe('recording');
  await next.close();
});
