import type { FarmNode, GridFacts } from '#shared/contract/nodes/nodes.ts';
import { Decimal } from '#shared/decimal.ts';
import { rentOf, usedByUsers } from '#shared/domain/grid/listed-use.ts';
import type { Stores } from '#main/store/stores.ts';
import { readFacts } from './grid-nodes.ts';

/** When a node last reported, its rented capacity, and what it costs users, as listed by the grid. */
export function listedUse(stores: Stores, { id, grid }: FarmNode, facts: readonly GridFacts[]) {
  const read = facts.filter(({ source }) => source === 'grid-proxy').flatMap((one) => readFacts(one) ?? []);
  const known = read.find(({ used, resources }) => used !== null && resources !== null);
  const priced = read.find(({ priceUsd }) => priceUsd !== null);
  const heardS = facts.flatMap(({ source, asOfS }) => (source === 'registrar' && asOfS !== null ? [asOfS] : []));
  return {
    lastReportS: Math.max(stores.uptime.seen([id])(id).lastReportS ?? 0, ...heardS) || null,
    used: known?.used && known.resources ? usedByUsers(known.resources, known.used) : null,
    rent:
      priced?.priceUsd === undefined || priced.priceUsd === null
        ? null
        : rentOf({
            priceUsd: new Decimal(priced.priceUsd),
            extraFeeMusd: priced.extraFeeMusd ?? 0,
            isCertified: priced.certification === 'certified',
            dedicatedDiscountPercent:
              grid.farmId === null ? null : stores.gridTerms.dedicatedDiscountPercent(grid.farmId),
          }),
  };
}
