import { useMutation } from '@tanstack/react-query';
import type { MutationOptions } from '@tanstack/react-query';
import { showSuccess, showFailure } from './confirm-undo.tsx';
import { useErrorText } from './error-text.ts';

/** A procedure of `api` that changes something. */
export interface CommandProcedure<Input, Output> {
  readonly mutationOptions: () => MutationOptions<Output, Error, Input>;
}

/** Wraps a function of the page as a command: several calls, or additional work in the browser. */
export function commandOf<Input, Output>(run: (input: Input) => Promise<Output>): CommandProcedure<Input, Output> {
  return { mutationOptions: () => ({ mutationFn: run }) };
}

export interface CommandOptions<Output> {
  /** Shown on success; by default, nothing is shown. */
  readonly doneText?: string;
  readonly onDone?: (output: Output) => void;
  /** The failure is shown next to its button, from `error`, instead of a toast. */
  readonly isFailureShown?: boolean;
}

/** Runs a command of the program. A failure is shown with its hint, a success when there is a text for it. */
export function useCommand<Input, Output>(
  procedure: CommandProcedure<Input, Output>,
  { doneText, onDone, isFailureShown = false }: CommandOptions<Output> = {},
) {
  const errorText = useErrorText();
  const mutation = useMutation<Output, Error, Input>({
    ...procedure.mutationOptions(),
    onSuccess: (output) => {
      if (doneText !== undefined) showSuccess(doneText);
      onDone?.(output);
    },
    onError: (error) => {
      if (isFailureShown) return;
      const { message, hint } = errorText(error);
      showFailure(message, hint);
    },
  });
  return {
    run: (input: Input) => mutation.mutate(input),
    /** Runs and waits; a failure is shown and rethrown. */
    runAsync: (input: Input) => mutation.mutateAsync(input),
    isRunning: mutation.isPending,
    error: mutation.error,
    data: mutation.data,
    reset: mutation.reset,
  };
}
