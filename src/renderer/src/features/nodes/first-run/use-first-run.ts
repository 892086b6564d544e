import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { api } from '#renderer/client/client.ts';
import { goTo } from '#renderer/ui/hash-location.ts';

/** A step of the first run. */
export type FirstRunStep = Settings['firstRun']['step'];
/** The steps in their order. */
export const STEPS = ['welcome', 'machine', 'verdict', 'costs', 'done'] as const satisfies readonly FirstRunStep[];

/** The step of the first run and how to change it; kept in the settings, so that it resumes where it was left. */
export interface FirstRun {
  /** Null until the settings are read. */
  readonly step: FirstRunStep | null;
  /** Why the settings could not be read; null while they are, and when they are there. */
  readonly error: unknown;
  readonly retry: () => void;
  readonly back: () => void;
  readonly forward: () => void;
  /** Ends the first run. */
  readonly skip: () => void;
  readonly isSaving: boolean;
}

function stepAt(index: number): FirstRunStep {
  return STEPS[Math.min(Math.max(index, 0), STEPS.length - 1)] ?? 'welcome';
}

/** The first run's step, read from and kept in the settings. */
export function useFirstRun(): FirstRun {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(api.settings.get.queryOptions());
  const save = useMutation(
    api.settings.update.mutationOptions({
      onSuccess: (settings) => queries.setQueryData(api.settings.get.queryKey(), settings),
    }),
  );
  const step = data?.firstRun.step ?? null;
  const put = (next: FirstRunStep) => save.mutateAsync({ firstRun: { step: next } });
  const index = step === null ? 0 : STEPS.indexOf(step);
  return {
    step,
    error,
    retry: () => void refetch(),
    back: () => void put(stepAt(index - 1)),
    forward: () => void put(stepAt(index + 1)),
    skip: () => void put('done').then(() => goTo('/node')),
    isSaving: save.isPending,
  };
}
