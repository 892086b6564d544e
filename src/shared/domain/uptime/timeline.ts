import type { PricedOutage, Stretch, StretchCause, TimeWindow } from '#shared/contract/uptime/uptime.ts';
import { overlapSeconds } from '#shared/domain/time-windows.ts';
import type { ObservedBoot, WatchedSpan } from './observations.ts';

/** A {@link Stretch} with the boot that it belongs to when it is up. Stretches of one timeline touch and never overlap. */
export interface BootStretch extends Stretch {
  readonly bootId: string | null;
}

/** How long after its last beat a recorder still counts as running, in milliseconds: two beats and a half. */
export const LIVE_GRACE_MS = 150_000;
/** A signal so shortly before a boot was the system's own shutdown, in milliseconds. */
const SHUTDOWN_SIGNAL_MS = 900_000;

interface Draft {
  readonly toMs: number;
  readonly state: Stretch['state'];
  readonly isInferred: boolean;
  readonly cause: StretchCause | null;
  readonly bootId: string | null;
}

function up(toMs: number, bootId: string, isInferred: boolean, cause: StretchCause | null): Draft {
  return { toMs, state: 'up', isInferred, cause, bootId };
}

function withoutBoot(toMs: number, state: Stretch['state'], cause: StretchCause): Draft {
  return { toMs, state, isInferred: true, cause, bootId: null };
}

function draftsOfBoot(boot: ObservedBoot): readonly Draft[] {
  const drafts: Draft[] = [];
  let last: WatchedSpan | null = null;
  for (const span of boot.spans) {
    if (last === null) {
      drafts.push(up(span.startMs, boot.bootId, true, null));
    } else if (last.end === 'suspend') {
      drafts.push(withoutBoot(span.startMs, 'down', 'suspend'));
    } else {
      drafts.push(up(span.startMs, boot.bootId, true, 'app-off'));
    }
    drafts.push(up(span.endMs, boot.bootId, false, null));
    last = span;
  }
  return drafts;
}

/** The state between the last beat of one boot and the start of the next. */
function draftOfGap(last: WatchedSpan, nextBootMs: number): Draft {
  switch (last.end) {
    case 'open':
      return withoutBoot(nextBootMs, 'down', 'crash');
    case 'shutdown':
      return withoutBoot(nextBootMs, 'down', 'reboot');
    case 'suspend':
      return withoutBoot(nextBootMs, 'down', 'suspend');
    case 'signal':
      return nextBootMs - last.endMs <= SHUTDOWN_SIGNAL_MS
        ? withoutBoot(nextBootMs, 'down', 'reboot')
        : withoutBoot(nextBootMs, 'unknown', 'app-off');
    default:
      return withoutBoot(nextBootMs, 'unknown', 'app-off');
  }
}

/** The state from the very last beat until now. */
function draftOfTail(boot: ObservedBoot, last: WatchedSpan, nowMs: number): Draft {
  const isLive = last.end === 'open' && nowMs - last.endMs <= LIVE_GRACE_MS;
  return isLive ? up(nowMs, boot.bootId, true, null) : withoutBoot(nowMs, 'unknown', 'app-off');
}

function draftAll(boots: readonly ObservedBoot[], nowMs: number): readonly Draft[] {
  const drafts: Draft[] = [];
  const seen = boots.filter((boot) => boot.spans.length > 0);
  let previous: WatchedSpan | null = null;
  for (const boot of seen) {
    drafts.push(
      previous === null
        ? withoutBoot(boot.bootedAtMs, 'unknown', 'not-watched')
        : draftOfGap(previous, boot.bootedAtMs),
    );
    drafts.push(...draftsOfBoot(boot));
    previous = boot.spans.at(-1) ?? null;
  }
  const lastBoot = seen.at(-1);
  drafts.push(
    lastBoot === undefined || previous === null
      ? withoutBoot(nowMs, 'unknown', 'not-watched')
      : draftOfTail(lastBoot, previous, nowMs),
  );
  return drafts;
}

function isSame(a: BootStretch, b: Draft): boolean {
  return a.state === b.state && a.isInferred === b.isInferred && a.cause === b.cause && a.bootId === b.bootId;
}

/**
 * The timeline of a window: up where beats cover it or the same boot is seen before and after it;
 * down where a gap from beat to boot began while recording; unknown otherwise. Where two boots claim the same time, a
 * clock was wrong: the earlier one keeps it, so that no second counts twice.
 * @param boots ascending by the time they were first seen
 * @param window its end is at most now: nothing is known of the future
 * @param nowMs the current time, unix milliseconds
 */
export function computeTimeline(
  boots: readonly ObservedBoot[],
  window: TimeWindow,
  nowMs: number,
): readonly BootStretch[] {
  const stretches: BootStretch[] = [];
  let reachedS = window.startS;
  const endS = Math.min(window.endS, Math.floor(nowMs / 1000));
  for (const draft of draftAll(boots, nowMs)) {
    const toS = Math.min(Math.floor(draft.toMs / 1000), endS);
    if (toS <= reachedS) {
      continue;
    }
    const last = stretches.at(-1);
    if (last !== undefined && isSame(last, draft)) {
      stretches[stretches.length - 1] = { ...last, endS: toS };
    } else {
      const { state, isInferred, cause, bootId } = draft;
      stretches.push({ startS: reachedS, endS: toS, state, isInferred, cause, bootId });
    }
    reachedS = toS;
  }
  return stretches;
}

/** Adds up the states of stretches. */
export function totalStates(stretches: readonly Stretch[]) {
  const totals = { up: 0, down: 0, unknown: 0 };
  for (const stretch of stretches) {
    totals[stretch.state] += stretch.endS - stretch.startS;
  }
  return { upS: totals.up, downS: totals.down, unknownS: totals.unknown };
}

/** An outage before it is priced. */
export type UnpricedOutage = Omit<PricedOutage, 'creditLostS' | 'costTft'>;

/**
 * Marks time without reports to the grid as down.
 * @param fromS the time of the last report
 * @param toS up to when the grid's record is known
 */
export function markSilent(stretches: readonly BootStretch[], fromS: number, toS: number): readonly BootStretch[] {
  return stretches.flatMap((stretch) => {
    const isSilent = stretch.state === 'unknown' && stretch.startS >= fromS && stretch.startS < toS;
    const down = { ...stretch, state: 'down', cause: 'crash', endS: Math.min(stretch.endS, toS) } as const;
    return isSilent ? [down, ...(stretch.endS > toS ? [{ ...stretch, startS: toS }] : [])] : [stretch];
  });
}

/** Marks downtime that mostly lies within a farmerbot's sleep as standby. */
export function markStandby(stretches: readonly BootStretch[], sleeps: readonly TimeWindow[]): readonly BootStretch[] {
  const isAsleep = (stretch: Stretch) =>
    sleeps.some((sleep) => 2 * overlapSeconds(stretch, sleep) > stretch.endS - stretch.startS);
  return stretches.map((stretch) =>
    stretch.state === 'down' && isAsleep(stretch) ? { ...stretch, cause: 'standby' } : stretch,
  );
}

/** The outages among stretches. Sleep by the farmerbot is not an outage: the grid credits it. */
export function findOutages(stretches: readonly Stretch[], planned: readonly TimeWindow[]): readonly UnpricedOutage[] {
  return stretches
    .filter((stretch) => stretch.state === 'down' && stretch.cause !== 'standby')
    .map(({ startS, endS, cause }) => ({
      startS,
      endS,
      cause: cause ?? 'crash',
      isPlanned: planned.some((plan) => overlapSeconds(plan, { startS, endS }) > 0),
    }));
}
