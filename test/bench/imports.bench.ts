import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { openConnection } from '#main/store/database.ts';
import { openStores } from '#main/store/stores.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import { importReports } from '#test/support/import-reports.ts';
import { NOON_MS } from '#test/support/stores.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { compare, median, report, reportRatio, timeMs } from './measure.ts';

const NODES = 100;
/** A node's reports in a period of 730.8 hours. */
const REPORTS = 1000;
const ROUNDS = 5;

const directory = makeTemporaryDirectory('farmer-bench-');
const { stores, close, database } = openStores({ dataDirectory: directory.path, nowMs: () => NOON_MS });

/** One period of a farm, as the grid's tables give it. */
function farmCsv(periodIndex: number): string {
  const { startS } = periodByIndex(periodIndex);
  const lines = ['nodeID,timestamp,uptime'];
  for (let node = 1; node <= NODES; node += 1) {
    for (let k = 0; k < REPORTS; k += 1) lines.push(`${node},${startS + k * 2400},${10_000 + k * 2400}`);
  }
  return lines.join('\n');
}

/** The least that an import has to do: the lines are taken apart, and each is one row of such a table. */
const bare = openConnection(join(directory.path, 'bare.sqlite'));
bare.execute(`
  CREATE TABLE nodes (id INTEGER PRIMARY KEY) STRICT;
  CREATE TABLE reports (
    node_id INTEGER NOT NULL REFERENCES nodes (id), at_s INTEGER NOT NULL, up_s INTEGER NOT NULL, position INTEGER,
    import_id INTEGER, PRIMARY KEY (node_id, at_s, up_s)) STRICT, WITHOUT ROWID`);
for (let id = 1; id <= NODES; id += 1) bare.statement('INSERT INTO nodes VALUES (@id)').run({ id });
const insert = bare.statement('INSERT OR IGNORE INTO reports VALUES (@node, @at, @up, NULL, 1)');
function insertLines(text: string): void {
  bare.transaction(() => {
    for (const line of text.split('\n').slice(1)) {
      const [node, at, up] = line.split(',').map(Number);
      insert.run({ node: node ?? 0, at: at ?? 0, up: up ?? 0 });
    }
  });
}

/** Each round is another period, so that every row is new. */
const texts = Array.from({ length: ROUNDS + 2 }, (_, round) => farmCsv(60 + round));
const inTurn = () => {
  let round = 0;
  return () => texts[Math.min(round++, ROUNDS)] ?? '';
};
const importText = (text: string) => importReports(stores, { text, nowMs: NOON_MS });

/** What each transaction of some work held the database for, milliseconds. */
async function heldMs(work: () => Promise<unknown>): Promise<readonly number[]> {
  const held: number[] = [];
  const transaction = database.transaction.bind(database);
  database.transaction = (inner) => {
    const started = performance.now();
    try {
      return transaction(inner);
    } finally {
      held.push(performance.now() - started);
    }
  };
  await work();
  database.transaction = transaction;
  return held;
}

/** The longest that another call waited for its turn, milliseconds. */
async function longestWaitMs(work: Promise<unknown>): Promise<number> {
  const state = { isDone: false };
  const ended = work.finally(() => (state.isDone = true));
  const waits: number[] = [];
  while (!state.isDone) waits.push(await timeMs(() => setImmediate()));
  await ended;
  return Math.max(...waits);
}

try {
  const [next, nextBare] = [inTurn(), inTurn()];
  const fresh = await compare(
    ROUNDS,
    () => importText(next()),
    () => insertLines(nextBare()),
  );
  const unit = 'x their lines taken apart and stored bare';
  reportRatio(`the import of ${(NODES * REPORTS) / 1000},000 reports`, fresh, { atMost: 1.3, unit });
  const again = await compare(
    ROUNDS,
    () => importText(texts[0] ?? ''),
    () => insertLines(texts[0] ?? ''),
  );
  reportRatio('the same import once more', again, { atMost: 5, unit });
  const held = await heldMs(() => importText(texts[ROUNDS + 1] ?? ''));
  const ofBare = { unit: 'x the bare insert of the whole', detail: `${median(held).toFixed(1)} ms each` };
  report({
    name: 'the longest that it locks out others',
    value: Math.max(...held) / fresh.referenceMs,
    atMost: 0.1,
    ...ofBare,
    detail: `${Math.max(...held).toFixed(1)} ms, ${ofBare.detail} of ${held.length}`,
  });
  const waitMs = await longestWaitMs(importText(farmCsv(50)));
  report({
    name: 'the longest that another call waits',
    value: waitMs / fresh.referenceMs,
    atMost: 0.2,
    ...ofBare,
    detail: `${waitMs.toFixed(1)} ms`,
  });
} finally {
  bare.close();
  close();
  directory.remove();
}
