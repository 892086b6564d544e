import { implement } from '@orpc/server';
import { appContract } from '#shared/contract/app/app.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import type { AppContext } from '#main/app/context.ts';

/** The state of the database is a value of its own, so that getInfo answers even when the database cannot be opened. */
async function databaseState(context: AppContext) {
  try {
    await context.stores();
    const keeper = await context.dataKeeper();
    return { state: 'ready' as const, ...keeper.describe(), unreadable: context.unreadableRows?.() ?? [] };
  } catch (error) {
    const planned = toFarmerError(error);
    if (planned === null) {
      throw error;
    }
    const { code, message, hint } = planned;
    return { state: 'unusable' as const, error: { code, message, hint } };
  }
}

const area = implement(appContract).$context<AppContext>();

export default area.router({
  getInfo: area.getInfo.handler(async ({ context }) => ({
    version: context.version,
    host: context.host,
    nodeVersion: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    dataDirectory: context.dataDirectory,
    database: await databaseState(context),
  })),
  watchChanges: area.watchChanges.handler(({ context, signal }) => context.events.stream(signal)),
});
