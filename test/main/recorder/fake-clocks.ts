import type { ClockReading, Clocks } from '#main/recorder/clocks.ts';

/** A machine whose time a test moves by hand. All in milliseconds. */
export interface FakeMachine {
  readonly clocks: Clocks;
  /** Time passes while the machine runs. */
  run(ms: number): void;
  /** Time passes while the machine sleeps. */
  sleep(ms: number): void;
  /** Somebody sets the clock forward, or back when negative. */
  setClock(byMs: number): void;
  /** The machine goes off and comes back after so long. */
  reboot(offMs: number): FakeMachine;
  nowMs(): number;
}

/** How a fake machine starts. */
export interface FakeMachineOptions {
  readonly wallMs?: number;
  readonly uptimeMs?: number;
  /** Default "boot-1"; null for a system that does not name its boots. */
  readonly bootKey?: string | null;
  readonly monotonicRunsInSuspend?: boolean;
}

/** Makes a machine. */
export function fakeMachine(options: FakeMachineOptions = {}): FakeMachine {
  const { bootKey = 'boot-1', monotonicRunsInSuspend = false } = options;
  let reading: ClockReading = {
    wallMs: options.wallMs ?? 1_764_600_000_000,
    monotonicMs: 5000,
    uptimeMs: options.uptimeMs ?? 5000,
  };
  const pass = (ms: number, isAwake: boolean) => {
    reading = {
      wallMs: reading.wallMs + ms,
      monotonicMs: reading.monotonicMs + (isAwake || monotonicRunsInSuspend ? ms : 0),
      uptimeMs: reading.uptimeMs + ms,
    };
  };
  return {
    clocks: { read: () => reading, bootKey, monotonicRunsInSuspend },
    run: (ms) => pass(ms, true),
    sleep: (ms) => pass(ms, false),
    setClock: (byMs) => {
      reading = { ...reading, wallMs: reading.wallMs + byMs };
    },
    reboot: (offMs) =>
      fakeMachine({
        wallMs: reading.wallMs + offMs,
        uptimeMs: 0,
        bootKey: bootKey === null ? null : `${bootKey}+`,
        monotonicRunsInSuspend,
      }),
    nowMs: () => reading.wallMs,
  };
}
