import { implement } from '@orpc/server';
import { type Settings, settingsContract } from '#shared/contract/settings.ts';
import type { AppContext } from './context.ts';

const area = implement(settingsContract).$context<AppContext>();

/** Drops keys whose value is absent, so that a patch only names what it changes. */
function present(patch: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Partial<Settings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

export default area.router({
  get: area.get.handler(async ({ context }) => (await context.stores()).settings.all()),
  update: area.update.handler(async ({ input, context }) => {
    const { settings } = await context.stores();
    const updated = settings.update(present(input), context.nowMs());
    context.events.publish('settings');
    return updated;
  }),
  reset: area.reset.handler(async ({ input, context }) => {
    const { settings } = await context.stores();
    settings.reset(input.key);
    context.events.publish('settings');
    return settings.all();
  }),
});
