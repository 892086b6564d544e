import type { Topic } from '#shared/contract/app/topics.ts';

/** Areas whose answers depend on other areas and are fetched again when those change. */
const DERIVED: Readonly<Partial<Record<Topic, readonly string[]>>> = {
  nodes: ['hardware', 'uptime', 'earnings', 'slices', 'bids'],
  hardware: ['nodes', 'earnings', 'slices', 'bids'],
  settings: ['nodes', 'hardware', 'uptime', 'earnings', 'slices', 'bids', 'economy', 'grid'],
  uptime: ['nodes', 'hardware', 'earnings', 'bids'],
  slices: ['nodes', 'hardware', 'earnings', 'bids'],
  bids: ['slices', 'earnings'],
};

/**
 * Calls whose answers depend only on entered values and hardware readings, so that uptime reports do not change them.
 */
const UNAFFECTED_BY_UPTIME: ReadonlySet<string> = new Set(['nodes.list', 'nodes.get']);

/**
 * Whether the answer of a call may change with a topic.
 * @param path the call: `['nodes', 'list']`
 */
export function isAffectedBy(topic: Topic, path: readonly unknown[]): boolean {
  const area = String(path[0]);
  const isOfTopic = area === topic || (DERIVED[topic] ?? []).includes(area);
  return isOfTopic && !(topic === 'uptime' && UNAFFECTED_BY_UPTIME.has(path.join('.')));
}
