import { cpSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WATCH_INTERVAL_MS } from '#main/store/change-watcher.ts';
import { createDataKeeper } from '#main/store/data/data-keeper.ts';
import type { FileLossOutcome } from '#main/store/data/file-rescue.ts';
import { createProcessLock } from '#main/store/process-lock.ts';
import { openStores, type StoreHandle } from '#main/store/stores.ts';
import { NOON_MS, plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let parent: TemporaryDirectory;
let dataDirectory: string;
let handle: StoreHandle;
let changes: number;
let losses: FileLossOutcome[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  parent = makeTemporaryDirectory();
  dataDirectory = join(parent.path, 'data');
  changes = 0;
  losses = [];
  handle = openWatched();
});

afterEach(() => {
  handle.close();
  vi.useRealTimers();
  parent.remove();
});

function openWatched(): StoreHandle {
  return openStores({
    dataDirectory,
    nowMs: () => NOON_MS,
    watch: {
      onExternalChange: () => {
        changes += 1;
      },
      onFileLost: (outcome) => losses.push(outcome),
    },
  });
}

const openPlain = () => openStores({ dataDirectory, nowMs: () => NOON_MS });
const keeper = () => createDataKeeper({ dataDirectory, nowMs: () => NOON_MS, programVersion: '1' });
/** Lets the watch look several times. */
const aFewLooks = () => vi.advanceTimersByTime(3 * WATCH_INTERVAL_MS);

describe('watching a database', () => {
  // Catches a window that goes on showing what the command line changed, and one that reloads after its own changes.
  it('reports writes of others and not its own', () => {
    handle.stores.nodes.add(plannedTitan('own'), NOON_MS);
    aFewLooks();
    expect(changes).toBe(0);
    const other = openPlain();
    other.stores.nodes.add(plannedTitan('theirs'), NOON_MS);
    aFewLooks();
    expect(changes).toBe(1);
    expect(handle.stores.nodes.list()).toHaveLength(2);
    other.close();
  });

  // Catches history that is recorded into a deleted file and lost at the end of the program.
  it('writes the data back when its folder is deleted at run time', () => {
    handle.stores.nodes.add(plannedTitan('before'), NOON_MS);
    rmSync(dataDirectory, { recursive: true });
    aFewLooks();
    expect(losses).toEqual([{ kind: 'rescued' }]);
    handle.stores.nodes.add(plannedTitan('after'), NOON_MS);
    const other = openPlain();
    expect(other.stores.nodes.list().map((node) => node.name)).toEqual(['before', 'after']);
    other.close();
    aFewLooks();
    expect(losses).toHaveLength(1);
  });

  // Catches a program that overwrites a database somebody put in place of the open one.
  it('follows a file that replaces the database, and keeps the old one aside', () => {
    handle.stores.nodes.add(plannedTitan('open'), NOON_MS);
    renameSync(dataDirectory, join(parent.path, 'moved'));
    const other = openPlain();
    other.stores.nodes.add(plannedTitan('in its place'), NOON_MS);
    other.close();
    aFewLooks();
    expect(losses).toEqual([{ kind: 'followed' }]);
    expect(handle.stores.nodes.list().map((node) => node.name)).toEqual(['in its place']);
  });

  // Catches the log of the old file that is read into a backup somebody moved over it, and a process that is dead then.
  it('follows a backup that was moved over the open file, without the old log', async () => {
    const backup = join(parent.path, 'backup.sqlite');
    for (let index = 0; index < 400; index += 1) handle.stores.nodes.add(plannedTitan(`kept ${index}`), NOON_MS);
    await keeper().exportBackup(backup);
    for (let index = 0; index < 50; index += 1) handle.stores.nodes.add(plannedTitan(`later ${index}`), NOON_MS);
    renameSync(backup, join(dataDirectory, 'farmer.sqlite'));
    aFewLooks();
    expect(losses).toEqual([{ kind: 'followed' }]);
    expect(handle.stores.nodes.list()).toHaveLength(400);
    expect(handle.database.pragma('integrity_check')).toBe('ok');
    handle.stores.nodes.add(plannedTitan('goes on'), NOON_MS);
    const other = openPlain();
    expect(other.stores.nodes.list()).toHaveLength(401);
    other.close();
    expect(keeper().listBackups()).toMatchObject([{ reason: 'before-restore' }]);
  });

  // Catches the same at the next start of a program that was killed.
  it('starts with a backup that was moved over the file of a killed program, without its log', async () => {
    const backup = join(parent.path, 'backup.sqlite');
    handle.stores.nodes.add(plannedTitan('kept'), NOON_MS);
    await keeper().exportBackup(backup);
    for (let index = 0; index < 50; index += 1) handle.stores.nodes.add(plannedTitan(`later ${index}`), NOON_MS);
    const killed = join(parent.path, 'killed');
    cpSync(dataDirectory, killed, { recursive: true });
    renameSync(backup, join(killed, 'farmer.sqlite'));
    const next = openStores({ dataDirectory: killed, nowMs: () => NOON_MS });
    expect(next.stores.nodes.list().map((node) => node.name)).toEqual(['kept']);
    expect(next.database.pragma('integrity_check')).toBe('ok');
    next.close();
    expect(readdirSync(join(killed, 'set-aside')).some((name) => name.startsWith('foreign-log-'))).toBe(true);
  });

  // Catches a copy that somebody made by hand and put over the file of a killed program: it was written in the same way,
  // so that nothing but its content tells that the log is another's.
  it.each([1, 5, 60])('starts with a copy from before %i additions without the log of the previous file', (count) => {
    const path = join(dataDirectory, 'farmer.sqlite');
    for (let index = 0; index < 3; index += 1) handle.stores.nodes.add(plannedTitan(`kept ${index}`), NOON_MS);
    handle.close();
    const copy = join(parent.path, 'copy.sqlite');
    cpSync(path, copy);
    for (const round of [1, 2]) {
      const next = openPlain();
      for (let index = 0; index < count; index += 1) next.stores.nodes.add(plannedTitan(`later ${round}`), NOON_MS);
      next.close();
    }
    handle = openWatched();
    for (let index = 0; index < count; index += 1) handle.stores.nodes.add(plannedTitan('last'), NOON_MS);
    const killed = join(parent.path, 'killed');
    cpSync(dataDirectory, killed, { recursive: true });
    const own = openStores({ dataDirectory: killed, nowMs: () => NOON_MS });
    expect(own.stores.nodes.list()).toHaveLength(3 + 3 * count);
    own.close();
    rmSync(killed, { recursive: true });
    cpSync(dataDirectory, killed, { recursive: true });
    cpSync(copy, join(killed, 'farmer.sqlite'));
    const next = openStores({ dataDirectory: killed, nowMs: () => NOON_MS });
    expect(next.stores.nodes.list()).toHaveLength(3);
    expect(next.database.pragma('integrity_check')).toBe('ok');
    next.close();
    expect(readdirSync(join(killed, 'set-aside')).some((name) => name.startsWith('foreign-log-'))).toBe(true);
  });

  // Catches a process that stays dead because the file in the place of its own could not be opened once.
  it('continues with the open file while the new one is invalid, and follows it when it is valid', async () => {
    const backup = join(parent.path, 'backup.sqlite');
    handle.stores.nodes.add(plannedTitan('kept'), NOON_MS);
    await keeper().exportBackup(backup);
    const rubbish = join(parent.path, 'rubbish');
    writeFileSync(rubbish, 'rubbish of some length, and no database at all');
    renameSync(rubbish, join(dataDirectory, 'farmer.sqlite'));
    aFewLooks();
    expect(losses.length).toBeGreaterThan(1);
    expect(losses.every((loss) => loss.kind === 'failed')).toBe(true);
    handle.stores.nodes.add(plannedTitan('meanwhile'), NOON_MS);
    renameSync(backup, join(dataDirectory, 'farmer.sqlite'));
    aFewLooks();
    expect(losses.at(-1)).toEqual({ kind: 'followed' });
    expect(handle.stores.nodes.list().map((node) => node.name)).toEqual(['kept']);
    expect(keeper().listBackups()).toHaveLength(1);
  });

  // Catches beats that go into a deleted log and are gone with the next kill.
  it('continues in the file when its log is deleted', () => {
    handle.stores.nodes.add(plannedTitan('before'), NOON_MS);
    rmSync(join(dataDirectory, 'farmer.sqlite-wal'));
    handle.stores.nodes.add(plannedTitan('after'), NOON_MS);
    aFewLooks();
    expect(losses).toEqual([{ kind: 'rescued' }]);
    handle.stores.nodes.add(plannedTitan('later'), NOON_MS);
    const killed = join(parent.path, 'killed');
    cpSync(dataDirectory, killed, { recursive: true });
    const next = openStores({ dataDirectory: killed, nowMs: () => NOON_MS });
    expect(next.stores.nodes.list().map((node) => node.name)).toEqual(['before', 'after', 'later']);
    next.close();
  });

  // Catches two recorders after the data directory was deleted and made anew.
  it('lets only one recorder record when the directory was deleted', () => {
    const [first, second] = [
      createProcessLock(dataDirectory, 'recorder'),
      createProcessLock(dataDirectory, 'recorder'),
    ];
    expect([first.tryAcquire(), second.tryAcquire()]).toEqual([true, false]);
    rmSync(dataDirectory, { recursive: true });
    aFewLooks();
    expect([second.tryAcquire(), first.tryAcquire()]).toEqual([true, false]);
    second.release();
    expect(first.tryAcquire()).toBe(true);
    first.release();
  });

  // Catches a crash, or silence, when the data can be put nowhere.
  it('reports when it fails, and tries again', () => {
    handle.stores.nodes.add(plannedTitan('before'), NOON_MS);
    rmSync(dataDirectory, { recursive: true });
    writeFileSync(dataDirectory, 'a file in the way');
    aFewLooks();
    expect(losses[0]).toMatchObject({ kind: 'failed', error: { code: 'DATA_DIR_UNUSABLE' } });
    rmSync(dataDirectory);
    aFewLooks();
    expect(losses.at(-1)).toEqual({ kind: 'rescued' });
    expect(handle.stores.nodes.list().map((node) => node.name)).toEqual(['before']);
  });
});
