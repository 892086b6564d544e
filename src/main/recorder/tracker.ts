import type { SpanEnd } from '#shared/domain/uptime/observations.ts';
import type { ClockReading } from './clocks.ts';

/** A wall clock that moves by less than this against the uptime is adjusted, not set. Milliseconds. */
export const CLOCK_STEP_MS = 2000;
/** A monotonic clock that lags by more than this was standing still: the machine slept. Milliseconds. */
export const SUSPEND_MS = 3000;
/** After so many beats without one, the recorder was not watching. */
const MISSED_BEATS = 2.5;

/** The tracker's state from beat to beat. */
export interface TrackerState {
  /** The last reading that was taken in. */
  readonly last: ClockReading;
  /** Where the boot is anchored on the wall clock, unix milliseconds. */
  readonly bootedAtMs: number;
}

/** A change that a beat has to write. Uptimes are milliseconds since boot. */
export type TrackerAction =
  | { readonly do: 'extend'; readonly lastUptimeMs: number }
  | { readonly do: 'end'; readonly lastUptimeMs: number; readonly end: SpanEnd }
  | { readonly do: 'start'; readonly startUptimeMs: number }
  | { readonly do: 'move-boot'; readonly bootedAtMs: number; readonly stepMs: number; readonly atMs: number };

/** What one beat leads to. */
export interface TrackerStep {
  readonly state: TrackerState;
  readonly actions: readonly TrackerAction[];
}

/** How the tracker judges. */
export interface TrackerOptions {
  readonly beatIntervalMs: number;
  readonly monotonicRunsInSuspend: boolean;
}

/** Where a reading puts the boot on the wall clock. */
export function bootedAt(reading: ClockReading): number {
  return reading.wallMs - reading.uptimeMs;
}

function clockActions(state: TrackerState, reading: ClockReading): readonly TrackerAction[] {
  const stepMs = bootedAt(reading) - state.bootedAtMs;
  return Math.abs(stepMs) < CLOCK_STEP_MS
    ? []
    : [{ do: 'move-boot', bootedAtMs: bootedAt(reading), stepMs, atMs: reading.wallMs }];
}

function spanActions(last: ClockReading, reading: ClockReading, options: TrackerOptions): readonly TrackerAction[] {
  const passedMs = reading.uptimeMs - last.uptimeMs;
  const awakeMs = Math.max(0, Math.min(passedMs, reading.monotonicMs - last.monotonicMs));
  const startUptimeMs = reading.uptimeMs;
  if (passedMs - awakeMs > SUSPEND_MS) {
    return [
      { do: 'end', lastUptimeMs: last.uptimeMs + awakeMs, end: 'suspend' },
      { do: 'start', startUptimeMs },
    ];
  }
  if (passedMs > MISSED_BEATS * options.beatIntervalMs) {
    // Where the monotonic clock runs on in suspend, a long silence was sleep; elsewhere the machine was only busy.
    const end: SpanEnd = options.monotonicRunsInSuspend ? 'suspend' : 'open';
    return [
      { do: 'end', lastUptimeMs: last.uptimeMs, end },
      { do: 'start', startUptimeMs },
    ];
  }
  return [{ do: 'extend', lastUptimeMs: reading.uptimeMs }];
}

/**
 * Judges a beat by what the clocks say since the one before. Uptime is measured on the clock that nobody can set, so a
 * wall clock that was set only moves the anchor; a monotonic clock that lags behind the uptime means suspend.
 */
export function trackBeat(state: TrackerState, reading: ClockReading, options: TrackerOptions): TrackerStep {
  const clock = clockActions(state, reading);
  return {
    state: { last: reading, bootedAtMs: clock.length > 0 ? bootedAt(reading) : state.bootedAtMs },
    actions: [...clock, ...spanActions(state.last, reading, options)],
  };
}
