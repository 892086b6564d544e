import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { ComparedMachine } from '#shared/contract/earnings/compared-machine.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { MAX_SIDE_BY_SIDE } from '#shared/domain/earnings/limits.ts';
import { api, client } from '#renderer/client/client.ts';
import { useSelectedNode } from '#renderer/ui/selected-node.ts';
import { useStoreWhenPaused } from '#renderer/ui/store-when-paused.ts';

/** A machine given only by its description. */
export type DescribedMachine = Extract<ComparedMachine, { kind: 'machine' }>;

const TYPING_MS = 400;
const store = (comparedMachines: readonly ComparedMachine[]) =>
  client.settings.update({ comparedMachines: [...comparedMachines] });

/** The machines of the comparison, stored as they are chosen and entered. */
export interface Compared {
  readonly machines: readonly ComparedMachine[];
  readonly nodes: readonly FarmNode[];
  readonly isLoading: boolean;
  readonly isFull: boolean;
  readonly add: (machine: ComparedMachine) => void;
  readonly change: (position: number, machine: ComparedMachine) => void;
  readonly remove: (position: number) => void;
}

/** The last selection; initially the selected node. */
export function useCompared(): Compared {
  const queries = useQueryClient();
  const { node, nodes, isLoading } = useSelectedNode();
  const settings = useQuery(api.settings.get.queryOptions());
  const [chosen, setChosen] = useState<readonly ComparedMachine[] | null>(null);
  const kept = useStoreWhenPaused(store, TYPING_MS);
  const first = node === null || node.resources === null ? [] : [{ kind: 'node' as const, nodeId: node.id }];
  const all = chosen ?? settings.data?.comparedMachines ?? first;
  const machines = all.filter((one) => one.kind === 'machine' || nodes.some(({ id }) => id === one.nodeId));
  const put = useCallback(
    (next: readonly ComparedMachine[]) => {
      setChosen(next);
      kept(next);
      queries.setQueryData(
        api.settings.get.queryKey(),
        (before: typeof settings.data) => before && { ...before, comparedMachines: [...next] },
      );
    },
    [kept, queries],
  );
  return {
    machines,
    nodes,
    isLoading: isLoading || settings.isPending,
    isFull: machines.length >= MAX_SIDE_BY_SIDE,
    add: (machine) => put([...machines, machine]),
    change: (position, machine) => put(machines.map((one, index) => (index === position ? machine : one))),
    remove: (position) => put(machines.filter((_, index) => index !== position)),
  };
}

/** The figures of a node as a separate machine, for duplicating it. */
export function describedNode({ name, resources, costs }: FarmNode): DescribedMachine | null {
  const { wattsIdle, wattsLoaded, hardwareCostUsd } = costs;
  return resources === null
    ? null
    : { kind: 'machine', template: null, name, resources, wattsIdle, wattsLoaded, hardwareUsd: hardwareCostUsd };
}
