import type { UseQueryResult } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import type { AssessmentWire } from '#shared/contract/eligibility.ts';
import { api } from '#renderer/client/client.ts';

/** One line of the checklist. */
export type CheckLine = AssessmentWire['eligibility']['checks'][number];

/** Verdict, checklist, capacity and reward of a node. @param nodeId null while no node is selected: nothing is asked */
export function useAssessment(nodeId: number | null): UseQueryResult<AssessmentWire> {
  return useQuery({
    ...api.eligibility.checkNode.queryOptions({ input: { nodeId: nodeId ?? 0 } }),
    enabled: nodeId !== null,
  });
}
