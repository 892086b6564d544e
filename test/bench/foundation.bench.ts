import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CALL_NAMES } from '#main/hardware/machine.ts';
import { computeCapacity } from '#shared/domain/hardware/capacity.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

/** The figures to reach. */
const LEAST_COMPUTATIONS_PER_S = 100_000;
const MOST_OF_BARE_START = 2.5;
const MOST_OF_SLOWEST_CALL = 1.5;

const RATE_ROUNDS = 4;
const SPAWN_ROUNDS = 15;
const CALL_ROUNDS = 5;
const COMPUTATIONS = 200_000;
const CLI = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));
const GIB = 2 ** 30;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function computationsPerSecond(): number {
  const started = performance.now();
  let checksum = 0;
  for (let round = 0; round < COMPUTATIONS; round += 1) {
    const machine = {
      cru: 1 + (round % 128),
      mruBytes: (round % 512) * GIB,
      sruBytes: 1000 * GIB + round,
      hruBytes: round,
    };
    checksum += computeCapacity(machine, 'v3').binding.length;
  }
  const perSecond = COMPUTATIONS / ((performance.now() - started) / 1000);
  return checksum > 0 ? perSecond : 0;
}

/** Runs several command lines in turn, so that what else the machine does meets all of them alike. */
function spawnMedians<K extends string>(
  commands: Readonly<Record<K, readonly string[]>>,
  env: NodeJS.ProcessEnv,
): Record<K, number> {
  const names = Object.keys(commands) as K[];
  const times = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < SPAWN_ROUNDS; round += 1) {
    for (const name of names) {
      const started = performance.now();
      spawnSync(process.execPath, commands[name], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      times.get(name)?.push(performance.now() - started);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<K, number>;
}

/** One call of the hardware library, alone in a fresh process, as a command meets it; prints its own time in ms. */
const ONE_CALL = `
  const { default: library } = await import('systeminformation');
  const started = performance.now();
  await library[process.argv[1]]();
  console.log(performance.now() - started);
`;

function oneCallMs(name: string): number {
  const argv = ['--input-type=module', '-e', ONE_CALL, name];
  return Number(spawnSync(process.execPath, argv, { encoding: 'utf8' }).stdout);
}

function slowestCallMs(): readonly [name: string, ms: number] {
  const calls = CALL_NAMES.map((name): [string, number] => [
    name,
    median(Array.from({ length: CALL_ROUNDS }, () => oneCallMs(name))),
  ]);
  return calls.toSorted((a, b) => b[1] - a[1])[0] ?? ['none', 0];
}

/** Prints one figure; gives whether it was reached. */
function report(isReached: boolean, text: string): boolean {
  console.log(`${isReached ? 'reached' : 'MISSED '}  ${text}`);
  return isReached;
}

if (!existsSync(CLI)) {
  console.error('The program is not built: run "npm run build" first.');
  process.exit(1);
}
const directory = makeTemporaryDirectory('farmer-bench-');
const resources = ['--cru', '8', '--mru', '32GiB', '--sru', '1TiB', '--hru', '0', '--json'];
const env = { ...process.env, FARMER_DATA_DIR: directory.path };
// The best of a few rounds: what else the machine does only ever slows one down.
const perSecond = Math.max(...Array.from({ length: RATE_ROUNDS }, computationsPerSecond));
const spawned = spawnMedians(
  { bare: ['-e', '0'], capacity: [CLI, 'capacity', ...resources], check: [CLI, 'check', '--json'] },
  env,
);
const [slowestName, slowestMs] = slowestCallMs();
directory.remove();

const startRatio = spawned.capacity / spawned.bare;
const checkLimitMs = MOST_OF_SLOWEST_CALL * slowestMs + spawned.capacity;
const results = [
  report(
    perSecond >= LEAST_COMPUTATIONS_PER_S,
    `${Math.round(perSecond)} capacity computations a second = ${(perSecond / LEAST_COMPUTATIONS_PER_S).toFixed(1)}x of ${LEAST_COMPUTATIONS_PER_S}`,
  ),
  report(
    startRatio <= MOST_OF_BARE_START,
    `farmer capacity ${spawned.capacity.toFixed(1)} ms = ${startRatio.toFixed(2)}x a bare node -e 0 (${spawned.bare.toFixed(1)} ms); at most ${MOST_OF_BARE_START}x`,
  ),
  report(
    spawned.check <= checkLimitMs,
    `farmer check ${spawned.check.toFixed(1)} ms = ${(spawned.check / checkLimitMs).toFixed(2)}x of ${MOST_OF_SLOWEST_CALL} x the slowest call (${slowestName} ${slowestMs.toFixed(1)} ms) + start-up (${spawned.capacity.toFixed(1)} ms) = ${checkLimitMs.toFixed(1)} ms`,
  ),
];
process.exitCode = results.every(Boolean) ? 0 : 1;
