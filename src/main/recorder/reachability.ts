import { connect, type Socket } from 'node:net';
import { type FailedRounds, isUnreachable, takeRound } from '#shared/domain/uptime/reachability.ts';
import type { Clocks } from './clocks.ts';

/** How often the farmer's hosts are tried, in milliseconds. */
const PROBE_INTERVAL_MS = 60_000;
/** The time-out of a connection, including the look-up of its host name, in milliseconds. */
const PROBE_TIMEOUT_MS = 5000;
/** The longest pause between two rounds of the same outage, in intervals: one round may be missed, but not two. */
const MAX_PAUSE_INTERVALS = 2.5;
const MAX_PORT = 65_535;

/** The farmer's settings. Hosts are `name:port`. */
export interface ReachabilityChoice {
  readonly isEnabled: boolean;
  readonly hosts: readonly string[];
}

/** Where unreachable spans are written. Every method may throw when nothing can be written. */
export interface ReachabilitySink {
  /** The id of the current boot; undefined until the recorder wrote its first beat. */
  bootId(): number | undefined;
  addSpan(bootId: number, startUptimeMs: number, lastUptimeMs: number): number;
  extendSpan(spanId: number, lastUptimeMs: number): void;
  /** Changes when all rows were replaced, as by a restore. */
  lineage(): string;
}

/** The parts and options of a reachability watch. */
export interface ReachabilityOptions {
  readonly clocks: Clocks;
  readonly sink: ReachabilitySink;
  /** Read before each round, so that switching it off takes effect at the next one. */
  readonly choice: () => ReachabilityChoice;
  /** Whether this process records: only the recording process probes hosts. */
  readonly isRecording: () => boolean;
  /** Called after an unreachable span was written. */
  readonly onWritten?: () => void;
  /** Called when something could not be read or written; the next round tries again. */
  readonly onProblem?: (error: unknown) => void;
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
}

/** Whether a host accepts a TCP connection in time; it is closed at once and nothing is sent. */
function takesConnection(address: string, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
  const split = address.lastIndexOf(':');
  const port = Number(address.slice(split + 1));
  if (signal.aborted || !Number.isInteger(port) || port < 1 || port > MAX_PORT) {
    return Promise.resolve(false);
  }
  return new Promise((resolve) => {
    // All addresses of a name are tried within the time-out.
    const autoSelectFamilyAttemptTimeout = Math.max(10, Math.floor(timeoutMs / 4));
    const socket: Socket = connect({ host: address.slice(0, split), port, autoSelectFamilyAttemptTimeout });
    const finish = (isTaken: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(isTaken);
    };
    const giveUp = () => finish(false);
    const timer = setTimeout(giveUp, timeoutMs);
    signal.addEventListener('abort', giveUp);
    socket.once('connect', () => finish(true));
    // Never removed: a socket may emit another error after it was destroyed.
    socket.on('error', giveUp);
  });
}

/**
 * Tries hosts in parallel until one accepts the connection; the other attempts are then dropped.
 * @param hosts `name:port`
 * @returns whether any did
 */
export async function anyTakesConnection(
  hosts: readonly string[],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (signal.aborted) {
    return false;
  }
  const settled = new AbortController();
  const giveUp = () => settled.abort();
  signal.addEventListener('abort', giveUp, { once: true });
  const tries = hosts.map(async (host) => {
    const isTaken = await takesConnection(host, timeoutMs, settled.signal);
    if (isTaken) {
      settled.abort();
    }
    return isTaken;
  });
  const answers = await Promise.all(tries);
  signal.removeEventListener('abort', giveUp);
  return answers.some(Boolean);
}

/** The row of the current unreachable span. */
interface WrittenSpan {
  readonly id: number;
  readonly bootId: number;
  readonly startUptimeMs: number;
  readonly lineage: string;
}

/**
 * Tries the hosts that the farmer named, round by round. It tries nothing unless it is started, switched on and recording.
 */
export class ReachabilityWatch {
  readonly #options: ReachabilityOptions;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | undefined;
  #aborter = new AbortController();
  #isProbing = false;
  #failed: FailedRounds | null = null;
  #written: WrittenSpan | null = null;

  constructor(options: ReachabilityOptions) {
    this.#options = options;
    this.#intervalMs = options.intervalMs ?? PROBE_INTERVAL_MS;
  }

  start(): void {
    if (this.#timer === undefined) {
      this.#aborter = new AbortController();
      this.#timer = setInterval(() => void this.probe(), this.#intervalMs);
      this.#timer.unref();
      void this.probe();
    }
  }

  /** Ends at once: open connections are dropped, and the current round is ignored. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#aborter.abort();
    this.#failed = null;
  }

  /** Runs a round now. Never rejects. */
  async probe(): Promise<void> {
    if (this.#isProbing) {
      return;
    }
    this.#isProbing = true;
    try {
      await this.#round(this.#aborter.signal);
    } catch (error) {
      this.#options.onProblem?.(error);
    } finally {
      this.#isProbing = false;
    }
  }

  async #round(signal: AbortSignal): Promise<void> {
    const hosts = this.#hosts();
    if (hosts.length === 0) {
      this.#failed = null;
      return;
    }
    const { clocks, timeoutMs = PROBE_TIMEOUT_MS } = this.#options;
    const startUptimeMs = clocks.read().uptimeMs;
    const isAnswered = await anyTakesConnection(hosts, timeoutMs, signal);
    const endUptimeMs = clocks.read().uptimeMs;
    // A round during which the machine slept, or the setting was switched off, shows nothing.
    if (signal.aborted || this.#hosts().length === 0 || endUptimeMs - startUptimeMs > timeoutMs + this.#intervalMs) {
      this.#failed = null;
      return;
    }
    const maxPauseMs = MAX_PAUSE_INTERVALS * this.#intervalMs;
    this.#failed = takeRound(this.#failed, { startUptimeMs, endUptimeMs, isAnswered }, maxPauseMs);
    if (isUnreachable(this.#failed)) {
      this.#write(this.#failed);
    }
  }

  /** The hosts to try now: none unless it is switched on and this process records. */
  #hosts(): readonly string[] {
    if (!this.#options.isRecording()) {
      return [];
    }
    const { isEnabled, hosts } = this.#options.choice();
    return isEnabled ? hosts : [];
  }

  #write({ startUptimeMs, lastUptimeMs }: FailedRounds): void {
    const { sink } = this.#options;
    const bootId = sink.bootId();
    if (bootId === undefined) {
      return;
    }
    const lineage = sink.lineage();
    const written = this.#written;
    const goesOn = written?.startUptimeMs === startUptimeMs && written.bootId === bootId && written.lineage === lineage;
    if (goesOn) {
      sink.extendSpan(written.id, lastUptimeMs);
    } else {
      this.#written = { id: sink.addSpan(bootId, startUptimeMs, lastUptimeMs), bootId, startUptimeMs, lineage };
    }
    this.#options.onWritten?.();
  }
}
