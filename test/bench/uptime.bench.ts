import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { uptimeSummary } from '#main/app/uptime/uptime.ts';
import { openConnection } from '#main/store/database.ts';
import { openStores, type StoreHandle } from '#main/store/stores.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import type { CreditEvent } from '#shared/domain/uptime/credit-types.ts';
import { UNMANAGED } from '#shared/domain/uptime/credit-types.ts';
import { creditVector } from '#shared/domain/uptime/credit-vectors.ts';
import { plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { compare, median, report, reportRatio, timeMs } from './measure.ts';
import { bareFsync } from './references.ts';

const NODES = 1000;
const YEARS = 5;
const PERIOD = periodByIndex(92);
const BUILT_CLI = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));
const CLI = existsSync(BUILT_CLI) ? BUILT_CLI : fileURLToPath(new URL('../../src/main/cli.ts', import.meta.url));
const directory = makeTemporaryDirectory('farmer-bench-');
const inDirectory = (name: string): string => join(directory.path, name);

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
}

/** 1,000 node-months of steady reports: a million events. */
function nodeMonths() {
  return Array.from({ length: NODES }, (_, node) => {
    let atS = PERIOD.startS + node;
    const events = Array.from({ length: 1000 }, (_event, k): CreditEvent => {
      atS += 2400 + ((node * k) % 17);
      return ['uptime', atS, atS - PERIOD.startS + 100_000];
    });
    return { id: String(node), period: PERIOD, initialPower: UNMANAGED, events };
  });
}

async function benchCredit(): Promise<void> {
  const vectors = nodeMonths();
  let sum = 0;
  /** The least that has to be done: every event is looked at once. */
  const addUp = () => {
    for (const { events } of vectors) {
      for (const event of events) sum += event[1];
    }
  };
  const inMemory = await compare(9, () => vectors.map((vector) => creditVector(vector, false)), addUp);
  reportRatio('credit of 1.0 M events in memory', inMemory, { atMost: 3.5, unit: 'x adding them up' });
  const path = inDirectory('events.json');
  const { startS: start, endS: end } = PERIOD;
  writeFileSync(
    path,
    JSON.stringify({ vectors: vectors.map(({ id, events }) => ({ id, period: { start, end }, events })) }),
  );
  const parse = `JSON.parse(require('node:fs').readFileSync(${JSON.stringify(path)}, 'utf8'))`;
  const fromFile = await compare(
    3,
    () => spawnSync(process.execPath, [CLI, 'credit', path, '--json']),
    () => spawnSync(process.execPath, ['-e', parse]),
  );
  reportRatio('credit from a JSON file of them', fromFile, { atMost: 1.6, unit: 'x a process that only parses it' });
  if (sum === 0) process.exitCode = 1;
}

const WEEK_MS = 7 * 86_400_000;
const HISTORY_START_MS = (PERIOD.endS - YEARS * 31_557_600) * 1000;

/** A boot a week, the recorder started anew three times in each, five years long. */
function fillHistory({ stores }: StoreHandle): readonly number[] {
  const weeks = Math.floor((YEARS * 31_557_600_000) / WEEK_MS);
  return stores.transaction(() =>
    Array.from({ length: NODES }, (_, node) => {
      const { id } = stores.nodes.add(plannedTitan(`node ${node}`), 0);
      for (let week = 0; week < weeks; week += 1) {
        const bootId = stores.uptime.addBoot(id, `boot-${week}`, HISTORY_START_MS + week * WEEK_MS + node * 1000);
        for (const part of [0, 1, 2]) {
          const spanId = stores.uptime.addSpan(bootId, Math.floor((part * WEEK_MS) / 3), 'demo');
          stores.uptime.endSpan(spanId, Math.floor(((part + 1) * WEEK_MS) / 3) - 600_000, part === 2 ? 'open' : 'quit');
        }
      }
      return id;
    }),
  );
}

/** The same question of one row a beat: how long was the node up in a period, gaps above two beats and a half left out. */
function rowABeat() {
  const database = openConnection(inDirectory('row-a-beat.sqlite'));
  const beats = YEARS * 525_960;
  const startS = PERIOD.endS - beats * 60;
  database.execute('CREATE TABLE beats (node_id INTEGER, at_s INTEGER, PRIMARY KEY (node_id, at_s)) WITHOUT ROWID');
  database
    .statement(
      `WITH RECURSIVE n (k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM n WHERE k < ${beats - 1})
       INSERT INTO beats SELECT 1, ${startS} + k * 60 FROM n`,
    )
    .run();
  const question = database.statement<{ upS: number }>(`
    SELECT sum(gap) AS upS FROM (
      SELECT at_s - lag(at_s) OVER (ORDER BY at_s) AS gap FROM beats
      WHERE node_id = 1 AND at_s BETWEEN @startS AND @endS) WHERE gap <= 150`);
  const ask = () => question.get({ startS: PERIOD.startS, endS: PERIOD.endS });
  return { ask, close: () => database.close(), path: inDirectory('row-a-beat.sqlite') };
}

/** @returns the bytes of one row a beat over the same years */
async function benchQueries(): Promise<number> {
  const path = inDirectory('history');
  const handle = openStores({ dataDirectory: path, nowMs: () => PERIOD.endS * 1000 });
  const ids = fillHistory(handle);
  const { stores, database } = handle;
  const nowMs = PERIOD.endS * 1000;
  const bare = database.statement('SELECT id, booted_at_ms FROM boots WHERE node_id = @nodeId LIMIT 1');
  const naive = rowABeat();
  const rounds: Record<'query' | 'screen' | 'bare' | 'naive', number>[] = [];
  for (let round = 0; round < 1000; round += 1) {
    const nodeId = ids[(round * 7919) % ids.length] ?? 1;
    const period = periodByIndex(PERIOD.index - (round % 55));
    const node = stores.nodes.get(nodeId);
    if (node === undefined) throw new Error(`There is no node ${nodeId}.`);
    rounds.push({
      query: await timeMs(() => stores.uptime.load([nodeId], period, nowMs)),
      screen: await timeMs(() => uptimeSummary(stores, node, period, nowMs)),
      bare: await timeMs(() => bare.get({ nodeId })),
      naive: round % 50 === 0 ? await timeMs(naive.ask) : Number.NaN,
    });
  }
  naive.close();
  handle.close();
  const times = (name: 'query' | 'screen' | 'bare' | 'naive') =>
    rounds.map((round) => round[name]).filter((ms) => !Number.isNaN(ms));
  for (const [name, what, atMost] of [
    ['query', `a query over ${YEARS} years of ${NODES} nodes`, 40],
    ['screen', 'the whole answer of the screen', 80],
  ] as const) {
    report({
      name: what,
      value: median(rounds.map((round) => round[name] / round.bare)),
      atMost,
      unit: 'x a bare statement',
      detail: `median ${median(times(name)).toFixed(2)} ms, p99 ${quantile(times(name), 0.99).toFixed(2)} ms`,
    });
  }
  const bytesPerNode = statSync(join(path, 'farmer.sqlite')).size / NODES;
  const naiveBytes = statSync(naive.path).size;
  report({
    name: 'one row a beat would be slower by',
    value: median(times('naive')) / median(times('query')),
    atLeast: 60,
    unit: 'x',
  });
  report({
    name: 'and larger by',
    value: naiveBytes / bytesPerNode,
    atLeast: 300,
    unit: 'x',
    detail: `${(naiveBytes / 1e6).toFixed(1)} MB a node to ${(bytesPerNode / 1e3).toFixed(0)} kB`,
  });
  return naiveBytes;
}

async function benchBeats(naiveBytesAYear: number): Promise<void> {
  const path = inDirectory('beats');
  const handle = openStores({ dataDirectory: path, nowMs: Date.now });
  const { stores, database } = handle;
  const nodeId = stores.nodes.add(plannedTitan(), 0).id;
  const spanId = stores.uptime.addSpan(stores.uptime.addBoot(nodeId, 'boot', 0), 0, 'cli');
  // All that was written so far stands in the file itself, the structure too.
  database.pragma('wal_checkpoint(TRUNCATE)');
  const bytesBefore = statSync(join(path, 'farmer.sqlite')).size;
  const file = openSync(inDirectory('bare'), 'w');
  let beats = 0;
  const beat = () => stores.transaction(() => stores.uptime.extendSpan(spanId, (beats += 1) * 60_000));
  const durable = await compare(500, beat, () => bareFsync(file));
  reportRatio('a beat, durable', durable, { atMost: 1.6, unit: 'x a bare fsync' });
  database.pragma('synchronous = OFF');
  for (let left = 525_960 - beats; left > 0; left -= 1) beat();
  database.pragma('synchronous = FULL');
  const late = await compare(500, beat, () => bareFsync(file));
  closeSync(file);
  report({
    name: 'a beat after a year of beats',
    value: late.ratio / durable.ratio,
    atMost: 1.5,
    unit: 'x one of the first',
  });
  handle.close();
  const grownBytes = statSync(join(path, 'farmer.sqlite')).size - bytesBefore;
  report({
    name: 'a year of beats adds',
    value: grownBytes / naiveBytesAYear,
    atMost: 0.002,
    unit: 'x one row a beat',
    detail: `${(grownBytes / 1000).toFixed(0)} kB`,
  });
}

/** Milliseconds of processor time that a process used so far. Linux only. */
function processCpuMs(pid: number): number {
  const [onProcessorNs = '0'] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
  return Number(onProcessorNs) / 1e6;
}

function residentMib(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

/** A process that makes one durable write a second, and nothing else. */
const BARE_WRITER = `
  const { DatabaseSync } = require('node:sqlite');
  const database = new DatabaseSync(process.argv[1]);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (n); INSERT INTO t VALUES (0)');
  const write = database.prepare('UPDATE t SET n = n + 1');
  setInterval(() => write.run(), 1000);
`;
const WATCHED_MS = 20_000;

/** Beats once a second for 20 s, beside a process that only writes as often. */
async function benchRecorder(): Promise<void> {
  if (process.platform !== 'linux' || CLI !== BUILT_CLI) {
    console.log('       the recorder’s memory and CPU are measured on Linux, of the built program');
    return;
  }
  const bare = spawn(process.execPath, ['-e', BARE_WRITER, inDirectory('bare.sqlite')], { stdio: 'ignore' });
  const words = ['--data-dir', inDirectory('recorder'), 'record', '--beat-seconds', '1'];
  const recorder = spawn(process.execPath, [CLI, ...words], { stdio: 'ignore' });
  try {
    const pids = [recorder.pid ?? 0, bare.pid ?? 0];
    // What a start brings with it is over by then.
    await pause(8000);
    const before = pids.map(processCpuMs);
    await pause(WATCHED_MS);
    const [ownMs = 0, bareMs = 1] = pids.map((pid, index) => processCpuMs(pid) - (before[index] ?? 0));
    const [own = 0, other = 1] = pids.map(residentMib);
    const detail = `${own.toFixed(1)} MiB to ${other.toFixed(1)} MiB`;
    report({ name: 'the memory of the recorder', value: own / other, atMost: 1.65, unit: 'x a bare writer', detail });
    const share = (ownMs / WATCHED_MS / 60) * 100;
    report({
      name: 'the processor time of its beats',
      value: ownMs / bareMs,
      atMost: 4,
      unit: 'x a bare writer',
      detail: `${share.toFixed(4)} % of a core at one beat a minute`,
    });
  } finally {
    recorder.kill('SIGTERM');
    bare.kill('SIGTERM');
  }
}

try {
  await benchCredit();
  const naiveBytes = await benchQueries();
  await benchBeats(naiveBytes / YEARS);
  await benchRecorder();
} finally {
  directory.remove();
}
