import type { ImportGroup } from '#shared/contract/data/imports.ts';
import type { ImportSource } from '#main/store/data/import-sources.ts';
import { toRefusal } from './to-refusal.ts';

const MAX_NAMED_REJECTIONS = 100;

/** The result of importing one source. */
export interface SourceResult
  extends Partial<Omit<ImportGroup, 'kind' | 'files' | 'nodes' | 'rejected' | 'readAsWindows'>> {
  readonly imported: number;
  readonly rejected: readonly {
    readonly line: number | null;
    readonly reason: ImportGroup['rejected'][number]['reason'];
  }[];
}

/** A source that is rejected as a whole counts as one rejection; nothing of it was written. */
export function refused(error: unknown): SourceResult {
  const { details, messages } = toRefusal(error);
  const line = typeof details['line'] === 'number' ? details['line'] : null;
  return { imported: 0, rejected: [{ line, reason: messages.message }], rejectedCount: 1 };
}

const COUNTS = ['updated', 'duplicates', 'fixups', 'retries', 'unverified', 'namelessCount', 'rejectedCount'] as const;

/** A source with its result. */
export interface SourceOutcome {
  readonly source: ImportSource;
  readonly brought: SourceResult;
}

/** Combines the results of all sources of one kind. */
export function groupOf(
  kind: ImportGroup['kind'],
  outcomes: readonly SourceOutcome[],
  nodes: ImportGroup['nodes'],
): ImportGroup {
  const all = outcomes.map(({ brought }) => brought);
  const sum = (name: (typeof COUNTS)[number]) => all.reduce((total, one) => total + (one[name] ?? 0), 0);
  const counts = Object.fromEntries(COUNTS.map((name) => [name, sum(name)])) as Record<(typeof COUNTS)[number], number>;
  const ranges = all.flatMap(({ range }) => range ?? []);
  const rejected = outcomes.flatMap(({ source, brought }) =>
    brought.rejected.map((one) => ({ file: source.name, ...one })),
  );
  return {
    kind,
    files: outcomes.map(({ source }) => source.name),
    imported: all.reduce((total, one) => total + one.imported, 0),
    ...counts,
    readAsWindows: outcomes.filter(({ source }) => source.isWindows()).length,
    nodes,
    range:
      ranges.length === 0
        ? null
        : { fromS: Math.min(...ranges.map((one) => one.fromS)), toS: Math.max(...ranges.map((one) => one.toS)) },
    sleepers: all.flatMap(({ sleepers }) => sleepers ?? []),
    rejected: rejected.slice(0, MAX_NAMED_REJECTIONS),
  };
}
