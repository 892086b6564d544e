import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { useHashParam } from './hash-location.ts';

/** The node a screen is about, and all there are. */
export interface SelectedNode {
  /** Null while the list is read and when there are no nodes yet. */
  readonly node: FarmNode | null;
  readonly nodes: readonly FarmNode[];
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  readonly select: (id: number) => void;
}

/** The node named in the address (`?node=3`); without one, or if it is gone, this machine, else the first. */
export function useSelectedNode(): SelectedNode {
  const [param, setParam] = useHashParam('node');
  const query = useQuery(api.nodes.list.queryOptions({ input: {} }));
  const nodes = query.data?.nodes ?? [];
  const node =
    nodes.find((entry) => String(entry.id) === param) ??
    nodes.find((entry) => entry.kind === 'this-machine') ??
    nodes[0] ??
    null;
  const select = useCallback((id: number) => setParam(String(id)), [setParam]);
  const retry = useCallback(() => void query.refetch(), [query]);
  return { node, nodes, isLoading: query.isPending, error: query.error, retry, select };
}
