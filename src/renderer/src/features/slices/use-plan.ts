import type { SlicePlan } from '#shared/contract/slices/slices.ts';
import { api, type client } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';

/** A node's plan with its layout and costs. */
export type PlanAnswer = Awaited<ReturnType<typeof client.slices.getPlan>>;

/** Changes a part of a node's plan; queries that depend on it are refetched. */
export function useUpdatePlan(nodeId: number) {
  const command = useCommand(api.slices.updatePlan);
  return {
    update: (patch: Partial<SlicePlan>) => command.run({ nodeId, patch }),
    isRunning: command.isRunning,
  };
}
