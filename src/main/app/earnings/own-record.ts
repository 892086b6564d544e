import type { Period } from '#shared/contract/uptime/periods.ts';
import { downSecondsOf } from '#shared/domain/earnings/own-record.ts';
import { currentPeriod, periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import type { Stores } from '#main/store/stores.ts';
import type { OwnRecord } from './input-sources.ts';

/** Older periods are ignored, because the machine has changed too much since. */
const MAX_PERIODS = 24;

/** The downtime of a node in one period, extrapolated to the whole period; null when too little of it was observed. */
export function recordedDownSeconds(stores: Stores, nodeId: number, period: Period, nowMs: number): number | null {
  const { startS, endS } = period;
  const boots = stores.uptime.boots([nodeId], startS * 1000, endS * 1000).get(nodeId) ?? [];
  return downSecondsOf(boots, period, nowMs);
}

/** The recorded outages of a node in past minting periods, the oldest first; null when there are none. */
export function readOwnRecord(stores: Stores, nodeId: number | null, nowMs: number): OwnRecord | null {
  const firstSeenMs = nodeId === null ? null : stores.uptime.seen([nodeId])(nodeId).firstSeenMs;
  if (nodeId === null || firstSeenMs === null) {
    return null;
  }
  const current = currentPeriod(nowMs).index;
  // A machine whose clock was wrong may have been first seen before any period.
  const firstS = Math.max(periodByIndex(0).startS, Math.min(firstSeenMs, nowMs) / 1000);
  const first = Math.max(periodAt(firstS).index, current - MAX_PERIODS);
  const downs = Array.from({ length: Math.max(0, current - first) }, (_, offset) =>
    recordedDownSeconds(stores, nodeId, periodByIndex(first + offset), nowMs),
  ).filter((down) => down !== null);
  return downs.length === 0 ? null : { downSecondsByPeriod: downs };
}
