import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { Stores } from '#main/store/stores.ts';

/** Values entered for the planned machine take precedence over those of the node. */
function costsOf(planned: FarmNode, there: FarmNode): FarmNode['costs'] {
  const typed = Object.entries(planned.costs).filter(([, value]) => value !== null);
  return { ...there.costs, ...Object.fromEntries(typed) };
}

/**
 * Turns a planned machine into the node with a grid number. If that node already exists, it keeps its local number and
 * records, gets the values entered for the planned machine, and the planned machine is deleted.
 * @throws FarmerError CONFLICT for a machine that is not planned
 */
export function matchNode(stores: Stores, planned: FarmNode, gridNodeId: number, nowMs: number): FarmNode {
  if (planned.kind !== 'planned' || planned.deletedAtMs !== null) {
    throw new FarmerError('CONFLICT', message('nodes:core.onlyPlannedIsMatched', { name: planned.name }), {
      hint: message('nodes:core.changeNumberInstead'),
      details: { node: planned.id },
    });
  }
  const { nodes } = stores;
  const there = nodes.byGridNode(gridNodeId);
  if (there === undefined || there.id === planned.id) {
    const grid = { ...planned.grid, nodeId: gridNodeId };
    return nodes.save({ ...planned, kind: 'imported', grid }, nowMs);
  }
  nodes.moveDecisions(planned.id, there.id);
  nodes.markDeleted(planned.id, nowMs);
  const { name, site, labels, location } = planned;
  return nodes.save(
    {
      ...there,
      name,
      site: site ?? there.site,
      labels: [...new Set([...there.labels, ...labels])].toSorted(),
      location: {
        zone: location.zone ?? there.location.zone,
        country: there.location.country ?? location.country,
        city: there.location.city ?? location.city,
      },
      costs: costsOf(planned, there),
      resources: there.resources ?? planned.resources,
    },
    nowMs,
  );
}
