import { implement } from '@orpc/server';
import { sitesContract } from '#shared/contract/nodes/sites.ts';
import { usdOfCurrency } from '#shared/domain/nodes/site-terms.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { AppContext } from '#main/app/context.ts';
import type { StoredSite } from '#main/store/nodes/site-store.ts';
import type { Stores } from '#main/store/stores.ts';

/** A site without entered values. */
const NOTHING_ENTERED = { nodeCount: 0, timeZone: null, electricityPerKwh: null, currency: 'USD' } as const;

function listSites(stores: Stores) {
  const sites = stores.sites.list().map((site) => ({
    ...site,
    electricityUsdPerKwh: usdOfCurrency(site.electricityPerKwh, rateOf(site)),
  }));
  return { sites };
}

/** USD needs no exchange rate; other currencies need an entered one. */
function rateOf({ currency, unitsPerUsd }: Pick<StoredSite, 'currency' | 'unitsPerUsd'>): string | null {
  return currency === 'USD' ? '1' : unitsPerUsd;
}

const area = implement(sitesContract).$context<AppContext>();

export default area.router({
  list: area.list.handler(async ({ context }) => listSites(await context.stores())),
  set: area.set.handler(async ({ input: { name, newName, ...entered }, context }) => {
    const stores = await context.stores();
    const nowMs = context.nowMs();
    stores.transaction(() => {
      const known = stores.sites.list();
      if (newName !== undefined && newName !== name) {
        if (known.some((site) => site.name === newName)) {
          throw invalidInput(
            message('nodes:core.siteExists', { name: newName }),
            message('nodes:core.giveOtherSiteName'),
          );
        }
        stores.sites.remove(name, newName, nowMs);
      }
      const before = known.find((site) => site.name === name);
      const given = Object.fromEntries(Object.entries(entered).filter(([, value]) => value !== undefined));
      const site = { unitsPerUsd: null, ...NOTHING_ENTERED, ...before, ...given, name: newName ?? name };
      stores.sites.put({ ...site, unitsPerUsd: rateOf(site) }, nowMs);
    });
    context.events.publish('nodes');
    return listSites(stores);
  }),
  remove: area.remove.handler(async ({ input: { name }, context }) => {
    const stores = await context.stores();
    stores.sites.remove(name, null, context.nowMs());
    context.events.publish('nodes');
    return listSites(stores);
  }),
});
