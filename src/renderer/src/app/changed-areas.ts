import type { Topic } from '#shared/contract/app/topics.ts';

/** Areas whose answers are computed from other areas: asked again when those change. */
const DERIVED: Readonly<Partial<Record<Topic, readonly string[]>>> = {
  nodes: ['hardware', 'eligibility', 'rewards', 'slices', 'prices', 'bids', 'projections'],
  hardware: ['nodes', 'eligibility', 'rewards', 'slices', 'prices', 'bids', 'projections'],
  settings: ['nodes', 'eligibility', 'projections', 'slices', 'prices', 'bids', 'economy'],
  uptime: ['nodes', 'eligibility', 'wakeups', 'receipts', 'projections', 'bids'],
  receipts: ['nodes'],
  slices: ['nodes', 'eligibility', 'prices', 'bids', 'projections'],
  prices: ['slices', 'bids', 'projections'],
  bids: ['slices', 'prices', 'projections'],
  rates: ['projections', 'economy', 'prices', 'bids'],
  scenarios: ['projections'],
};

/** The areas whose answers may differ after a change of a topic: its own, and those computed from it. */
export function areasOf(topic: Topic): ReadonlySet<string> {
  return new Set([topic, ...(DERIVED[topic] ?? [])]);
}
