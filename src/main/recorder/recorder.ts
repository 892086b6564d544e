import type { HostKind } from '#shared/contract/app/app.ts';
import type { ClockStep, RecorderInfo } from '#shared/contract/uptime/uptime.ts';
import type { SpanEnd } from '#shared/domain/uptime/observations.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { ClockReading, Clocks } from './clocks.ts';

/** How often the recorder beats, in milliseconds. */
export const BEAT_INTERVAL_MS = 60_000;
/** A wall clock that moves by less than this against the uptime is adjusted, not set. Milliseconds. */
const CLOCK_STEP_MS = 2000;
/** A monotonic clock that lags by more than this had stopped: the machine slept. Milliseconds. */
const SUSPEND_MS = 3000;
/** After a pause of so many beat intervals, the recorder was not watching. */
const MISSED_BEATS = 2.5;
/** Where the system has no boot id, boot times that differ by less than this are the same boot. Milliseconds. */
const SAME_BOOT_MS = 120_000;
/** A process that still runs this long after an announced shutdown continues to record. Milliseconds. */
const STILL_HERE_MS = 120_000;

/** The lock that allows one recorder at a time. */
export interface ExclusiveLock {
  tryAcquire(): boolean;
  release(): void;
}

type KnownBoot = Readonly<{ id: number; bootedAtMs: number; lastUptimeMs: number | null }>;

/** The part of the stores that the recorder uses. Every method may throw when nothing can be written. */
export interface RecorderStores {
  readonly uptime: {
    findBoot(nodeId: number, bootKey: string): KnownBoot | undefined;
    latestBoot(nodeId: number): KnownBoot | undefined;
    addBoot(nodeId: number, bootKey: string, bootedAtMs: number): number;
    moveBoot(bootId: number, bootedAtMs: number): void;
    addClockStep(nodeId: number, step: ClockStep): void;
    addSpan(bootId: number, startUptimeMs: number, source: RecorderOptions['source']): number;
    extendSpan(spanId: number, lastUptimeMs: number): void;
    endSpan(spanId: number, lastUptimeMs: number, end: SpanEnd): void;
  };
  /** Changes when all rows were replaced, as by a restore. */
  readonly lineage: { token(): string };
  transaction<T>(work: () => T): T;
}

/** The state of a recorder. The last beat is null before the first; the problem is null while beats are written. */
export interface RecorderStatus extends Pick<RecorderInfo, 'state' | 'lastBeatAtMs'> {
  /** The error itself, for the log. */
  readonly problem: (NonNullable<RecorderInfo['problem']> & { readonly error: FarmerError }) | null;
}

/** The parts and options of a recorder. */
export interface RecorderOptions {
  readonly clocks: Clocks;
  readonly stores: RecorderStores;
  /** The id of this computer's node, read again for every boot, because a restore may have changed it. */
  readonly nodeId: () => number;
  /** Which host records. */
  readonly source: HostKind;
  readonly lock: ExclusiveLock;
  readonly beatIntervalMs: number;
  /** Called when the state changes, and after every beat that was written. Must not throw. */
  readonly onChange?: (status: RecorderStatus) => void;
  /** Whether the timer keeps the process alive. Default true. */
  readonly keepsAlive?: boolean;
}

/**
 * A time during which the recorder ran, in milliseconds since the boot. `end` is null while it lasts, `id` until it is
 * written.
 */
interface Span {
  readonly id: number | null;
  readonly startUptimeMs: number;
  readonly lastUptimeMs: number;
  readonly end: SpanEnd | null;
}

/**
 * What a recorder observed of one boot. It keeps what could not be written: after a full disk the next successful beat
 * writes all of it.
 */
class BootWatch {
  readonly #options: RecorderOptions;
  #last: ClockReading;
  #bootedAtMs: number;
  /** The id of the boot's row, and the lineage token of the data that has it. */
  #row: { readonly id: number; readonly lineage: string } | null = null;
  #unwrittenSteps: readonly ClockStep[] = [];
  /** The spans that ended but were not written completely, then the current one, if any. */
  #spans: readonly Span[];

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#last = options.clocks.read();
    this.#bootedAtMs = bootedAt(this.#last);
    this.#spans = [newSpan(this.#last.uptimeMs)];
  }

  /** Reads the clocks and writes what changed. @param end ends the span @throws when nothing could be written */
  beat(end: SpanEnd | null = null): void {
    this.#observe();
    if (end !== null) {
      this.#close(this.#last.uptimeMs, end);
    }
    this.#write();
  }

  #observe(): void {
    const before = this.#last;
    const now = this.#options.clocks.read();
    this.#last = now;
    const stepMs = bootedAt(now) - this.#bootedAtMs;
    if (Math.abs(stepMs) >= CLOCK_STEP_MS) {
      this.#bootedAtMs = bootedAt(now);
      this.#unwrittenSteps = [...this.#unwrittenSteps, { atMs: now.wallMs, stepMs }];
    }
    const passedMs = now.uptimeMs - before.uptimeMs;
    const awakeMs = Math.max(0, Math.min(passedMs, now.monotonicMs - before.monotonicMs));
    if (passedMs - awakeMs > SUSPEND_MS) {
      this.#close(before.uptimeMs + awakeMs, 'suspend');
    } else if (passedMs > MISSED_BEATS * this.#options.beatIntervalMs) {
      // Where the monotonic clock runs during suspend, a long pause was sleep; elsewhere the machine was only busy.
      this.#close(before.uptimeMs, this.#options.clocks.monotonicRunsInSuspend ? 'suspend' : 'open');
    }
    const open = this.#spans.at(-1);
    this.#spans =
      open === undefined || open.end !== null
        ? [...this.#spans, newSpan(now.uptimeMs)]
        : [...this.#spans.slice(0, -1), { ...open, lastUptimeMs: now.uptimeMs }];
  }

  #close(lastUptimeMs: number, end: SpanEnd): void {
    this.#spans = this.#spans.map((span) => (span.end === null ? { ...span, lastUptimeMs, end } : span));
  }

  #write(): void {
    const { stores, nodeId, source } = this.#options;
    const written = stores.transaction(() => {
      const lineage = stores.lineage.token();
      const known = this.#row?.lineage === lineage ? this.#row : null;
      const row = known ?? { id: this.#findOrAddBoot(), lineage };
      for (const step of known === null ? [] : this.#unwrittenSteps) {
        stores.uptime.moveBoot(row.id, this.#bootedAtMs);
        stores.uptime.addClockStep(nodeId(), step);
      }
      const spans = this.#spans.map((span) => {
        const id = (known && span.id) ?? stores.uptime.addSpan(row.id, span.startUptimeMs, source);
        if (span.end !== null) {
          stores.uptime.endSpan(id, span.lastUptimeMs, span.end);
        } else {
          stores.uptime.extendSpan(id, span.lastUptimeMs);
        }
        return { ...span, id };
      });
      return { row, spans };
    });
    this.#row = written.row;
    this.#unwrittenSteps = [];
    this.#spans = written.spans.filter(({ end }) => end === null);
  }

  /** Finds this boot's row, and corrects its time where the wall clock was set meanwhile; or adds one. */
  #findOrAddBoot(): number {
    const { stores, nodeId, clocks } = this.#options;
    const known = this.#findBoot();
    if (known === undefined) {
      return stores.uptime.addBoot(nodeId(), clocks.bootKey ?? `booted-${this.#bootedAtMs}`, this.#bootedAtMs);
    }
    const stepMs = this.#bootedAtMs - known.bootedAtMs;
    if (Math.abs(stepMs) >= CLOCK_STEP_MS) {
      stores.uptime.moveBoot(known.id, this.#bootedAtMs);
      stores.uptime.addClockStep(nodeId(), { atMs: this.#last.wallMs, stepMs });
    } else {
      this.#bootedAtMs = known.bootedAtMs;
    }
    return known.id;
  }

  #findBoot(): KnownBoot | undefined {
    const { stores, nodeId, clocks } = this.#options;
    if (clocks.bootKey !== null) {
      return stores.uptime.findBoot(nodeId(), clocks.bootKey);
    }
    const latest = stores.uptime.latestBoot(nodeId());
    const isSame =
      latest !== undefined &&
      Math.abs(latest.bootedAtMs - this.#bootedAtMs) < SAME_BOOT_MS &&
      this.#last.uptimeMs >= (latest.lastUptimeMs ?? 0);
    return isSame ? latest : undefined;
  }
}

function bootedAt(reading: ClockReading): number {
  return reading.wallMs - reading.uptimeMs;
}

function newSpan(uptimeMs: number): Span {
  return { id: null, startUptimeMs: uptimeMs, lastUptimeMs: uptimeMs, end: null };
}

/** Records by regular beats that the machine is up. Never throws: errors are in its status. */
export class Recorder {
  readonly #options: RecorderOptions;
  #watch: BootWatch | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** Restarts recording if an announced shutdown does not happen. */
  #calledOff: NodeJS.Timeout | undefined;
  #status: RecorderStatus = { state: 'stopped', lastBeatAtMs: null, problem: null };

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Beats now and then regularly: it records, or stands by while another process does. */
  start(): void {
    if (this.#timer !== undefined) {
      return;
    }
    this.#beat();
    this.#timer = setInterval(() => this.#beat(), this.#options.beatIntervalMs);
    if (this.#options.keepsAlive === false) {
      this.#timer.unref();
    }
  }

  /** Ends the span with a reason and releases the lock. Safe to call twice. */
  stop(end: SpanEnd): void {
    clearTimeout(this.#calledOff);
    clearInterval(this.#timer);
    this.#timer = undefined;
    const watch = this.#watch;
    this.#watch = null;
    if (watch !== null) {
      this.#attempt(() => watch.beat(end));
      this.#options.lock.release();
    }
    this.#set({ ...this.#status, state: 'stopped' });
  }

  /** The system is about to suspend: the span ends now. */
  noteSuspend(): void {
    this.#attempt(() => this.#watch?.beat('suspend'));
  }

  /** The system resumed: beats now, without waiting for the timer. */
  noteResume(): void {
    if (this.#timer !== undefined) {
      this.#beat();
    }
  }

  /**
   * The system is about to shut down: the span ends now. If it is still running two minutes later, recording resumes.
   */
  noteShutdown(): void {
    if (this.#timer !== undefined) {
      this.stop('shutdown');
      this.#calledOff = setTimeout(() => this.start(), STILL_HERE_MS).unref();
    }
  }

  /** The current state. */
  status(): RecorderStatus {
    return this.#status;
  }

  #beat(): void {
    this.#attempt(() => {
      // Tried at every beat: after the data directory was deleted, another process may record into the new one.
      if (!this.#options.lock.tryAcquire()) {
        this.#watch = null;
        this.#set({ ...this.#status, state: 'standby', problem: null });
        return;
      }
      this.#watch ??= new BootWatch(this.#options);
      this.#watch.beat();
      this.#set({ state: 'recording', lastBeatAtMs: this.#options.clocks.read().wallMs, problem: null });
    });
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      const error = asFarmerError(thrown);
      const sinceMs = this.#status.problem?.sinceMs ?? this.#options.clocks.read().wallMs;
      const { code, message: text, hint } = error;
      this.#set({ ...this.#status, state: 'failing', problem: { code, message: text, hint, sinceMs, error } });
    }
  }

  #set(status: RecorderStatus): void {
    this.#status = status;
    this.#options.onChange?.(status);
  }
}

function asFarmerError(error: unknown): FarmerError {
  return error instanceof FarmerError
    ? error
    : new FarmerError('INTERNAL', message('uptime:core.recorderCannotWrite'), {
        hint: message('uptime:core.runDoctor'),
        cause: error,
      });
}
