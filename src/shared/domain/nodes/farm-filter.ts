import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';

/** Questions that pick rows of the farm. */
export const FARM_FILTERS = ['losing', 'quiet', 'at-risk', 'missing'] as const;
/** One of {@link FARM_FILTERS}. */
export type FarmFilter = (typeof FARM_FILTERS)[number];

type Row = Pick<FarmNodeRow, 'money' | 'uptime' | 'concern'>;

const PICKS = {
  losing: ({ money }) => money.state === 'known' && money.netUsd.startsWith('-'),
  quiet: ({ uptime }) => uptime?.state === 'quiet',
  'at-risk': ({ concern }) => concern === 'low' || concern === 'lost' || concern === 'violation',
  missing: ({ money }) => money.state === 'missing',
} as const satisfies Record<FarmFilter, (row: Row) => boolean>;

/** Whether a row belongs to the answer of a question. */
export function isPicked(filter: FarmFilter, row: Row): boolean {
  return PICKS[filter](row);
}

/** What a node is found by, in small letters. */
export function searchText({
  id,
  name,
  grid,
  site,
  labels,
  location,
}: Pick<FarmNodeRow, 'id' | 'name' | 'grid' | 'site' | 'labels' | 'location'>): string {
  return [name, id, grid.nodeId, grid.farmId, site, location.city, location.country, ...labels]
    .filter((text) => text !== null)
    .join('\n')
    .toLowerCase();
}

/** The words of a search, each of which must occur. */
export function searchWords(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}
