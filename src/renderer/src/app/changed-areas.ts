import type { Topic } from '#shared/contract/app/topics.ts';

/** Areas whose answers are computed from other areas: fetched again when those change. */
const DERIVED: Readonly<Partial<Record<Topic, readonly string[]>>> = {
  nodes: ['hardware', 'uptime', 'earnings', 'slices', 'bids'],
  hardware: ['nodes', 'earnings', 'slices', 'bids'],
  settings: ['nodes', 'hardware', 'uptime', 'earnings', 'slices', 'bids', 'economy', 'grid'],
  uptime: ['nodes', 'hardware', 'earnings', 'bids'],
  slices: ['nodes', 'hardware', 'earnings', 'bids'],
  bids: ['slices', 'earnings'],
};

/** The areas whose answers may differ after a change of a topic: its own, and those computed from it. */
export function areasOf(topic: Topic): ReadonlySet<string> {
  return new Set([topic, ...(DERIVED[topic] ?? [])]);
}
