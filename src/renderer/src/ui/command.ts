import { useMutation } from '@tanstack/react-query';
import type { MutationOptions } from '@tanstack/react-query';
import { showDone, showFailed } from './confirm-undo.tsx';
import { useErrorText } from './error-text.ts';

/** A procedure of `api` that changes something. */
export interface CommandProcedure<Input, Output> {
  readonly mutationOptions: () => MutationOptions<Output, Error, Input>;
}

/** A command that is a function of the page: several calls, or what also happens in the browser. */
export function commandOf<Input, Output>(run: (input: Input) => Promise<Output>): CommandProcedure<Input, Output> {
  return { mutationOptions: () => ({ mutationFn: run }) };
}

/** What happens around a command. */
export interface CommandOptions<Output> {
  /** Shown when it is done; without it nothing is shown. */
  readonly doneText?: string;
  readonly onDone?: (output: Output) => void;
  /** The failure is shown beside its button, from `error`, and not as a toast. */
  readonly isFailureShown?: boolean;
}

/** Runs a command of the program; a failure is shown with its hint, success where there is a text for it. */
export function useCommand<Input, Output>(
  procedure: CommandProcedure<Input, Output>,
  { doneText, onDone, isFailureShown = false }: CommandOptions<Output> = {},
) {
  const errorText = useErrorText();
  const mutation = useMutation<Output, Error, Input>({
    ...procedure.mutationOptions(),
    onSuccess: (output) => {
      if (doneText !== undefined) showDone(doneText);
      onDone?.(output);
    },
    onError: (error) => {
      if (isFailureShown) return;
      const { message, hint } = errorText(error);
      showFailed(message, hint);
    },
  });
  return {
    run: (input: Input) => mutation.mutate(input),
    /** Runs and waits; the failure is shown and thrown. */
    runAsync: (input: Input) => mutation.mutateAsync(input),
    isRunning: mutation.isPending,
    error: mutation.error,
    data: mutation.data,
    reset: mutation.reset,
  };
}
