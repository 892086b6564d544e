import { join } from 'node:path';
import { importEvents } from '#main/app/uptime/uptime-import.ts';
import { openConnection } from '#main/store/database.ts';
import { openStores } from '#main/store/stores.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import { NOON_MS } from '#test/support/stores.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { compare, reportRatio } from './measure.ts';

const NODES = 100;
/** A node's reports in a period of 730.8 hours. */
const REPORTS = 1000;
const ROUNDS = 5;

const directory = makeTemporaryDirectory('farmer-bench-');
const { stores, close } = openStores({ dataDirectory: directory.path, nowMs: () => NOON_MS });

/** One period of a farm, as the grid's tables give it. */
function farmCsv(periodIndex: number): string {
  const { startS } = periodByIndex(periodIndex);
  const lines = ['nodeID,timestamp,uptime'];
  for (let node = 1; node <= NODES; node += 1) {
    for (let k = 0; k < REPORTS; k += 1) lines.push(`${node},${startS + k * 2400},${10_000 + k * 2400}`);
  }
  return lines.join('\n');
}

/** The least that an import has to do: the lines are taken apart, and each is one row. */
const bare = openConnection(join(directory.path, 'bare.sqlite'));
bare.execute('CREATE TABLE reports (node INTEGER, at INTEGER, up INTEGER, PRIMARY KEY (node, at, up)) WITHOUT ROWID');
const insert = bare.statement('INSERT OR IGNORE INTO reports VALUES (@node, @at, @up)');
function insertLines(text: string): void {
  bare.transaction(() => {
    for (const line of text.split('\n').slice(1)) {
      const [node, at, up] = line.split(',').map(Number);
      insert.run({ node: node ?? 0, at: at ?? 0, up: up ?? 0 });
    }
  });
}

/** Each round is another period, so that every row is new. */
const texts = Array.from({ length: ROUNDS + 1 }, (_, round) => farmCsv(60 + round));
const inTurn = () => {
  let round = 0;
  return () => texts[Math.min(round++, ROUNDS)] ?? '';
};
const importText = (text: string) =>
  importEvents(stores, { chunks: [text], format: null, node: null, nowMs: NOON_MS, file: 'farm.csv' });

try {
  const [next, nextBare] = [inTurn(), inTurn()];
  const fresh = await compare(
    ROUNDS,
    () => importText(next()),
    () => insertLines(nextBare()),
  );
  const unit = 'x their lines taken apart and stored bare';
  reportRatio(`the import of ${(NODES * REPORTS) / 1000},000 reports`, fresh, { atMost: 4, unit });
  const again = await compare(
    ROUNDS,
    () => importText(texts[0] ?? ''),
    () => insertLines(texts[0] ?? ''),
  );
  reportRatio('the same import once more', again, { atMost: 6, unit });
} finally {
  bare.close();
  close();
  directory.remove();
}
