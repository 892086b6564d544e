import type { PaletteGroup } from './palette-entries.ts';

/** The maximum number of entries shown per group. */
const MAX_PER_GROUP = 8;

/** The entries that contain every word of a query; those whose name starts with the query come first. */
export function filterPalette(groups: readonly PaletteGroup[], query: string): readonly PaletteGroup[] {
  const whole = query.trim().toLocaleLowerCase();
  const terms = whole.split(/\s+/).filter((word) => word !== '');
  return groups
    .map(({ group, entries }) => {
      const found = entries.filter(({ label, keywords }) => {
        const text = `${label} ${keywords}`.toLocaleLowerCase();
        return terms.every((term) => text.includes(term));
      });
      const isFirst = ({ label }: (typeof found)[number]) => label.toLocaleLowerCase().startsWith(whole);
      return {
        group,
        entries: [...found.filter(isFirst), ...found.filter((entry) => !isFirst(entry))].slice(0, MAX_PER_GROUP),
      };
    })
    .filter(({ entries }) => entries.length > 0);
}
