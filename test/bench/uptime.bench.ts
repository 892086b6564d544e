import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gatherUptime } from '#main/app/uptime/uptime-facts.ts';
import { summarise } from '#main/app/uptime/uptime-summary.ts';
import { openConnection } from '#main/store/database.ts';
import { openStores, type StoreHandle } from '#main/store/stores.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import type { CreditEvent } from '#shared/domain/uptime/credit-types.ts';
import { UNMANAGED } from '#shared/domain/uptime/credit-types.ts';
import { creditVector } from '#shared/domain/uptime/credit-vectors.ts';
import { plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

/** The figures to reach. */
const MOST_CREDIT_S = 0.15;
const MOST_CREDIT_FILE_S = 1.5;
const MOST_QUERY_MS = 5;
const LEAST_TIMES_ROW_A_BEAT = 100;
const MOST_OF_FSYNC = 3;
const MOST_HISTORY_BYTES = 500_000;
const MOST_EXTRA_MIB = 30;
const MOST_CPU_SHARE = 0.001;

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

function timeMs(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function report(isReached: boolean, text: string): boolean {
  console.log(`${isReached ? 'reached' : 'MISSED '}  ${text}`);
  return isReached;
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

function benchCredit(): readonly boolean[] {
  const vectors = nodeMonths();
  const memory = Math.min(...[0, 1, 2].map(() => timeMs(() => vectors.map((vector) => creditVector(vector, false)))));
  const path = inDirectory('events.json');
  const { startS: start, endS: end } = PERIOD;
  writeFileSync(
    path,
    JSON.stringify({ vectors: vectors.map(({ id, events }) => ({ id, period: { start, end }, events })) }),
  );
  const file = Math.min(
    ...[0, 1, 2].map(() => timeMs(() => spawnSync(process.execPath, [CLI, 'credit', path, '--json']))),
  );
  return [
    report(
      memory / 1000 <= MOST_CREDIT_S,
      `credit of 1.0 M events in memory: ${(memory / 1000).toFixed(3)} s (most ${MOST_CREDIT_S})`,
    ),
    report(
      file / 1000 <= MOST_CREDIT_FILE_S,
      `credit from a JSON file of 1.0 M events to the answer: ${(file / 1000).toFixed(2)} s (most ${MOST_CREDIT_FILE_S})`,
    ),
  ];
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
function rowABeat(): { readonly ms: number; readonly bytesPerNode: number } {
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
  const times = Array.from({ length: 20 }, () =>
    timeMs(() => question.get({ startS: PERIOD.startS, endS: PERIOD.endS })),
  );
  database.close();
  return { ms: quantile(times, 0.5), bytesPerNode: statSync(inDirectory('row-a-beat.sqlite')).size };
}

function benchQueries(): readonly boolean[] {
  const path = inDirectory('history');
  const handle = openStores({ dataDirectory: path, nowMs: () => PERIOD.endS * 1000 });
  const ids = fillHistory(handle);
  const { stores } = handle;
  const nowMs = PERIOD.endS * 1000;
  const ask = (round: number): { query: number; screen: number } => {
    const nodeId = ids[(round * 7919) % ids.length] ?? 1;
    const period = periodByIndex(PERIOD.index - (round % 55));
    const node = stores.nodes.get(nodeId);
    const query = timeMs(() => stores.uptime.boots(nodeId, period.startS * 1000, period.endS * 1000));
    const screen = node === undefined ? 0 : timeMs(() => summarise(gatherUptime(stores, node, period, nowMs), node));
    return { query, screen };
  };
  const rounds = Array.from({ length: 1000 }, (_, round) => ask(round));
  const query = quantile(
    rounds.map((round) => round.query),
    0.99,
  );
  const median = quantile(
    rounds.map((round) => round.query),
    0.5,
  );
  const screen = quantile(
    rounds.map((round) => round.screen),
    0.99,
  );
  handle.close();
  const bytesPerNode = statSync(join(path, 'farmer.sqlite')).size / NODES;
  const naive = rowABeat();
  const [slower, larger] = [naive.ms / median, naive.bytesPerNode / bytesPerNode];
  return [
    report(
      query <= MOST_QUERY_MS,
      `query over ${YEARS} years of ${NODES} nodes: p99 ${query.toFixed(2)} ms, median ${median.toFixed(2)} ms (most ${MOST_QUERY_MS})`,
    ),
    report(
      screen <= MOST_QUERY_MS,
      `the whole answer of the screen: p99 ${screen.toFixed(2)} ms (most ${MOST_QUERY_MS})`,
    ),
    report(
      Math.max(slower, larger) >= LEAST_TIMES_ROW_A_BEAT,
      `one row a beat: ${naive.ms.toFixed(1)} ms, ${slower.toFixed(0)}x slower; ${(naive.bytesPerNode / 1e6).toFixed(1)} MB a node, ${larger.toFixed(0)}x larger than ${(bytesPerNode / 1e3).toFixed(0)} kB (one of them at least ${LEAST_TIMES_ROW_A_BEAT}x)`,
    ),
  ];
}

function fsyncMs(): number {
  const file = openSync(inDirectory('bare'), 'w');
  const page = Buffer.alloc(4096, 1);
  const times = Array.from({ length: 500 }, () =>
    timeMs(() => {
      writeSync(file, page);
      fsyncSync(file);
    }),
  );
  closeSync(file);
  return quantile(times, 0.5);
}

function benchBeats(): readonly boolean[] {
  const path = inDirectory('beats');
  const handle = openStores({ dataDirectory: path, nowMs: Date.now });
  const { stores } = handle;
  const nodeId = stores.nodes.add(plannedTitan(), 0).id;
  const spanId = stores.uptime.addSpan(stores.uptime.addBoot(nodeId, 'boot', 0), 0, 'cli');
  const emptyBytes = statSync(join(path, 'farmer.sqlite')).size;
  const bareBefore = fsyncMs();
  const beat = (k: number) => timeMs(() => stores.transaction(() => stores.uptime.extendSpan(spanId, k * 60_000)));
  const times = Array.from({ length: 10_000 }, (_, k) => beat(k));
  const bare = (bareBefore + fsyncMs()) / 2;
  handle.database.pragma('synchronous = OFF');
  for (let k = 10_000; k < 525_960; k += 1) {
    stores.uptime.extendSpan(spanId, k * 60_000);
  }
  handle.close();
  const grownBytes = statSync(join(path, 'farmer.sqlite')).size - emptyBytes;
  const [first, last] = [quantile(times.slice(0, 1000), 0.5), quantile(times.slice(-1000), 0.5)];
  return [
    report(
      last <= MOST_OF_FSYNC * bare,
      `a beat, durable: ${last.toFixed(3)} ms, ${(last / bare).toFixed(2)}x a bare fsync of ${bare.toFixed(3)} ms (most ${MOST_OF_FSYNC}x)`,
    ),
    report(last <= first * 1.5, `the ten-thousandth beat costs ${(last / first).toFixed(2)}x the first`),
    report(
      grownBytes <= MOST_HISTORY_BYTES,
      `a year of beats adds ${(grownBytes / 1000).toFixed(0)} kB (most ${MOST_HISTORY_BYTES / 1000})`,
    ),
  ];
}

/** CPU milliseconds that a process used so far, from /proc; null elsewhere. */
function processCpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function residentMib(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

const sleep = (ms: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Beats once a second for 20 s: what one beat costs, times one a minute, is what ten minutes cost. */
async function benchRecorder(): Promise<readonly boolean[]> {
  if (process.platform !== 'linux' || CLI !== BUILT_CLI) {
    console.log('skipped  the recorder’s memory and CPU: they are measured on Linux, of the built program');
    return [];
  }
  const bare = spawn(process.execPath, ['--input-type=commonjs', '-e', 'setInterval(() => {}, 1000)']);
  const words = ['--data-dir', inDirectory('recorder'), 'record', '--beat-seconds', '1'];
  const recorder = spawn(process.execPath, [CLI, ...words], { stdio: 'ignore' });
  try {
    await sleep(8000);
    const [barePid, pid] = [bare.pid ?? 0, recorder.pid ?? 0];
    const before = processCpuMs(pid);
    await sleep(20_000);
    const share = (processCpuMs(pid) - before) / 20 / 60_000;
    const extra = residentMib(pid) - residentMib(barePid);
    return [
      report(
        extra <= MOST_EXTRA_MIB,
        `the recorder needs ${extra.toFixed(1)} MiB more than a bare process (most ${MOST_EXTRA_MIB})`,
      ),
      report(
        share <= MOST_CPU_SHARE,
        `at one beat a minute it uses ${(share * 100).toFixed(4)} % of a core (most ${MOST_CPU_SHARE * 100})`,
      ),
    ];
  } finally {
    recorder.kill('SIGTERM');
    bare.kill('SIGTERM');
  }
}

try {
  const reached = [...benchCredit(), ...benchQueries(), ...benchBeats(), ...(await benchRecorder())];
  process.exitCode = reached.every(Boolean) ? 0 : 1;
} finally {
  directory.remove();
}
