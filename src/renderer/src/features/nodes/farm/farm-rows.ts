import type { ReactNode } from 'react';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { concernRank, needsAttention } from '#shared/domain/nodes/farm.ts';
import { FARM_FILTERS, isPicked, searchText, searchWords } from '#shared/domain/nodes/farm-filter.ts';
import { readerLocale } from '#renderer/ui/format.ts';
import type { TableLine } from '#renderer/ui/table-lines.ts';

/** The filters of the farm. */
export const FARM_SUBSETS = ['all', 'attention', ...FARM_FILTERS, 'planned'] as const;
export type FarmSubset = (typeof FARM_SUBSETS)[number];

/** The nodes that are counted, as in the sentence above them: planned ones only when there are no others. */
function countedNodes(rows: readonly FarmNodeRow[]): readonly FarmNodeRow[] {
  const machines = rows.filter(({ kind }) => kind !== 'planned');
  return machines.length === 0 ? rows : machines;
}

/** The nodes of a filter. */
export function nodesInSubset(show: FarmSubset, rows: readonly FarmNodeRow[]): readonly FarmNodeRow[] {
  if (show === 'all') return rows;
  if (show === 'planned') return rows.filter(({ kind }) => kind === 'planned');
  return countedNodes(rows).filter((row) => (show === 'attention' ? needsAttention(row.concern) : isPicked(show, row)));
}

/** The number of nodes of each filter. */
export function countSubsets(rows: readonly FarmNodeRow[]): Readonly<Record<FarmSubset, number>> {
  const counts = FARM_SUBSETS.map((show) => [show, nodesInSubset(show, rows).length]);
  // The entries are exactly the filters.
  return Object.fromEntries(counts) as Record<FarmSubset, number>;
}

/** The rank of a node, worst first; planned ones are last. */
export function attentionRank({ concern, kind }: FarmNodeRow): number {
  return concernRank(concern) + (concern === null && kind === 'planned' ? 1 : 0);
}

/** The filter by site (null: all) and by words that must all occur. */
export interface FarmQuery {
  readonly site: string | null;
  readonly text: string;
}

/** The searchable text of each row, cached while the row is unchanged. */
const searchTexts = new WeakMap<FarmNodeRow, string>();

function textOf(row: FarmNodeRow): string {
  const known = searchTexts.get(row);
  if (known !== undefined) return known;
  const text = searchText(row);
  searchTexts.set(row, text);
  return text;
}

/** The number of texts computed before yielding to the page. */
const TEXTS_AT_ONCE = 500;

/**
 * Computes the searchable texts in steps, so that the first typed letter is not delayed.
 * @returns stops it
 */
export function prepareSearch(rows: readonly FarmNodeRow[]): () => void {
  let from = 0;
  const timer = setInterval(() => {
    rows.slice(from, from + TEXTS_AT_ONCE).forEach(textOf);
    from += TEXTS_AT_ONCE;
    if (from >= rows.length) clearInterval(timer);
  });
  return () => clearInterval(timer);
}

/** Creates a function that checks whether a row matches. */
export function matcherOf({ site, text }: FarmQuery): (row: FarmNodeRow) => boolean {
  const words = searchWords(text);
  return (row) => (site === null || row.site === site) && words.every((word) => textOf(row).includes(word));
}

/** A group of rows: those of a site, those without one, or planned machines without one. */
export interface FarmGroup {
  readonly kind: 'site' | 'planned';
  readonly site: string | null;
  readonly count: number;
  /** The number of planned machines among them. */
  readonly planned: number;
}

function nameOfGroup({ site, kind }: FarmNodeRow): string {
  return site !== null ? `site ${site}` : kind === 'planned' ? 'planned' : 'none';
}

/** Sites by name, then nodes without a site, then planned machines without a site. */
function groupRank(name: string): number {
  return name === 'planned' ? 2 : name === 'none' ? 1 : 0;
}

/** Groups the rows by site with headings; without headings when there is a single group without a name. */
export function groupRows(
  rows: readonly FarmNodeRow[],
  headOf: (group: FarmGroup) => ReactNode,
): readonly TableLine<FarmNodeRow>[] {
  const { compare } = new Intl.Collator(readerLocale());
  const groups = [...Map.groupBy(rows, nameOfGroup)].toSorted(
    ([a], [b]) => groupRank(a) - groupRank(b) || compare(a, b),
  );
  const hasHeads = groups.length > 1 || groups.some(([name]) => groupRank(name) === 0);
  const lines: TableLine<FarmNodeRow>[] = [];
  for (const [name, ofGroup] of groups) {
    if (hasHeads) {
      const head = headOf({
        kind: name === 'planned' ? 'planned' : 'site',
        site: ofGroup[0]?.site ?? null,
        count: ofGroup.length,
        planned: ofGroup.filter(({ kind }) => kind === 'planned').length,
      });
      lines.push({ key: name, head });
    }
    for (const row of ofGroup) lines.push({ key: String(row.id), row });
  }
  return lines;
}
