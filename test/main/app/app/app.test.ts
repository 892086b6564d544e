import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventPublisher } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCalls } from '#main/app/router.ts';
import { runHousekeeping, UNDO_REMOVE_MS } from '#main/app/data/housekeeping.ts';
import type { Topic } from '#shared/contract/app/topics.ts';
import { createEventHub } from '#main/app/events.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import { latestVersion } from '#main/store/migrate.ts';
import { NOON_MS, plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;
let app: ComposedApp;
let nowMs: number;

beforeEach(() => {
  directory = makeTemporaryDirectory();
  nowMs = NOON_MS;
  app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => nowMs });
});

afterEach(async () => {
  await app.close();
  directory.remove();
});

const aTurn = () =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

describe('information about the app', () => {
  // Catches a size or version that is made up, or that of another directory.
  it('includes the data directory', async () => {
    const info = await createCalls(app.context).app.getInfo();
    expect(info).toMatchObject({ host: 'cli', dataDirectory: directory.path });
    expect(info.database).toMatchObject({ state: 'ready', schemaVersion: latestVersion() });
    expect(info.database.state === 'ready' && info.database.sizeBytes).toBeGreaterThan(4096);
  });

  // Catches a settings page that stays blank exactly when the farmer needs to see where the data is.
  it('is available when the data cannot be opened', async () => {
    writeFileSync(join(directory.path, 'farmer.sqlite'), 'rubbish of some length');
    const info = await createCalls(app.context).app.getInfo();
    expect(info.database).toMatchObject({ state: 'unusable', error: { code: 'DATABASE_CORRUPT' } });
  });
});

describe('the stream of changes', () => {
  // Catches a slow reader that gets the same topic a thousand times, and one that misses a topic.
  it('delivers each topic once, in order, and continues afterwards', async () => {
    const { events } = app.context;
    const stream = events.stream();
    const first = stream.next();
    await aTurn();
    for (const topic of ['nodes', 'settings', 'nodes', 'settings'] as const) {
      events.publish(topic);
    }
    expect((await first).value).toEqual({ topic: 'nodes' });
    events.publish('nodes');
    const rest = [(await stream.next()).value, (await stream.next()).value];
    expect(rest).toEqual([{ topic: 'settings' }, { topic: 'nodes' }]);
    const later = stream.next();
    events.publish('bids');
    expect((await later).value).toEqual({ topic: 'bids' });
    await stream.return();
  });

  // Catches a listener that stays for every window that was ever closed.
  it('ends with its reader', async () => {
    const publisher = new EventPublisher<{ change: Topic }>();
    const events = createEventHub(publisher);
    const controller = new AbortController();
    const stream = events.stream(controller.signal);
    const waiting = stream.next();
    await aTurn();
    expect(publisher.size).toBe(1);
    controller.abort();
    expect((await waiting).done).toBe(true);
    expect(publisher.size).toBe(0);
    expect((await events.stream(controller.signal).next()).done).toBe(true);
    expect(publisher.size).toBe(0);
  });

  it('leaves no listener behind when it is closed', async () => {
    const publisher = new EventPublisher<{ change: Topic }>();
    const stream = createEventHub(publisher).stream();
    const first = stream.next();
    await aTurn();
    publisher.publish('change', 'nodes');
    await first;
    await stream.return();
    expect(publisher.size).toBe(0);
  });
});

describe('housekeeping', () => {
  // Catches removed nodes that stay for ever, or that go while they can still be brought back.
  it('permanently deletes what was removed more than 30 days ago', async () => {
    const { nodes } = await app.context.stores();
    const { id } = nodes.add(plannedTitan(), nowMs);
    nodes.markDeleted(id, nowMs);
    nowMs += UNDO_REMOVE_MS;
    await runHousekeeping(app.context);
    expect(nodes.get(id)).toBeDefined();
    nowMs += 1;
    await runHousekeeping(app.context);
    expect(nodes.get(id)).toBeUndefined();
  });

  // Catches a daily backup although the farmer switched it off.
  it('makes a daily backup, and none when that is off', async () => {
    const { settings } = await app.context.stores();
    settings.update({ backups: { ...settings.get('backups'), isDaily: false } }, nowMs);
    await runHousekeeping(app.context);
    const backups = createCalls(app.context).data.backups;
    expect((await backups.list()).backups).toEqual([]);
    settings.forget(['backups']);
    await runHousekeeping(app.context);
    expect((await backups.list()).backups).toMatchObject([{ reason: 'daily', isEncrypted: false }]);
  });
});

describe('the doctor', () => {
  // Catches a doctor that looks at the data and forgets the program and the machine.
  it('checks program, data and machine', async () => {
    const report = await createCalls(app.context).data.doctor.diagnose();
    const ids = report.checks.map((check) => check.id);
    expect(ids).toEqual(expect.arrayContaining(['runtime', 'data-directory', 'database', 'hardware']));
    expect(report.isHealthy).toBe(true);
  });
});
