import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { useHashParam } from './hash-location.ts';

/** The selected node, and all nodes. */
export interface SelectedNode {
  /** Null while loading and when there are no nodes. */
  readonly node: FarmNode | null;
  readonly nodes: readonly FarmNode[];
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  readonly select: (id: number) => void;
}

/**
 * The node in the address (`?node=3`); without one, or if it does not exist, this machine, otherwise the first node.
 */
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
