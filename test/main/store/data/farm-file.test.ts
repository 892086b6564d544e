import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDataKeeper, type DataKeeper } from '#main/store/data/data-keeper.ts';
import { openStores, type StoreHandle } from '#main/store/stores.ts';
import { NOON_MS, plannedErrorOf, plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let parent: TemporaryDirectory;
let dataDirectory: string;
let path: string;
let keeper: DataKeeper;

beforeEach(() => {
  parent = makeTemporaryDirectory();
  dataDirectory = join(parent.path, 'data');
  path = join(dataDirectory, 'farmer.sqlite');
  keeper = createDataKeeper({ dataDirectory, nowMs: () => NOON_MS, programVersion: '1', workFactor: 10 });
});

afterEach(() => parent.remove());

const open = (): StoreHandle => openStores({ dataDirectory, nowMs: () => NOON_MS });
const names = () => {
  const handle = open();
  try {
    return handle.stores.nodes.list().map((node) => node.name);
  } finally {
    handle.close();
  }
};

function fill(name: string): void {
  const handle = open();
  handle.stores.nodes.add(plannedTitan(name), NOON_MS);
  handle.close();
}

describe('a directory whose database is missing', () => {
  // Catches an empty farm that is started in silence where the farmer's was, and recorded into from then on.
  it.each([
    ['its file is gone', () => rmSync(path), 'its database is gone'],
    ['its file is empty', () => truncateSync(path), 'an empty file'],
    [
      'a link leads to a disk that is not there',
      () => {
        renameSync(path, join(parent.path, 'moved.sqlite'));
        symlinkSync(join(parent.path, 'not-there.sqlite'), path);
      },
      'a link to a file that is not there',
    ],
  ])('gets no new database when %s', async (_, lose, words) => {
    fill('mine');
    await keeper.keepBackup();
    const [copy] = keeper.listBackups();
    lose();
    const error = plannedErrorOf(open);
    expect(error.code).toBe('DATABASE_CORRUPT');
    expect(error.message).toContain(words);
    expect(error.hint).toContain(copy?.name);
    const check = keeper.examine(false).find((one) => one.id === 'database');
    expect(check?.state).toBe('fail');
    rmSync(path, { force: true });
    await keeper.restoreBackup({ path: copy?.path ?? '' }, false);
    expect(names()).toEqual(['mine']);
  });

  // Catches a restore into a new directory that no longer works.
  it('is distinguished from a directory that never had one', async () => {
    fill('mine');
    const file = join(parent.path, 'copy.sqlite');
    await keeper.exportBackup(file);
    rmSync(dataDirectory, { recursive: true });
    await keeper.restoreBackup({ path: file }, false);
    expect(names()).toEqual(['mine']);
    rmSync(dataDirectory, { recursive: true });
    expect(names()).toEqual([]);
  });
});

describe('an interrupted replacement', () => {
  // Catches an old log that is read into the new database, and a decided restore that is forgotten.
  it('is finished at the next start, whichever steps were done', async () => {
    fill('new');
    const file = join(parent.path, 'copy.sqlite');
    await keeper.exportBackup(file);
    const handle = open();
    handle.database.execute('DELETE FROM nodes');
    handle.stores.nodes.add(plannedTitan('old'), NOON_MS);
    copyFileSync(`${path}-wal`, join(parent.path, 'log'));
    handle.close();
    copyFileSync(join(parent.path, 'log'), `${path}-wal`);
    copyFileSync(file, `${path}.unreadable-2026-01-15T12-00-00-000Z-abcdef.sqlite.next`);
    expect(names()).toEqual(['new']);
    expect(readdirSync(join(dataDirectory, 'set-aside')).toSorted()).toEqual([
      'unreadable-2026-01-15T12-00-00-000Z-abcdef.sqlite',
      'unreadable-2026-01-15T12-00-00-000Z-abcdef.sqlite-wal',
    ]);
  });
});

describe('unfinished files', () => {
  // Catches plain text of an encrypted backup, or half a database, that a kill leaves for ever.
  it('are removed at the next start unless they are being written', async () => {
    fill('mine');
    mkdirSync(join(dataDirectory, 'set-aside'));
    const leftover = join(dataDirectory, 'set-aside', 'backup.2026.partial');
    const beside = join(parent.path, 'copy.sqlite.2026.partial');
    for (const file of [leftover, `${leftover}-journal`, beside]) writeFileSync(file, 'plain');
    open().close();
    expect([leftover, `${leftover}-journal`].filter(existsSync)).toEqual([]);
    await keeper.exportBackup(join(parent.path, 'copy.sqlite'));
    expect(existsSync(beside)).toBe(false);
  });
});
