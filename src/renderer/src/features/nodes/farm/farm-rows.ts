import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { Decimal } from '#shared/decimal.ts';
import { concernRank, needsAttention } from '#shared/domain/nodes/farm.ts';
import { FARM_FILTERS, isPicked, searchText, searchWords } from '#shared/domain/nodes/farm-filter.ts';
import { readerLocale } from '#renderer/ui/format.ts';

/** Which nodes of the farm are shown. */
export const FARM_SHOWS = ['all', 'attention', ...FARM_FILTERS] as const;
/** One of {@link FARM_SHOWS}. */
export type FarmShow = (typeof FARM_SHOWS)[number];

/** Whether a node belongs to what is shown. */
export function isShown(show: FarmShow, row: FarmNodeRow): boolean {
  if (show === 'all') return true;
  return show === 'attention' ? needsAttention(row.concern) : isPicked(show, row);
}

/** How many nodes each choice shows. */
export function countShows(rows: readonly FarmNodeRow[]): Readonly<Record<FarmShow, number>> {
  const counts = FARM_SHOWS.map((show) => [show, rows.filter((row) => isShown(show, row)).length]);
  // The entries are exactly the choices.
  return Object.fromEntries(counts) as Record<FarmShow, number>;
}

/** The rank of a node, worst first; planned ones are last. */
export function attentionRank({ concern, kind }: FarmNodeRow): number {
  return concernRank(concern) + (concern === null && kind === 'planned' ? 1 : 0);
}

/** What rows are ordered by: a text, a number or a decimal; null comes last either way. */
export type SortValue = string | number | null;

/** An order of the rows. */
export interface FarmOrder {
  readonly kind: 'text' | 'number';
  readonly valueOf: (row: FarmNodeRow) => SortValue;
  readonly isDescending: boolean;
}

interface Keyed {
  readonly row: FarmNodeRow;
  readonly value: SortValue;
  readonly size: number;
}

/** Floats decide only where they differ: they never order two decimals the wrong way round. */
function compareNumbers(a: Keyed, b: Keyed): number {
  if (a.size !== b.size) return a.size - b.size;
  return a.value === b.value ? 0 : new Decimal(a.value ?? 0).comparedTo(new Decimal(b.value ?? 0));
}

/** The rows in an order; equal ones keep the order in which they are. */
export function sortRows(
  rows: readonly FarmNodeRow[],
  { kind, valueOf, isDescending }: FarmOrder,
): readonly FarmNodeRow[] {
  const { compare } = new Intl.Collator(readerLocale());
  const keyed = rows.map((row) => {
    const value = valueOf(row);
    return { row, value, size: kind === 'number' ? Number(value) : 0 };
  });
  const sign = isDescending ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
    return sign * (kind === 'number' ? compareNumbers(a, b) : compare(String(a.value), String(b.value)));
  });
  return keyed.map(({ row }) => row);
}

/** What of the farm is shown: a choice, a site (null: all), and words that each must occur. */
export interface FarmQuery {
  readonly show: FarmShow;
  readonly site: string | null;
  readonly text: string;
}

/** Texts by which rows are found; a row that stays the same is read once. */
const searchTexts = new WeakMap<FarmNodeRow, string>();

function textOf(row: FarmNodeRow): string {
  const known = searchTexts.get(row);
  if (known !== undefined) return known;
  const text = searchText(row);
  searchTexts.set(row, text);
  return text;
}

/** So many texts are made before the page gets its turn. */
const TEXTS_AT_ONCE = 500;

/** Makes the texts by which rows are found, a few at a time, so that the first letter typed need not wait. @returns stops it */
export function prepareSearch(rows: readonly FarmNodeRow[]): () => void {
  let from = 0;
  const timer = setInterval(() => {
    rows.slice(from, from + TEXTS_AT_ONCE).forEach(textOf);
    from += TEXTS_AT_ONCE;
    if (from >= rows.length) clearInterval(timer);
  });
  return () => clearInterval(timer);
}

/** The rows that match. */
export function filterRows(rows: readonly FarmNodeRow[], { show, site, text }: FarmQuery): readonly FarmNodeRow[] {
  const words = searchWords(text);
  return rows.filter(
    (row) =>
      isShown(show, row) && (site === null || row.site === site) && words.every((word) => textOf(row).includes(word)),
  );
}

/** The group of a row: its site, none, or what is planned for no site yet. */
export type FarmGroup = { readonly kind: 'site'; readonly site: string | null } | { readonly kind: 'planned' };

/** A line of the table: the head of a group, or a node. */
export type FarmLine =
  | { readonly key: string; readonly group: FarmGroup; readonly count: number; readonly planned: number }
  | { readonly key: string; readonly row: FarmNodeRow };

function nameOfGroup({ site, kind }: FarmNodeRow): string {
  return site !== null ? `site ${site}` : kind === 'planned' ? 'planned' : 'none';
}

/** Sites by name, then what has none, then what is planned for none. */
function groupRank(name: string): number {
  return name === 'planned' ? 2 : name === 'none' ? 1 : 0;
}

/** The rows by site, each group under its head; without heads where all are in one group without a name. */
export function groupRows(rows: readonly FarmNodeRow[]): readonly FarmLine[] {
  const { compare } = new Intl.Collator(readerLocale());
  const groups = [...Map.groupBy(rows, nameOfGroup)].toSorted(
    ([a], [b]) => groupRank(a) - groupRank(b) || compare(a, b),
  );
  const hasHeads = groups.length > 1 || groups.some(([name]) => groupRank(name) === 0);
  const lines: FarmLine[] = [];
  for (const [name, ofGroup] of groups) {
    if (hasHeads) {
      const group: FarmGroup =
        name === 'planned' ? { kind: 'planned' } : { kind: 'site', site: ofGroup[0]?.site ?? null };
      const planned = ofGroup.filter(({ kind }) => kind === 'planned').length;
      lines.push({ key: name, group, count: ofGroup.length, planned });
    }
    for (const row of ofGroup) lines.push({ key: String(row.id), row });
  }
  return lines;
}
