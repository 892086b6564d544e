import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { SpanEnd } from '#shared/domain/uptime/observations.ts';

/** Signals that request the end of a process. */
export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type EndingSignal = (typeof ENDING_SIGNALS)[number];

/** SIGTERM during a shutdown of the system means a shutdown; otherwise a user ended the process. */
function endByTermination(): SpanEnd {
  if (!existsSync('/run/systemd/system')) {
    return 'signal';
  }
  const { stdout } = spawnSync('systemctl', ['is-system-running'], { encoding: 'utf8', timeout: 1000 });
  return typeof stdout === 'string' && stdout.trim() === 'stopping' ? 'shutdown' : 'signal';
}

/** What a signal means for the span that it ends. May query the system, for a second at most. */
export function endBySignal(signal: EndingSignal): SpanEnd {
  switch (signal) {
    case 'SIGINT':
      return 'quit';
    case 'SIGTERM':
      return endByTermination();
    default:
      return 'signal';
  }
}

/**
 * The recorder wakes once a minute and gains nothing from optimised code or a large young generation; without them it
 * needs about 15 MB less memory.
 */
export function preferLittleMemory(): void {
  setFlagsFromString('--no-opt');
  setFlagsFromString('--no-maglev');
  setFlagsFromString('--optimize-for-size');
}
