import { monitorEventLoopDelay } from 'node:perf_hooks';
import { CALL_NAMES } from '#main/hardware/machine.ts';
import { realMachine } from '#main/hardware/real-machine.ts';
import { readHardware } from '#main/hardware/reader.ts';

/** A whole reading may take this much of the slowest single call. */
const MOST_OF_SLOWEST = 1.5;
const ROUNDS = 7;

async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const machine = realMachine();
const firstMs = await timeMs(() => readHardware(machine, { nowMs: Date.now }));
const times = new Map<string, number[]>();
const note = (name: string, ms: number) => times.set(name, [...(times.get(name) ?? []), ms]);
let longestBlockMs = 0;
// One after another within each round, so that whatever else the machine does weighs on all alike.
for (let round = 0; round < ROUNDS; round += 1) {
  for (const name of CALL_NAMES) {
    note(name, await timeMs(() => machine.call(name)));
  }
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  note('reading', await timeMs(() => readHardware(machine, { nowMs: Date.now })));
  delay.disable();
  longestBlockMs = Math.max(longestBlockMs, delay.max / 1e6);
}
const readingMs = median(times.get('reading') ?? []);
const calls = CALL_NAMES.map((name) => [name, median(times.get(name) ?? [])] as const);
const [slowestName, slowestMs] = calls.toSorted((a, b) => b[1] - a[1])[0] ?? ['none', 1];
const ratio = readingMs / slowestMs;

console.log(calls.map(([name, ms]) => `${name} ${ms.toFixed(1)} ms`).join(', '));
console.log(`first reading, with the library's loading: ${firstMs.toFixed(1)} ms`);
console.log(`longest block of the event loop while reading: ${longestBlockMs.toFixed(1)} ms`);
console.log(
  `whole reading ${readingMs.toFixed(1)} ms = ${ratio.toFixed(2)}x the slowest call (${slowestName} ${slowestMs.toFixed(1)} ms); at most ${MOST_OF_SLOWEST}x`,
);
process.exitCode = ratio <= MOST_OF_SLOWEST ? 0 : 1;
