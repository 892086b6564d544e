import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hrtime, platform } from 'node:process';
import { uptime } from 'node:os';

/** All clocks of a machine, read together. Whole milliseconds. */
export interface ClockReading {
  /** The wall clock, since 1970, which anyone may set. */
  readonly wallMs: number;
  /** Runs steadily while this process lives; on some systems it stops during suspend. */
  readonly monotonicMs: number;
  /** Time since boot, suspend included; nobody can set it. */
  readonly uptimeMs: number;
}

/** The clocks of a machine and the id of its current boot. */
export interface Clocks {
  read(): ClockReading;
  /** The system's id of this boot, or null where it has none. */
  readonly bootKey: string | null;
  /** Whether the monotonic clock runs during suspend, so that only missing beats show it. */
  readonly monotonicRunsInSuspend: boolean;
}

function linuxBootKey(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}

function darwinBootKey(): string | null {
  try {
    const key = execFileSync('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid'], {
      encoding: 'utf8',
      timeout: 2000,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    return key === '' ? null : key;
  } catch {
    return null;
  }
}

function readBootKey(): string | null {
  switch (platform) {
    case 'linux':
      return linuxBootKey();
    case 'darwin':
      return darwinBootKey();
    default:
      return null;
  }
}

/** The clocks of this machine. */
export function machineClocks(): Clocks {
  return {
    bootKey: readBootKey(),
    monotonicRunsInSuspend: platform !== 'linux',
    read: () => ({
      wallMs: Date.now(),
      monotonicMs: Number(hrtime.bigint() / 1_000_000n),
      uptimeMs: Math.floor(uptime() * 1000),
    }),
  };
}
