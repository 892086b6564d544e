import { useQuery } from '@tanstack/react-query';
import type { Settings } from '#shared/contract/settings/settings.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { goTo, useHashParam } from '#renderer/ui/hash-location.ts';
import { useSaveSettings } from '#renderer/ui/save-settings.ts';

export type FirstRunStep = Exclude<Settings['firstRun']['step'], 'done'>;
/** The steps in order. */
export const STEPS = ['welcome', 'machine', 'costs', 'verdict'] as const satisfies readonly FirstRunStep[];

/** Where the node is: this computer, another one that already runs, one that may be bought, or many. */
export const NODE_ORIGINS = ['this', 'other', 'buy', 'many'] as const;
export type NodeOrigin = (typeof NODE_ORIGINS)[number];

/** The state of the set-up, and its navigation. */
export interface FirstRun {
  /** Null until the settings are loaded. */
  readonly step: FirstRunStep | null;
  readonly way: NodeOrigin;
  /** The node that is set up; null for many. */
  readonly node: FarmNode | null;
  /** The error when the settings could not be loaded; null otherwise. */
  readonly error: unknown;
  readonly retry: () => void;
  readonly isOver: boolean;
  readonly choose: (way: NodeOrigin) => void;
  /** Continues with the nodes that were found. */
  readonly found: (nodeIds: readonly number[]) => void;
  readonly goToStep: (step: FirstRunStep) => void;
  /** Marks the set-up as finished. */
  readonly end: () => void;
}

/**
 * The step of the set-up, stored in the address, and in the settings until it is finished, so that it can be resumed.
 */
export function useFirstRun(): FirstRun {
  const { data, error, refetch } = useQuery(api.settings.get.queryOptions());
  const { data: list } = useQuery(api.nodes.list.queryOptions({ input: {} }));
  const [stepParam] = useHashParam('step');
  const [wayParam] = useHashParam('way');
  const [nodeParam] = useHashParam('node');
  const save = useSaveSettings();
  const kept = data?.firstRun.step;
  const isOver = kept === 'done';
  const way = NODE_ORIGINS.find((one) => one === wayParam) ?? 'this';
  const nodes = list?.nodes ?? [];
  const node =
    way === 'many'
      ? null
      : (nodes.find(({ id }) => String(id) === nodeParam) ?? nodes.find(({ kind }) => kind === 'this-machine') ?? null);
  const requested = STEPS.find((step) => step === stepParam) ?? (isOver ? 'welcome' : kept);
  const open = (step: FirstRunStep, params: Readonly<Record<string, string>>) => {
    goTo('/first-run', { ...params, step });
    if (!isOver) save.run({ firstRun: { step } });
  };
  return {
    step: data === undefined || requested === undefined ? null : requested,
    way,
    node,
    error,
    retry: () => void refetch(),
    isOver,
    choose: (next) => {
      if (next === 'this') save.run({ thisComputer: { isNode: true } });
      open('machine', { way: next });
    },
    found: (ids) => {
      const [first] = ids;
      const isOne = ids.length === 1 && first !== undefined;
      open('costs', isOne ? { way, node: String(first) } : { way: ids.length > 1 ? 'many' : way });
    },
    goToStep: (step) => open(step, { way }),
    end: () => save.run({ firstRun: { step: 'done' } }),
  };
}
