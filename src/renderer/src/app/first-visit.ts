import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '#renderer/client/client.ts';
import { useHashPath } from '#renderer/ui/hash-location.ts';
import { useSelectedNode } from '#renderer/ui/selected-node.ts';

/**
 * Chooses the first page when Farmer opens without an address: the set-up if it was not started and this computer is
 * the only machine, or the node of a farm with one node. An address, or a page that was opened meanwhile, takes
 * precedence.
 */
export function useFirstVisit(): void {
  const [, navigate] = useHashPath();
  const { data: settings } = useQuery(api.settings.get.queryOptions());
  const { nodes, isLoading } = useSelectedNode();
  const isNew =
    settings?.firstRun.step === 'welcome' && !isLoading && nodes.every((node) => node.kind === 'this-machine');
  const isOne = settings !== undefined && !isLoading && nodes.length === 1;
  useEffect(() => {
    if (location.hash !== '') return;
    if (isNew) navigate('/first-run', { replace: true });
    else if (isOne) navigate('/node', { replace: true });
  }, [isNew, isOne, navigate]);
}
