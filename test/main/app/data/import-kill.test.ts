import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { constantFrom, sample } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { undoImport } from '#main/app/data/undo-import.ts';
import { openConnection } from '#main/store/database.ts';
import { openStores } from '#main/store/stores.ts';
import { isWholeCampaign } from '#test/support/crash/campaign.ts';
import { importReports } from '#test/support/import-reports.ts';
import { NOON_MS } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const CHILD = join(import.meta.dirname, '../../../support/import-child.ts');
const ROWS = 7000;
const NODES = [11, 12, 13];
/** Rows that are here before, and come again with the import that is killed. */
const KNOWN = 100;
const WAYS = ['command line', 'window'] as const;
/** Kills of each way in `npm test`. */
const DRAWS = 2;

const eventOf = (k: number) => (k % 50 === 0 ? `,state,${(k / 50) % 2 === 0 ? 'Up' : 'Down'}` : '500,,');
const lineOf = (k: number) => `${NODES[k % NODES.length]},${NOON_MS / 1000 - k * 600},${eventOf(k)}`;
const csvOf = (count: number) =>
  `nodeID,timestamp,uptime,kind,power\n${Array.from({ length: count }, (_, k) => lineOf(k)).join('\n')}\n`;

let directory: TemporaryDirectory;
let file: string;
let runs = 0;
beforeAll(() => {
  directory = makeTemporaryDirectory();
  file = join(directory.path, 'events.csv');
  writeFileSync(file, csvOf(ROWS));
});
afterAll(() => directory.remove());

/** A farm that has the first rows already. */
async function preparedFarm(): Promise<string> {
  const root = join(directory.path, `run-${(runs += 1)}`);
  mkdirSync(root);
  const handle = openStores({ dataDirectory: join(root, 'data'), nowMs: () => NOON_MS });
  await importReports(handle.stores, { text: csvOf(KNOWN), nowMs: NOON_MS });
  handle.close();
  return root;
}

/** @returns how many transactions it came through, or null where it was killed */
async function runChild(way: string, root: string, killAt: number, moment: string): Promise<number | null> {
  const args = [CHILD, way, root, file, String(killAt), moment];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return child.signalCode === 'SIGKILL' ? null : Number(output);
}

const RAW = [
  'uptime_reports',
  'power_events',
  'import_reports',
  'import_power_events',
  'nodes',
  'imports',
  'import_nodes',
];

/** How many rows each table has, seen or not, and how many imports are under way. */
function rawCounts(root: string): Readonly<Record<string, number>> {
  const database = openConnection(join(root, 'data/farmer.sqlite'), { isReadOnly: true, skipsCheck: true });
  const count = (table: string) =>
    database.statement<{ count: number }>(`SELECT count(*) AS count FROM ${table}`).get()?.count ?? 0;
  const counts = Object.fromEntries(RAW.map((table) => [table, count(table)]));
  const pending =
    database.statement<{ count: number }>('SELECT sum(is_pending) AS count FROM imports').get()?.count ?? 0;
  database.close();
  return { ...counts, pending };
}

/** Opens as the next start does. @returns what a farmer sees */
function seenAtNextStart(root: string) {
  const { stores, close } = openStores({ dataDirectory: join(root, 'data'), nowMs: () => NOON_MS });
  try {
    const nodes = stores.nodes.list({ withDeleted: true });
    const events = nodes.reduce((sum, { id }) => sum + stores.uptimeRecords.events(id, 0, NOON_MS).length, 0);
    return {
      events,
      nodes: nodes.length,
      imports: stores.imports.list().map(({ file: name, rowCount }) => [name, rowCount]),
    };
  } finally {
    close();
  }
}

describe.each(WAYS)('an import of events by the %s', (way) => {
  // Catches an import that a kill leaves half done: rows, nodes, marks or an entry in the list of imports.
  test('is complete or absent whenever the program is killed', async () => {
    const whole = await preparedFarm();
    const before = { seen: seenAtNextStart(whole), raw: rawCounts(whole) };
    const transactions = (await runChild(way, whole, 0, '')) ?? 0;
    const after = { seen: seenAtNextStart(whole), raw: rawCounts(whole) };
    expect(after.seen.events).toBeGreaterThan(before.seen.events);

    const all = Array.from({ length: transactions }, (_, at) =>
      ['inside', 'after'].map((moment) => [at + 1, moment] as const),
    ).flat();
    const kills = isWholeCampaign() ? all : [...sample(constantFrom(...all.slice(-8, -1)), DRAWS), ...all.slice(-1)];
    let left = 0;
    for (const [killAt, moment] of kills) {
      const root = await preparedFarm();
      expect(await runChild(way, root, killAt, moment)).toBeNull();
      const raw = JSON.stringify(rawCounts(root));
      left += [before, after].every((one) => JSON.stringify(one.raw) !== raw) ? 1 : 0;
      const found = { seen: seenAtNextStart(root), raw: rawCounts(root) };
      expect([before, after], `killed ${moment} transaction ${killAt} of ${transactions}`).toContainEqual(found);
      // It goes through afterwards, and is taken back without a trace.
      await runChild(way, root, 0, '');
      const { stores, close } = openStores({ dataDirectory: join(root, 'data'), nowMs: () => NOON_MS });
      expect(stores.imports.list().map(({ rowCount }) => rowCount)).toEqual(after.seen.imports.map(([, rows]) => rows));
      undoImport(stores, stores.imports.list()[0]?.id ?? 0, NOON_MS);
      close();
      expect(seenAtNextStart(root)).toMatchObject({ events: before.seen.events, imports: before.seen.imports });
    }
    // Without a kill that leaves rows to remove there would be nothing to judge.
    expect(left).toBeGreaterThan(0);
  });
});
