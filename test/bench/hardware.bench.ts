import { monitorEventLoopDelay } from 'node:perf_hooks';
import { CALL_NAMES } from '#main/hardware/machine.ts';
import { realMachine } from '#main/hardware/real-machine.ts';
import { readHardware } from '#main/hardware/reader.ts';
import { median, report, timeMs } from './measure.ts';

const ROUNDS = 7;

const machine = realMachine();
const firstMs = await timeMs(() => readHardware(machine, { nowMs: Date.now }));
const times = new Map<string, number[]>();
const ratios: number[] = [];
const note = (name: string, ms: number) => times.set(name, [...(times.get(name) ?? []), ms]);
let longestBlockMs = 0;
// One after another within each round, so that whatever else the machine does weighs on all alike.
for (let round = 0; round < ROUNDS; round += 1) {
  const callMs: number[] = [];
  for (const name of CALL_NAMES) {
    const ms = await timeMs(() => machine.call(name));
    note(name, ms);
    callMs.push(ms);
  }
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const readingMs = await timeMs(() => readHardware(machine, { nowMs: Date.now }));
  note('reading', readingMs);
  ratios.push(readingMs / Math.max(...callMs));
  delay.disable();
  longestBlockMs = Math.max(longestBlockMs, delay.max / 1e6);
}
const calls = CALL_NAMES.map((name) => `${name} ${median(times.get(name) ?? []).toFixed(1)} ms`);
console.log(`       ${calls.join(', ')}`);
console.log(`       first reading, with the library's loading: ${firstMs.toFixed(1)} ms`);
console.log(`       longest block of the event loop while reading: ${longestBlockMs.toFixed(1)} ms`);
const detail = `${median(times.get('reading') ?? []).toFixed(1)} ms`;
report({ name: 'a whole reading', value: median(ratios), atMost: 1.5, unit: 'x its slowest call', detail });
