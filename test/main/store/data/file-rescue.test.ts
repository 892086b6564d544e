import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WATCH_INTERVAL_MS } from '#main/store/change-watcher.ts';
import type { FileLossOutcome } from '#main/store/data/file-rescue.ts';
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
/** Lets the watch look several times. */
const aFewLooks = () => vi.advanceTimersByTime(3 * WATCH_INTERVAL_MS);

describe('watching a database', () => {
  // Catches a window that goes on showing what the command line changed, and one that reloads after its own changes.
  it('tells the writes of others and not its own', () => {
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
  it('writes the data back when its folder is deleted while it runs', () => {
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
  it('follows a file that was put in its place, and keeps aside what was open', () => {
    handle.stores.nodes.add(plannedTitan('open'), NOON_MS);
    renameSync(dataDirectory, join(parent.path, 'moved'));
    const other = openPlain();
    other.stores.nodes.add(plannedTitan('in its place'), NOON_MS);
    other.close();
    aFewLooks();
    expect(losses).toEqual([{ kind: 'followed' }]);
    expect(handle.stores.nodes.list().map((node) => node.name)).toEqual(['in its place']);
  });

  // Catches a crash, or silence, when the data can be put nowhere.
  it('tells when it cannot, and tries again', () => {
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
