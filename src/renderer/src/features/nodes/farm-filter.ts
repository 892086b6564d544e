import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { concernRank, needsAttention } from '#shared/domain/nodes/farm.ts';

/** Which rows of the farm are shown. */
export interface FarmFilter {
  readonly text: string;
  /** Only machines that need a hand. */
  readonly attentionOnly: boolean;
}

/** The place of a machine among all, worst first; what is only planned comes last of all. */
export function attentionRank({ concern, kind }: FarmNodeRow): number {
  return concernRank(concern) + (concern === null && kind === 'planned' ? 1 : 0);
}

/**
 * The rows that a filter leaves. Every word of the text must stand somewhere in the row's words, in any case.
 * @param wordsOf what a reader sees of a row: its name, kind, status
 */
export function filterFarm(
  rows: readonly FarmNodeRow[],
  { text, attentionOnly }: FarmFilter,
  wordsOf: (row: FarmNodeRow) => readonly string[],
): readonly FarmNodeRow[] {
  const wanted = text
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return rows.filter((row) => {
    const seen = wordsOf(row).join(' ').toLocaleLowerCase();
    return (!attentionOnly || needsAttention(row.concern)) && wanted.every((word) => seen.includes(word));
  });
}
