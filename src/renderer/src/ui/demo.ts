import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, client } from '#renderer/client/client.ts';
import { useCommand } from './command.ts';
import { goTo } from './hash-location.ts';

/** Whether demo data exists, and how to add and remove it. */
export interface Demo {
  readonly isPresent: boolean;
  /** Adds the demo farm and shows its first node. */
  readonly fill: () => void;
  /** Removes only the demo farm. */
  readonly remove: () => void;
  readonly isRunning: boolean;
}

/** Adds and removes the demo data. */
export function useDemo(): Demo {
  const queries = useQueryClient();
  const { data } = useQuery(api.data.demo.getState.queryOptions());
  const showDemo = async () => {
    await queries.invalidateQueries({ queryKey: api.key() });
    const { nodes } = await client.nodes.list({});
    const first = nodes.find((node) => node.isDemo);
    if (first !== undefined) goTo('/', { node: String(first.id) });
  };
  const fill = useCommand(api.data.demo.fill, { onDone: () => void showDemo() });
  const remove = useCommand(api.data.demo.remove, {
    onDone: () => void queries.invalidateQueries({ queryKey: api.key() }),
  });
  return {
    isPresent: data?.isPresent === true,
    fill: () => fill.run(undefined),
    remove: () => remove.run(undefined),
    isRunning: fill.isRunning || remove.isRunning,
  };
}
