import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

/**
 * Lets the clocks of this process run faster: wall clock, monotonic clock and uptime together, and what is done again
 * and again comes as much sooner. Single delays keep their length: they guard against calls that hang, and those do
 * not become faster. From here on only; what runs already keeps its pace.
 * @param factor how much faster, at least 1; 1 changes nothing
 */
export function startTimeLapse(factor: number): void {
  if (!(factor >= 1)) {
    throw new Error(`Time cannot run ${factor} times as fast.`);
  }
  if (factor === 1) {
    return;
  }
  const startMs = performance.now();
  const wallMs = Date.now();
  const monotonicNs = process.hrtime.bigint();
  const uptimeS = os.uptime();
  const passedMs = (): number => (performance.now() - startMs) * factor;
  Date.now = () => Math.floor(wallMs + passedMs());
  process.hrtime.bigint = () => monotonicNs + BigInt(Math.round(passedMs() * 1e6));
  os.uptime = () => uptimeS + passedMs() / 1000;
  syncBuiltinESMExports();
  const again = globalThis.setInterval;
  const sooner = (work: (...given: unknown[]) => void, delayMs?: number, ...given: unknown[]) =>
    again(work, (delayMs ?? 0) / factor, ...given);
  globalThis.setInterval = Object.assign(sooner, again);
}
