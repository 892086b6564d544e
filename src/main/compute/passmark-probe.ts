import { cpus } from 'node:os';
import type { PassmarkFact } from '#shared/contract/slices/slices.ts';

/** Kernel rounds between two checks of the clock. */
const ROUNDS = 200_000;
/** Time that is not measured, because the runtime is still compiling. */
const WARM_UP_MS = 200;
/**
 * Rounds per millisecond that equal one point of CPU Mark **[assumed]**, calibrated on one thread of a server processor
 * that did 35,000 rounds at 1000 points. An integer mix is not what PassMark measures, so the estimate is only an order
 * of magnitude and is shown with its range.
 */
const ROUNDS_PER_MS_AND_POINT = 35;
/** Logical cores share physical cores and memory, so each further thread adds only this fraction of a thread. */
const THREAD_YIELD = 0.7;
const UNCERTAINTY_PERCENT = 50;

/**
 * A mix of multiplications, shifts and branches on 32-bit integers. Its result is used, so that the compiler cannot
 * remove it.
 */
function kernel(seed: number): number {
  let state = seed | 1;
  for (let round = 0; round < ROUNDS; round += 1) {
    state = Math.imul(state ^ (state >>> 15), 0x2c_1b_3c_6d);
    state = (state & 1) === 0 ? state ^ (state >>> 12) : state + 0x29_7a_2d_39;
  }
  return state;
}

function measureRoundsPerMs(milliseconds: number): number {
  const startMs = performance.now();
  let runs = 0;
  let seed = 1;
  while (performance.now() - startMs < milliseconds) {
    seed = kernel(seed);
    runs += 1;
  }
  return (runs * ROUNDS) / (performance.now() - startMs);
}

/**
 * Estimates the PassMark score of this machine from a short run on one thread, scaled to all threads. Blocks the thread
 * for the given time.
 * @param seconds 1 to 10
 */
export function probePassmark(seconds: number): PassmarkFact {
  measureRoundsPerMs(WARM_UP_MS);
  const perMs = measureRoundsPerMs(seconds * 1000);
  const threads = cpus().length;
  const points = (perMs / ROUNDS_PER_MS_AND_POINT) * (1 + (threads - 1) * THREAD_YIELD);
  return {
    value: Math.max(1, Math.round(points / 100) * 100),
    basis: 'measured',
    uncertaintyPercent: UNCERTAINTY_PERCENT,
    note: `${seconds} s on one thread, extended to ${threads}`,
  };
}
