import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { SpanEnd } from '#shared/domain/uptime/observations.ts';

/** The signals that ask a process to end. */
export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One of {@link ENDING_SIGNALS}. */
export type EndingSignal = (typeof ENDING_SIGNALS)[number];

/** A termination during the system's own shutdown is a shutdown; otherwise somebody ended the process. */
function endByTermination(): SpanEnd {
  if (!existsSync('/run/systemd/system')) {
    return 'signal';
  }
  const { stdout } = spawnSync('systemctl', ['is-system-running'], { encoding: 'utf8', timeout: 1000 });
  return typeof stdout === 'string' && stdout.trim() === 'stopping' ? 'shutdown' : 'signal';
}

/** What a signal means for the span that it ends. May ask the system, for a second at most. */
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
 * A process that wakes once a minute has nothing to gain from optimised code; without the optimising compilers it needs
 * 9 MB less.
 */
export function leaveCodeUnoptimised(): void {
  setFlagsFromString('--no-opt');
  setFlagsFromString('--no-maglev');
}
