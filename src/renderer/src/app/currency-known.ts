import { useQuery } from '@tanstack/react-query';
import { api } from '#renderer/client/client.ts';

/** Whether the farmer's currency is loaded, or cannot be: no page shows an amount in another currency before that. */
export function useIsCurrencyKnown(): boolean {
  return !useQuery(api.settings.money.get.queryOptions()).isPending;
}
