import type { SpanEnd } from '#shared/domain/uptime/observations.ts';
import type { ClockReading, Clocks } from './clocks.ts';
import { bootedAt, CLOCK_STEP_MS, trackBeat, type TrackerAction, type TrackerState } from './tracker.ts';

/** A boot as the store knows it. Milliseconds. */
export interface SinkBoot {
  readonly id: number;
  readonly bootedAtMs: number;
  readonly lastUptimeMs: number | null;
}

/** Where a recorder writes: one node of the store. Every method may throw when nothing can be written. */
export interface SpanSink {
  findBoot(bootKey: string): SinkBoot | undefined;
  latestBoot(): SinkBoot | undefined;
  addBoot(bootKey: string, bootedAtMs: number): number;
  moveBoot(bootId: number, bootedAtMs: number): void;
  addClockStep(atMs: number, stepMs: number): void;
  addSpan(bootId: number, startUptimeMs: number): number;
  extendSpan(spanId: number, lastUptimeMs: number): void;
  endSpan(spanId: number, lastUptimeMs: number, end: SpanEnd): void;
  /** Changes when all rows were replaced, as by a restore: what was written before is elsewhere then. */
  lineage(): string;
  /** All of the work is written, or nothing. */
  transaction<T>(work: () => T): T;
}

/** Boot times that differ by less than this are one boot, where the system has no name for it. Milliseconds. */
const SAME_BOOT_MS = 120_000;

/** The rows that this session has written. */
interface Written {
  readonly lineage: string;
  readonly bootId: number;
  readonly spanId: number | null;
}

/**
 * One recorder's run on one boot. What a beat has to write is remembered until it was written: after a full disk the
 * next beat that succeeds writes all of it.
 */
export class RecordingSession {
  readonly #sink: SpanSink;
  readonly #clocks: Clocks;
  readonly #beatIntervalMs: number;
  #tracker: TrackerState;
  #pending: readonly TrackerAction[];
  #written: Written | null = null;

  constructor(sink: SpanSink, clocks: Clocks, beatIntervalMs: number) {
    this.#sink = sink;
    this.#clocks = clocks;
    this.#beatIntervalMs = beatIntervalMs;
    const reading = clocks.read();
    this.#tracker = { last: reading, bootedAtMs: bootedAt(reading) };
    this.#pending = [{ do: 'start', startUptimeMs: reading.uptimeMs }];
  }

  /** Reads the clocks and writes the result. @throws whatever the sink throws; then nothing was written */
  beat(): void {
    this.#track();
    this.#flush();
  }

  /** The machine goes to sleep now. */
  suspend(): void {
    this.#track();
    const { uptimeMs } = this.#tracker.last;
    this.#pending = compact([...this.#pending, { do: 'end', lastUptimeMs: uptimeMs, end: 'suspend' }]);
    this.#flush();
  }

  /** Ends the span with a reason. */
  end(end: SpanEnd): void {
    this.#track();
    const { uptimeMs } = this.#tracker.last;
    this.#pending = compact([...this.#pending, { do: 'end', lastUptimeMs: uptimeMs, end }]);
    this.#flush();
  }

  #track(): void {
    const options = {
      beatIntervalMs: this.#beatIntervalMs,
      monotonicRunsInSuspend: this.#clocks.monotonicRunsInSuspend,
    };
    const { state, actions } = trackBeat(this.#tracker, this.#clocks.read(), options);
    this.#tracker = state;
    this.#pending = compact([...this.#pending, ...actions]);
  }

  #flush(): void {
    const pending = this.#pending;
    this.#written = this.#sink.transaction(() => {
      const lineage = this.#sink.lineage();
      const before = this.#written?.lineage === lineage ? this.#written : null;
      let written = before ?? { lineage, bootId: this.#adoptBoot(), spanId: null };
      for (const action of pending) {
        // A boot that was just adopted stands where the clock has it now: older steps are in that.
        if (before !== null || action.do !== 'move-boot') {
          written = this.#write(written, action);
        }
      }
      return written;
    });
    this.#pending = [];
  }

  #write(written: Written, action: TrackerAction): Written {
    switch (action.do) {
      case 'start':
        return { ...written, spanId: this.#sink.addSpan(written.bootId, action.startUptimeMs) };
      case 'move-boot':
        this.#sink.moveBoot(written.bootId, action.bootedAtMs);
        this.#sink.addClockStep(action.atMs, action.stepMs);
        return written;
      case 'extend':
        return this.#extend(written, action.lastUptimeMs);
      default:
        if (written.spanId !== null) {
          this.#sink.endSpan(written.spanId, action.lastUptimeMs, action.end);
        }
        return { ...written, spanId: null };
    }
  }

  /** A beat after the span was ended by a suspend that the system announced begins the next one. */
  #extend(written: Written, lastUptimeMs: number): Written {
    if (written.spanId === null) {
      return { ...written, spanId: this.#sink.addSpan(written.bootId, lastUptimeMs) };
    }
    this.#sink.extendSpan(written.spanId, lastUptimeMs);
    return written;
  }

  /** Finds this boot again, moved where the wall clock was set meanwhile, or makes it known. */
  #adoptBoot(): number {
    const { last, bootedAtMs } = this.#tracker;
    const known = this.#findBoot(last, bootedAtMs);
    if (known === undefined) {
      return this.#sink.addBoot(this.#clocks.bootKey ?? `booted-${bootedAtMs}`, bootedAtMs);
    }
    const stepMs = bootedAtMs - known.bootedAtMs;
    if (Math.abs(stepMs) >= CLOCK_STEP_MS) {
      this.#sink.moveBoot(known.id, bootedAtMs);
      this.#sink.addClockStep(last.wallMs, stepMs);
    } else {
      this.#tracker = { ...this.#tracker, bootedAtMs: known.bootedAtMs };
    }
    return known.id;
  }

  #findBoot(reading: ClockReading, bootedAtMs: number): SinkBoot | undefined {
    if (this.#clocks.bootKey !== null) {
      return this.#sink.findBoot(this.#clocks.bootKey);
    }
    const latest = this.#sink.latestBoot();
    const isSame =
      latest !== undefined &&
      Math.abs(latest.bootedAtMs - bootedAtMs) < SAME_BOOT_MS &&
      reading.uptimeMs >= (latest.lastUptimeMs ?? 0);
    return isSame ? latest : undefined;
  }
}

/** Only the last of consecutive extensions matters, so a recorder that cannot write for a year remembers one. */
function compact(actions: readonly TrackerAction[]): readonly TrackerAction[] {
  return actions.filter((action, index) => action.do !== 'extend' || actions[index + 1]?.do !== 'extend');
}
