import type { ReactNode } from 'react';
import { ErrorState } from './error-state.tsx';
import { LoadingSkeleton } from './loading-skeleton.tsx';

/** The part of a query's result that determines what is shown. */
export interface QueryLike<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

/**
 * Shows a query: a skeleton first, the last answer while a newer one is fetched, an error with Retry. When a later
 * fetch fails, the last answer stays below the error.
 */
export function QueryView<T>({
  query,
  loading,
  children,
}: {
  readonly query: QueryLike<T>;
  readonly loading?: ReactNode;
  readonly children: (data: T) => ReactNode;
}) {
  const failed = query.error !== null && query.error !== undefined;
  const retry = () => void query.refetch();
  if (query.data === undefined) {
    return failed ? <ErrorState error={query.error} onRetry={retry} /> : (loading ?? <LoadingSkeleton />);
  }
  return (
    <>
      {failed ? <ErrorState error={query.error} onRetry={retry} /> : null}
      {children(query.data)}
    </>
  );
}
