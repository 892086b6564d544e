import { implement } from '@orpc/server';
import { type ShareProblem, SHARE_PROBLEMS, shareContract, type ShareStatus } from '#shared/contract/share/share.ts';
import { CHOICE_TABLES } from '#shared/domain/share/choice-tables.ts';
import { FACT_TABLES } from '#shared/domain/share/fact-tables.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { AppContext } from '#main/app/context.ts';
import type { Stores } from '#main/store/stores.ts';
import { connectShare } from './connect.ts';
import { openSharedDatabase, SHARE_PASSWORD } from './open.ts';
import { syncShare } from './sync.ts';

const TABLES = [...CHOICE_TABLES, ...FACT_TABLES].map(({ name }) => name);

/** The state of sharing as known locally, without contacting the shared database. */
function statusOf({ share }: Stores): ShareStatus {
  const state = share.state();
  const { rowCount, sinceMs } = share.behind();
  const written = Map.groupBy(share.written(), ({ installationId }) => installationId);
  const isOn = state?.isOn === true;
  const shared = isOn && state.problem === null ? (rowCount > 0 ? 'behind' : 'connected') : isOn ? 'refused' : 'off';
  return {
    // An unreachable server has refused nothing.
    state: shared === 'refused' && state?.problem?.kind === 'unreachable' ? 'behind' : shared,
    url: state?.url ?? null,
    farm: state?.farmName ?? null,
    installation: state === undefined ? null : { id: state.installationId, name: state.installationName },
    behind: isOn ? rowCount : 0,
    behindSinceMs: isOn ? sinceMs : null,
    lastSuccessMs: state?.lastSuccessMs ?? null,
    problem: state?.problem ?? null,
    tables: TABLES,
    installations: share.installations().map(({ installationId, name, heardAtMs }) => ({
      id: installationId,
      name,
      heardAtMs,
      wrote: written.get(installationId) ?? [],
    })),
  };
}

/** An error as it is stored and shown. */
export function problemOf(error: unknown): ShareProblem {
  if (error instanceof FarmerError) {
    const kind = SHARE_PROBLEMS.find((known) => known === error.details['reason']) ?? 'failed';
    return { kind, message: error.messages.message, hint: error.messages.hint };
  }
  return { kind: 'failed', message: message('share:core.unexpected'), hint: message('share:core.triesAgain') };
}

/** Synchronises once over its own connection. */
async function syncNow(context: AppContext) {
  const { share } = await context.stores();
  const state = share.state();
  if (state?.isOn !== true) {
    throw new FarmerError('CONFLICT', message('share:core.notShared'), { hint: message('share:core.connectFirst') });
  }
  const service = await context.share();
  try {
    const connection = await openSharedDatabase(context, state.url);
    try {
      await service.ensureSchema(connection, true);
      return await syncShare(context, connection);
    } finally {
      await connection.close();
    }
  } catch (error) {
    share.noteProblem(problemOf(error));
    context.events.publish('share');
    throw error;
  }
}

const area = implement(shareContract).$context<AppContext>();

export default area.router({
  connect: area.connect.handler(async ({ input, context }) => {
    await connectShare(context, input);
    context.events.publish('share');
    // A long-lived host synchronises by itself from now on.
    if (context.host === 'cli') await syncNow(context);
    return statusOf(await context.stores());
  }),
  sync: area.sync.handler(({ context }) => syncNow(context)),
  getStatus: area.getStatus.handler(async ({ context }) => statusOf(await context.stores())),
  disconnect: area.disconnect.handler(async ({ context }) => {
    const stores = await context.stores();
    stores.share.end();
    context.secrets.write(SHARE_PASSWORD, null);
    context.events.publish('share');
    return statusOf(stores);
  }),
});
