import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CALL_NAMES } from '#main/hardware/machine.ts';
import { computeCapacity } from '#shared/domain/hardware/capacity.ts';
import { GIB_BYTES } from '#shared/units.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { compare, median, report, reportRatio, timeMs } from './measure.ts';
import { bareProcess, thousandDecimals } from './references.ts';

const CHECK_ROUNDS = 9;
const COMPUTATIONS = 1000;
const CLI = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));

let checksum = 0;
function thousandCapacities(): void {
  for (let round = 0; round < COMPUTATIONS; round += 1) {
    const machine = {
      cru: 1 + (round % 128),
      mruBytes: (round % 512) * GIB_BYTES,
      sruBytes: 1000 * GIB_BYTES + round,
      hruBytes: round,
    };
    checksum += computeCapacity(machine, 'v3').binding.length;
  }
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

if (!existsSync(CLI)) {
  console.error('The program is not built: run "npm run build" first.');
  process.exit(1);
}
const directory = makeTemporaryDirectory('farmer-bench-');
const env = { ...process.env, FARMER_DATA_DIR: directory.path };
const farmer = (...argv: readonly string[]) =>
  spawnSync(process.execPath, [CLI, ...argv, '--json'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
const capacity = () => farmer('capacity', '--cru', '8', '--mru', '32GiB', '--sru', '1TiB', '--hru', '0');

reportRatio('a thousand computations of capacity', await compare(100, thousandCapacities, thousandDecimals), {
  atMost: 4.5,
  unit: 'x a thousand decimals',
});
reportRatio('farmer capacity', await compare(25, capacity, bareProcess), { atMost: 2.5, unit: 'x a bare process' });

/** What a check takes beyond its start, in times the slowest call; the calls and the check by turns. */
const rounds: number[] = [];
for (let round = 0; round < CHECK_ROUNDS; round += 1) {
  const startMs = await timeMs(capacity);
  const checkMs = await timeMs(() => farmer('check'));
  const slowestMs = Math.max(...CALL_NAMES.map(oneCallMs));
  rounds.push((checkMs - startMs) / slowestMs);
}
report({ name: 'farmer check, beyond its start', value: median(rounds), atMost: 1.5, unit: 'x its slowest call' });
directory.remove();
if (checksum === 0) process.exitCode = 1;
