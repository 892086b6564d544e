import { implement } from '@orpc/server';
import { type Settings, settingsContract } from '#shared/contract/settings/settings.ts';
import type { AppContext } from '#main/app/context.ts';
import { recordTypedRates } from './typed-rates.ts';

const area = implement(settingsContract).$context<AppContext>();

/** Drops absent keys, so that a patch contains only changes. */
function present(patch: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Partial<Settings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

export default area.router({
  get: area.get.handler(async ({ context }) => (await context.stores()).settings.all()),
  update: area.update.handler(async ({ input, context }) => {
    const stores = await context.stores();
    const nowMs = context.nowMs();
    const updated = stores.transaction(() => {
      const before = stores.settings.all();
      const after = stores.settings.update(present(input), nowMs);
      recordTypedRates(stores, before, after, nowMs);
      return after;
    });
    context.events.publish('settings');
    return updated;
  }),
});
