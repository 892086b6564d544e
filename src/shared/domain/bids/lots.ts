import { type Reservation, freeInMonths, reservationsAt } from './reservations.ts';
import type { BidNeed, SupplyGroup } from './supply.ts';
import type { UptimeRecord } from './uptime-risk.ts';

/** A node as the bids see it: its slices, what is promised of them, its record, and what it costs. */
export interface BidNode {
  readonly nodeId: number;
  readonly isCertified: boolean;
  readonly groups: readonly SupplyGroup[];
  readonly reservations: readonly Reservation[];
  readonly uptime: UptimeRecord;
  /** Whole percent of a price on this node that stays with the farmer, 0 to 100. */
  readonly sharePercent: number;
  /** Own cost per month in millionths of a USD, by kind of slice, for one slice. */
  readonly costPerSliceMicroUsd: Readonly<Record<string, number>>;
}

/** Slices of one kind on one node, with what is free of them. */
export interface Lot {
  readonly node: BidNode;
  readonly group: SupplyGroup;
  readonly costPerSliceMicroUsd: number;
  /** Slices free in each coming month by itself. */
  readonly freeInMonth: readonly number[];
  /** At index m: slices free for the next m months on end; index 0 is the whole group. */
  readonly freeForMonths: Int32Array;
}

/** The longest bid in months. */
export const LONGEST_BID_MONTHS = 120;

function runningFree(count: number, freeInMonth: readonly number[]): Int32Array {
  const free = new Int32Array(LONGEST_BID_MONTHS + 1);
  free[0] = count;
  let least = count;
  for (let months = 1; months <= LONGEST_BID_MONTHS; months += 1) {
    least = Math.min(least, freeInMonth[months - 1] ?? count);
    free[months] = least;
  }
  return free;
}

/** Months until the last reservation has ended: after that everything is free. */
function monthsInUse(reservations: readonly Reservation[]): number {
  return reservations.length === 0 ? 0 : LONGEST_BID_MONTHS;
}

function lotOf(node: BidNode, group: SupplyGroup, nowS: number): Lot {
  const reserved = reservationsAt(node.reservations, { nodeId: node.nodeId, kindId: group.kindId });
  const freeInMonth = freeInMonths(group.count, reserved, nowS, monthsInUse(reserved));
  return {
    node,
    group,
    costPerSliceMicroUsd: node.costPerSliceMicroUsd[group.kindId] ?? 0,
    freeInMonth,
    freeForMonths: runningFree(group.count, freeInMonth),
  };
}

/** Every kind of slice on every node, with what is free from now on. */
export function lotsOf(nodes: readonly BidNode[], nowS: number): readonly Lot[] {
  return nodes.flatMap((node) => node.groups.map((group) => lotOf(node, group, nowS)));
}

/** The most that any lot holds of each resource: a bid that asks for more of one fits nowhere. */
export function largestOf(lots: readonly Lot[]): BidNeed {
  const most = (amount: (lot: Lot) => number) => lots.reduce((largest, lot) => Math.max(largest, amount(lot)), 0);
  return {
    milliCores: most(({ group }) => group.milliCores),
    memoryMib: most(({ group }) => group.memoryMib),
    ssdMib: most(({ group }) => group.ssdMib),
    gpus: most(({ group }) => group.gpusPerSlice * group.count),
  };
}
