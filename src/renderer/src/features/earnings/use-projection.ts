import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import { api } from '#renderer/client/client.ts';
import { subjectOf } from './scenario-draft.ts';
import { useSimulation } from './use-simulation.ts';

/**
 * The projection of a node under a scenario with its simulation. The last result stays while a newer one is computed.
 */
export function useProjection(node: FarmNode, scenario: Scenario) {
  const query = useQuery(
    api.earnings.projections.project.queryOptions({
      input: { subject: subjectOf(node), scenario },
      placeholderData: keepPreviousData,
    }),
  );
  return { query, simulation: useSimulation(query.data?.state === 'known' ? query.data.plan : undefined) };
}

export type ProjectionQuery = ReturnType<typeof useProjection>;
