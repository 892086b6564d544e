import type { Bid } from '#shared/contract/bids/bids.ts';
import type { BidNode } from '#shared/domain/bids/capacity.ts';
import type { SupplyGroup } from '#shared/domain/bids/supply.ts';

/** The clock of these tests: 2026-09-21T13:20:00Z. */
export const NOW_S = 1_790_000_000;

/** A bid for one 4 GiB slice at 5 USD, changed as given. */
export function sampleBid(patch: Partial<Bid> = {}): Bid {
  return {
    id: 'b1',
    buyer: 'Ada',
    vcpus: 1,
    memoryGib: '4',
    ssdGib: '50',
    gpus: 0,
    months: 3,
    pricePerMonth: '5',
    currency: 'USD',
    minUptimePercent: null,
    certifiedOnly: false,
    expiresAtS: null,
    state: 'open',
    note: null,
    counterPriceMonth: null,
    isSimulated: false,
    ...patch,
  };
}

/** Seven slices of 4 GiB, 16/7 cores and 1000/7 GiB SSD: the published 3Node Home. */
export const HOME_GROUP: SupplyGroup = {
  kindId: 'economics-2025',
  count: 7,
  milliCores: 16_000,
  memoryMib: 28 * 1024,
  ssdMib: 1000 * 1024,
  gpusPerSlice: 0,
};

/** A node of {@link HOME_GROUP} that costs 1 USD per slice and month, changed as given. */
export function sampleNode(patch: Partial<BidNode> = {}): BidNode {
  return {
    nodeId: 1,
    name: 'Home',
    isCertified: false,
    groups: [HOME_GROUP],
    reservations: [],
    uptime: [],
    sharePercent: 80,
    costPerSliceMicroUsd: { 'economics-2025': 1_000_000 },
    missingCosts: [],
    ...patch,
  };
}
