import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { concernRank, needsAttention } from '#shared/domain/nodes/farm.ts';

/** Which rows of the farm are shown. */
export interface FarmFilter {
  readonly text: string;
  /** Only machines that need attention. */
  readonly attentionOnly: boolean;
}

/** The rank of a machine, worst first; planned ones are last. */
export function attentionRank({ concern, kind }: FarmNodeRow): number {
  return concernRank(concern) + (concern === null && kind === 'planned' ? 1 : 0);
}

/**
 * The rows that match a filter. Every word of the text must occur in the texts of the row, in any case.
 * @param textsOf what a reader sees of a row: its name, kind, status
 */
export function filterFarm(
  rows: readonly FarmNodeRow[],
  { text, attentionOnly }: FarmFilter,
  textsOf: (row: FarmNodeRow) => readonly string[],
): readonly FarmNodeRow[] {
  const wanted = text
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return rows.filter((row) => {
    const seen = textsOf(row).join(' ').toLocaleLowerCase();
    return (!attentionOnly || needsAttention(row.concern)) && wanted.every((word) => seen.includes(word));
  });
}
