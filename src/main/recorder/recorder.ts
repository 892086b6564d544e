import type { RecorderInfo } from '#shared/contract/uptime/uptime.ts';
import type { SpanEnd } from '#shared/domain/uptime/observations.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { Clocks } from './clocks.ts';
import { RecordingSession, type SpanSink } from './session.ts';

/** How often the recorder beats, in milliseconds. */
export const BEAT_INTERVAL_MS = 60_000;

/** The lock that allows one recorder at a time. */
export interface ExclusiveLock {
  tryAcquire(): boolean;
  release(): void;
}

/** The state of a recorder. The last beat is null before the first; the problem is null while beats are written. */
export interface RecorderStatus extends Pick<RecorderInfo, 'state' | 'lastBeatAtMs'> {
  /** The error itself goes to the log. */
  readonly problem: (NonNullable<RecorderInfo['problem']> & { readonly error: FarmerError }) | null;
}

/** The parts and options of a recorder. */
export interface RecorderOptions {
  readonly clocks: Clocks;
  readonly sink: SpanSink;
  readonly lock: ExclusiveLock;
  readonly beatIntervalMs?: number;
  /** Called when the state changes, and after every beat that was written. Must not throw. */
  readonly onChange?: (status: RecorderStatus) => void;
  /** Whether the timer keeps the process alive. Default true. */
  readonly keepsAlive?: boolean;
}

/** Watches time: one beat after another, from start to stop. */
export interface Recorder {
  /** Starts beating at once: records, or stands by. */
  start(): void;
  /** Ends the span with a reason and lets go of the lock. Safe to call twice. */
  stop(end: SpanEnd): void;
  /** The system announces suspend: the span ends now. */
  noteSuspend(): void;
  /** The system announces that it woke: beats now, without waiting for the timer. */
  noteResume(): void;
  /** The system announces its shutdown: the span ends now. If that is called off, recording resumes two minutes later. */
  noteShutdown(): void;
  status(): RecorderStatus;
}

function asFarmerError(error: unknown): FarmerError {
  return error instanceof FarmerError
    ? error
    : new FarmerError('INTERNAL', message('uptime:core.recorderCannotWrite'), {
        hint: message('uptime:core.runDoctor'),
        cause: error,
      });
}

/** A process that still runs this long after an announced shutdown goes on recording. Milliseconds. */
const STILL_HERE_MS = 120_000;

class BeatingRecorder implements Recorder {
  readonly #options: RecorderOptions;
  readonly #intervalMs: number;
  #session: RecordingSession | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** Restarts recording if an announced shutdown does not happen. */
  #calledOff: NodeJS.Timeout | undefined;
  #status: RecorderStatus = { state: 'stopped', lastBeatAtMs: null, problem: null };

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#intervalMs = options.beatIntervalMs ?? BEAT_INTERVAL_MS;
  }

  start(): void {
    if (this.#timer !== undefined) {
      return;
    }
    this.#beat();
    this.#timer = setInterval(() => this.#beat(), this.#intervalMs);
    if (this.#options.keepsAlive === false) {
      this.#timer.unref();
    }
  }

  stop(end: SpanEnd): void {
    clearTimeout(this.#calledOff);
    clearInterval(this.#timer);
    this.#timer = undefined;
    const session = this.#session;
    this.#session = null;
    if (session !== null) {
      this.#attempt(() => session.end(end));
      this.#options.lock.release();
    }
    this.#set({ ...this.#status, state: 'stopped' });
  }

  noteSuspend(): void {
    const session = this.#session;
    if (session !== null) {
      this.#attempt(() => session.suspend());
    }
  }

  noteResume(): void {
    if (this.#timer !== undefined) {
      this.#beat();
    }
  }

  noteShutdown(): void {
    if (this.#timer !== undefined) {
      this.stop('shutdown');
      this.#calledOff = setTimeout(() => this.start(), STILL_HERE_MS).unref();
    }
  }

  status(): RecorderStatus {
    return this.#status;
  }

  #beat(): void {
    this.#attempt(() => {
      const session = this.#session ?? this.#open();
      if (session === null) {
        this.#set({ ...this.#status, state: 'standby', problem: null });
        return;
      }
      session.beat();
      this.#set({ state: 'recording', lastBeatAtMs: this.#options.clocks.read().wallMs, problem: null });
    });
  }

  #open(): RecordingSession | null {
    if (!this.#options.lock.tryAcquire()) {
      return null;
    }
    this.#session = new RecordingSession(this.#options.sink, this.#options.clocks, this.#intervalMs);
    return this.#session;
  }

  /** A beat that cannot be written is not lost: the next that can covers it, from what the session remembers. */
  #attempt(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      const error = asFarmerError(thrown);
      const sinceMs = this.#status.problem?.sinceMs ?? this.#options.clocks.read().wallMs;
      this.#set({
        ...this.#status,
        state: 'failing',
        problem: { code: error.code, message: error.message, hint: error.hint, sinceMs, error },
      });
    }
  }

  #set(status: RecorderStatus): void {
    this.#status = status;
    this.#options.onChange?.(status);
  }
}

/**
 * Creates a recorder. It never throws: errors are in its status, and the next beat tries again.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  return new BeatingRecorder(options);
}
