import type { Bid } from '#shared/contract/bids/bids.ts';
import type { NodeCosts } from '#shared/contract/slices/slices.ts';
import { LONGEST_BID_MONTHS } from './constants.ts';
import { freeInMonths, type ReservedSlices, reservationsAt } from './reservations.ts';
import type { BidNeed, SupplyGroup } from './supply.ts';
import { type UptimeRecord, uptimeRisk } from './uptime-risk.ts';

/** A node as bids are matched with it: its slices, their reservations, its uptime record and its cost. */
export interface BidNode {
  readonly nodeId: number;
  readonly name: string;
  readonly isCertified: boolean;
  readonly groups: readonly SupplyGroup[];
  readonly reservations: readonly ReservedSlices[];
  readonly uptime: UptimeRecord;
  /** Whole percent of a price on this node that stays with the farmer, 0 to 100. */
  readonly sharePercent: number;
  /** Own cost per month in millionths of a USD, by kind of slice, for one slice. */
  readonly costPerSliceMicroUsd: Readonly<Record<string, number>>;
  /** Costs that were not entered: its own cost is only the least that it costs. */
  readonly missingCosts: NodeCosts['missing'];
}

/** Slices of one kind on one node, with how many of them are free. */
export interface Capacity {
  readonly node: BidNode;
  readonly group: SupplyGroup;
  readonly costPerSliceMicroUsd: number;
  /** Slices free in each coming month by itself. */
  readonly freeInMonth: readonly number[];
  /** At index m: slices free throughout the next m months; index 0 is the whole group. */
  readonly freeForMonths: Int32Array;
}

function freeThroughout(count: number, freeInMonth: readonly number[]): Int32Array {
  const free = new Int32Array(LONGEST_BID_MONTHS + 1);
  free[0] = count;
  let least = count;
  for (let months = 1; months <= LONGEST_BID_MONTHS; months += 1) {
    least = Math.min(least, freeInMonth[months - 1] ?? count);
    free[months] = least;
  }
  return free;
}

/** Every kind of slice on every node, with how many are free from now on. */
export function listCapacities(nodes: readonly BidNode[], nowS: number): readonly Capacity[] {
  return nodes.flatMap((node) =>
    node.groups.map((group) => {
      const reserved = reservationsAt(node.reservations, { nodeId: node.nodeId, kindId: group.kindId });
      const freeInMonth = reserved.length === 0 ? [] : freeInMonths(group.count, reserved, nowS, LONGEST_BID_MONTHS);
      return {
        node,
        group,
        costPerSliceMicroUsd: node.costPerSliceMicroUsd[group.kindId] ?? 0,
        freeInMonth,
        freeForMonths: freeThroughout(group.count, freeInMonth),
      };
    }),
  );
}

/** The largest amount of each resource in any one capacity: a bid that needs more of one fits nowhere. */
export function largestAmounts(capacities: readonly Capacity[]): BidNeed {
  const most = (amount: (capacity: Capacity) => number) =>
    capacities.reduce((largest, capacity) => Math.max(largest, amount(capacity)), 0);
  return {
    milliCores: most(({ group }) => group.milliCores),
    memoryMib: most(({ group }) => group.memoryMib),
    ssdMib: most(({ group }) => group.ssdMib),
    gpus: most(({ group }) => group.gpusPerSlice * group.count),
  };
}

/** Capacities with the same key give every bid the same result. */
export function equivalenceKey(capacity: Capacity): string {
  const { node, group } = capacity;
  const { milliCores, memoryMib, ssdMib, gpusPerSlice, count } = group;
  const own = node.reservations.length > 0 ? node.nodeId : '';
  const terms = [capacity.costPerSliceMicroUsd, node.sharePercent, node.isCertified, own];
  return [count, milliCores, memoryMib, ssdMib, gpusPerSlice, ...terms, ...node.uptime].join(' ');
}

/** Whether a bid must not go to a node: it needs a certified one, or the node will probably miss its minimum uptime. */
export function isExcluded(bid: Bid, node: BidNode): boolean {
  return (bid.certifiedOnly && !node.isCertified) || uptimeRisk(node.uptime, bid.minUptimePercent)?.isLikely === true;
}
