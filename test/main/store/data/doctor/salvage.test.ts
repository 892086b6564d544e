import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { salvageInto } from '#main/store/data/doctor/salvage.ts';
import { openConnection } from '#main/store/database.ts';
import { openStores } from '#main/store/stores.ts';
import { isWholeCampaign } from '#test/support/crash/campaign.ts';
import { NOON_MS, plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;
let sound: Buffer;
let soundRows: number;

const PAGE_BYTES = 4096;
/** All of them in `npm run crash`, a part in `npm test`. */
const FILES_OF_EACH_KIND = isWholeCampaign() ? 50 : 4;

beforeAll(() => {
  directory = makeTemporaryDirectory();
  const handle = openStores({ dataDirectory: directory.path, nowMs: () => NOON_MS });
  const { nodes, settings, uptime } = handle.stores;
  handle.stores.transaction(() => {
    for (let index = 0; index < 300; index += 1) {
      const { id } = nodes.add(plannedTitan(`node ${index}`), NOON_MS);
      const boot = uptime.addBoot(id, `boot-${index}`, NOON_MS - index);
      for (let beat = 0; beat < 12; beat += 1) uptime.addSpan(boot, beat * 1000, 'cli');
      uptime.addClockStep(id, { atMs: NOON_MS + index, stepMs: 5000 });
    }
    settings.update({ farm: { name: 'M'.repeat(60) } }, NOON_MS);
  });
  handle.close();
  sound = readFileSync(join(directory.path, 'farmer.sqlite'));
  soundRows = rowsOf(join(directory.path, 'farmer.sqlite'));
});

afterAll(() => directory.remove());

const OWN_TABLES = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'lost_and_found%' AND name NOT IN ('schema_migrations', 'data_lineage')`;

function rowsOf(path: string): number {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const names = database
      .prepare(OWN_TABLES)
      .all()
      .map(({ name }) => String(name));
    return names.reduce(
      (sum, name) => sum + Number(database.prepare(`SELECT count(*) AS n FROM "${name}"`).get()?.['n']),
      0,
    );
  } finally {
    database.close();
  }
}

/** What the shell's `.recover` finds: in its tables, and in the rows that it cannot assign. */
function recovered(path: string): number | null {
  const target = `${path}.recovered`;
  rmSync(target, { force: true });
  try {
    const sql = execFileSync('sqlite3', [path, '.recover'], {
      maxBuffer: 2 ** 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    execFileSync('sqlite3', [target], { input: sql, stdio: ['pipe', 'ignore', 'ignore'] });
  } catch {
    // An SQL that ends in an error still left what came before it.
  }
  try {
    return rowsOf(target);
  } catch {
    return 0;
  }
}

/**
 * Whether a shell is here that can recover at all: Debian builds its own without the virtual table that `.recover` reads
 * pages by (`-DSQLITE_ENABLE_DBPAGE_VTAB`), and it then finds nothing even in a sound file.
 */
function canRecover(): boolean {
  return recovered(join(directory.path, 'farmer.sqlite')) === soundRows;
}

/** How many rows of the farmer's are on pages that a damage left as they were, as SQLite itself counts them. */
function untouchedRows(damaged: Buffer): number {
  const database = openConnection(join(directory.path, 'farmer.sqlite'), { isReadOnly: true });
  try {
    return database
      .statement<{ pageno: number; ncell: number }>(
        `SELECT pageno, ncell FROM dbstat WHERE pagetype = 'leaf' AND name IN (${OWN_TABLES})`,
      )
      .all()
      .filter(({ pageno }) => {
        const [start, end] = [(pageno - 1) * PAGE_BYTES, pageno * PAGE_BYTES];
        return sound.subarray(start, end).equals(damaged.subarray(start, end));
      })
      .reduce((rows, { ncell }) => rows + ncell, 0);
  } finally {
    database.close();
  }
}

type Damage = (bytes: Buffer, drawn: (below: number) => number) => Buffer;

const DAMAGES: Readonly<Record<string, Damage>> = {
  'the end is missing': (bytes, drawn) => bytes.subarray(0, bytes.length - 1 - drawn(bytes.length / 2)),
  'one byte of the header is wrong': (bytes, drawn) => {
    bytes[drawn(100)] = drawn(256);
    return bytes;
  },
  'one bit of the structure is wrong': (bytes, drawn) => {
    const text = bytes.indexOf('CREATE TABLE', drawn(PAGE_BYTES * 4));
    const at = text === -1 ? 200 : text + drawn(300);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << drawn(8));
    return bytes;
  },
  'every fifth page is rubbish': (bytes, drawn) => {
    for (let page = 1 + drawn(5); page * PAGE_BYTES < bytes.length; page += 5) {
      for (let at = 0; at < PAGE_BYTES; at += 1) bytes[page * PAGE_BYTES + at] = drawn(256);
    }
    return bytes;
  },
  'some pages are zero': (bytes, drawn) => {
    for (let count = 0; count < 3; count += 1) {
      const page = drawn(bytes.length / PAGE_BYTES);
      bytes.fill(0, page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
    }
    return bytes;
  },
};

function damagedFile(kind: string, seed: number): string {
  const generator = xoroshiro128plus(seed);
  const drawn = (below: number) => uniformInt(generator, 0, Math.floor(below) - 1);
  const path = join(directory.path, 'damaged.sqlite');
  writeFileSync(path, DAMAGES[kind]?.(Buffer.from(sound), drawn) ?? sound);
  return path;
}

function salvaged(path: string) {
  const target = `${path}.new`;
  rmSync(target, { force: true });
  const result = salvageInto(path, target, NOON_MS);
  return { ...result, kept: rowsOf(target), path: target };
}

/** Whether all rows of one database are, letter for letter, in the other. */
function isPartOf(path: string, wholePath: string): boolean {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    database.exec(`ATTACH '${wholePath}' AS whole`);
    return database
      .prepare(OWN_TABLES)
      .all()
      .every(
        ({ name }) =>
          database.prepare(`SELECT * FROM main."${String(name)}" EXCEPT SELECT * FROM whole."${String(name)}"`).all()
            .length === 0,
      );
  } finally {
    database.close();
  }
}

describe('salvaging a database', () => {
  // Catches a repair that loses rows of a sound file.
  it('keeps every row of an intact file', () => {
    const path = damagedFile('none', 0);
    expect(salvaged(path)).toMatchObject({ kept: soundRows, lostRows: 0, brokenTables: [] });
    expect(isPartOf(join(directory.path, 'farmer.sqlite'), `${path}.new`)).toBe(true);
  });

  // Catches rows that are readable and given up, rows that are made up, and "nothing was lost" where something was.
  it.each(Object.keys(DAMAGES))('finds at least what the sqlite3 shell finds when %s', (kind) => {
    const canCompare = canRecover();
    const figures = Array.from({ length: FILES_OF_EACH_KIND }, (_, seed) => {
      const path = damagedFile(kind, seed + 1);
      const { kept, lostRows, brokenTables } = salvaged(path);
      const readable = untouchedRows(readFileSync(path));
      const isSilent = kept < soundRows && lostRows === 0 && brokenTables.length === 0;
      return { seed: seed + 1, kept, lostRows, readable, shell: canCompare ? recovered(path) : null, isSilent };
    });
    const sum = (pick: (one: (typeof figures)[number]) => number) =>
      figures.reduce((total, one) => total + pick(one), 0);
    process.stdout.write(
      `${kind}: kept ${sum((one) => one.kept)} of ${soundRows * figures.length}, the shell's .recover ${canCompare ? sum((one) => one.shell ?? 0) : 'is not here (no sqlite3, or one built without sqlite_dbpage)'}\n`,
    );
    // Rows whose node is lost go with it, and are counted: the shell writes them down without it.
    expect(figures.filter(({ kept, lostRows, shell }) => kept + lostRows < (shell ?? 0))).toEqual([]);
    expect(figures.filter(({ kept, lostRows, readable }) => kept + lostRows < readable)).toEqual([]);
    expect(figures.filter(({ isSilent }) => isSilent)).toEqual([]);
  });
});
