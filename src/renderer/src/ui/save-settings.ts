import { useQueryClient } from '@tanstack/react-query';
import { api } from '#renderer/client/client.ts';
import { useCommand } from './command.ts';

/** Changes settings; the page shows the stored values immediately. */
export function useSaveSettings() {
  const queries = useQueryClient();
  return useCommand(api.settings.update, {
    onDone: (stored) => queries.setQueryData(api.settings.get.queryKey(), stored),
  });
}
