import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDataKeeper, type DataKeeper } from '#main/store/data/data-keeper.ts';
import { hasExpectedStructure } from '#main/store/structure.ts';
import { openStores, type StoreHandle } from '#main/store/stores.ts';
import {
  exitOf,
  NOON_MS,
  plannedErrorOf,
  plannedRejectionOf,
  plannedTitan,
  startChild,
  waitForLine,
} from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const DISK_BYTES = 491_520;

let parent: TemporaryDirectory;
let dataDirectory: string;
let handle: StoreHandle;
let keeper: DataKeeper;

beforeEach(() => {
  parent = makeTemporaryDirectory();
  dataDirectory = join(parent.path, 'data');
  handle = openStores({ dataDirectory, nowMs: () => NOON_MS });
  keeper = createDataKeeper({ dataDirectory, nowMs: () => NOON_MS, programVersion: '1' });
});

afterEach(() => {
  handle.close();
  parent.remove();
});

function replaceNodes(name: string, count: number): void {
  handle.stores.transaction(() => {
    handle.database.execute('DELETE FROM nodes');
    for (let index = 0; index < count; index += 1) {
      handle.stores.nodes.add(plannedTitan(name), NOON_MS);
    }
  });
}

describe('a restore that is killed', () => {
  // Catches a restore that a power cut leaves half done, or in which the old data is gone and the new not there.
  it('leaves the complete old or restored data', async () => {
    const files = ['first', 'second'].map((name) => join(parent.path, `${name}.sqlite`));
    for (const file of files) {
      replaceNodes(file, 1500);
      await keeper.exportBackup(file);
    }
    handle.close();
    const child = startChild('restore-forever.ts', [dataDirectory, ...files]);
    await waitForLine(child, 'restoring');
    child.kill('SIGKILL');
    await exitOf(child);
    handle = openStores({ dataDirectory, nowMs: () => NOON_MS });
    const names = handle.stores.nodes.list().map((node) => node.name);
    expect(names).toHaveLength(1500);
    expect(files).toContain(names[0]);
    expect(new Set(names).size).toBe(1);
    expect(hasExpectedStructure(handle.database)).toBe(true);
  });
});

function mountTinyDisk(path: string): boolean {
  try {
    mkdirSync(path, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function withTinyDisk<T>(path: string, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } finally {
    execFileSync('umount', ['-l', path]);
  }
}

describe('a full disk', () => {
  // Catches half a backup under its final name, or the data taken along. Needs the right to mount a small disk.
  it('prevents a backup without leaving a partial one', async (context) => {
    const disk = join(parent.path, 'disk');
    if (!mountTinyDisk(disk)) {
      context.skip('a small disk cannot be mounted here');
    }
    replaceNodes('a name that takes some room', 12_000);
    const target = join(disk, 'farm.sqlite');
    const outcome = await withTinyDisk(disk, async () => {
      const error = await plannedRejectionOf(keeper.exportBackup(target));
      return { code: error.code, files: readdirSync(disk) };
    });
    expect(outcome).toEqual({ code: 'DISK_FULL', files: [] });
    expect(handle.stores.nodes.list()).toHaveLength(12_000);
  });

  // Catches a first start on a full disk told as a fault of the program.
  it('is reported when it holds the data directory', async (context) => {
    const disk = join(parent.path, 'disk');
    if (!mountTinyDisk(disk)) {
      context.skip('a small disk cannot be mounted here');
    }
    await withTinyDisk(disk, () => {
      execFileSync('sh', ['-c', 'head -c 10000000 /dev/zero > "$1/filler" || true', 'sh', disk], { stdio: 'ignore' });
      const error = plannedErrorOf(() => openStores({ dataDirectory: join(disk, 'data'), nowMs: () => NOON_MS }));
      expect(error.code).toBe('DISK_FULL');
      expect(existsSync(join(disk, 'filler'))).toBe(true);
    });
  });
});
