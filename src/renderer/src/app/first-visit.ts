import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '#renderer/client/client.ts';
import { useHashPath } from '#renderer/ui/hash-location.ts';
import { useSelectedNode } from '#renderer/ui/selected-node.ts';

/**
 * Leads to the set-up where nobody has been yet: Farmer was opened without an address, the set-up was not begun, and
 * there is no machine but this one. Whoever came for a page, or has looked at another, is left alone.
 */
export function useFirstVisit(): void {
  const [, navigate] = useHashPath();
  const { data: settings } = useQuery(api.settings.get.queryOptions());
  const { nodes, isLoading } = useSelectedNode();
  const isNew =
    settings?.firstRun.step === 'welcome' && !isLoading && nodes.every((node) => node.kind === 'this-machine');
  useEffect(() => {
    if (isNew && location.hash === '') navigate('/first-run', { replace: true });
  }, [isNew, navigate]);
}
