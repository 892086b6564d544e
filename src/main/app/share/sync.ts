import type { ShareSync } from '#shared/contract/share/share.ts';
import type { SharedChoice } from '#shared/domain/share/exchange.ts';
import { CLOCK_LEAD_MS } from '#shared/domain/share/choice-tables.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { AppContext } from '#main/app/context.ts';
import type { ShareConnection } from '#main/share/connection.ts';
import type { FarmState } from '#main/share/shared-farm.ts';
import type { ShareService } from '#main/share/share.ts';
import type { StoredShare } from '#main/store/share/share-store.ts';
import type { Stores } from '#main/store/stores.ts';

/** The number of an installation's batches imported at a time; each has at most about fifty thousand rows. */
const BATCHES_AT_A_TIME = 2;
/** How often the state of others and the last success are stored when nothing else is written, in milliseconds. */
const SAVE_INTERVAL_MS = 10_000;
/** How often sending is tried when another process of this installation sends at the same time. */
const ATTEMPTS = 5;

interface Run {
  readonly context: AppContext;
  readonly stores: Stores;
  readonly service: ShareService;
  readonly connection: ShareConnection;
}

/** @throws FarmerError SHARE_FAILED when the local clock is so wrong that it would decide which changes win */
function assertClock(serverMs: number, nowMs: number): void {
  const differenceMs = Math.abs(serverMs - nowMs);
  if (differenceMs > CLOCK_LEAD_MS) {
    const hours = Math.round(differenceMs / 3_600_000);
    throw new FarmerError('SHARE_FAILED', message('share:core.clockOff', { hours }), {
      hint: message('share:core.setClock'),
      details: { reason: 'clock' },
    });
  }
}

/**
 * Compares the batch numbers known here and in the shared database. A difference means that one side was restored from
 * a backup: what it lost is transferred again, without duplicating what it has.
 */
async function reconcile(
  { stores: { share }, context, service, connection }: Run,
  state: StoredShare,
  news: FarmState,
): Promise<void> {
  const { installationId, pushed, pushing } = state;
  const known = new Map(share.installations().map((one) => [one.installationId, one]));
  for (const { id, name, heardAtMs } of news.installations) {
    const before = known.get(id);
    const isNews = before?.name !== name || heardAtMs - before.heardAtMs > SAVE_INTERVAL_MS;
    if (isNews) share.hear({ installationId: id, name, heardAtMs });
  }
  const there = news.installations.find(({ id }) => id === installationId)?.sending ?? 0;
  if (there === pushed) {
    return;
  }
  if (there === pushing) {
    share.setPushed(there, pushed);
    return;
  }
  context.log.warn('the shared data and that of this computer are of different times', { here: pushed, there });
  if (there > pushed) {
    share.setPushed(there, pushed);
    share.pullAgain();
    return;
  }
  // Batch numbers are never reused, because others have imported batches that the database lost.
  await service.raiseSendingNumber(connection, state, pushing);
  share.pushAgain(there, pushing, context.nowMs());
}

async function push({ context, stores, service, connection }: Run): Promise<number> {
  let sent = 0;
  for (;;) {
    const state = stores.share.state();
    // Without a change, nothing is written here either.
    if (stores.share.behind().rowCount === 0) return sent;
    const batch = stores.share.waiting(context.nowMs());
    if (state === undefined || (batch.choices.length === 0 && batch.facts.length === 0)) {
      return sent;
    }
    const number = state.pushed + 1;
    stores.share.setPushing(number);
    const held = await service.send(connection, state, { number, ...batch });
    stores.share.confirm(batch, number, context.nowMs());
    if (held.length > 0) stores.share.takeBack(held);
    sent += batch.choices.length + batch.facts.reduce((sum, { rowCount, gone }) => sum + rowCount + gone.length, 0);
  }
}

/** Imports batches of others, or of this installation before it was restored from a backup, that are missing here. */
async function pull({ context, stores, service, connection }: Run, farmId: string): Promise<number> {
  const installations = await service.installationsOf(connection, farmId);
  const pulledOf = () => new Map(stores.share.installations().map((known) => [known.installationId, known.pulled]));
  const known = pulledOf();
  // Choices of all installations come first: facts refer to nodes, and choices of one computer to those of another.
  const choices: SharedChoice[] = [];
  for (const { id } of installations.filter((source) => source.sending > (known.get(source.id) ?? 0))) {
    choices.push(...(await service.choicesSince(connection, farmId, id, known.get(id) ?? 0)));
  }
  if (choices.length > 0) stores.share.receiveChoices(choices, context.nowMs());
  let received = choices.length;
  const pulled = pulledOf();
  for (const { id, sending, name, heardAtMs } of installations) {
    if (!pulled.has(id)) stores.share.hear({ installationId: id, name, heardAtMs });
    for (let after = pulled.get(id) ?? 0; after < sending; after += BATCHES_AT_A_TIME) {
      const upTo = Math.min(after + BATCHES_AT_A_TIME, sending);
      const tables = await service.factsBetween(connection, farmId, id, [after, upTo]);
      stores.share.receiveFacts(id, upTo, tables, context.nowMs());
      received += tables.reduce((sum, { rowCount }) => sum + rowCount, 0);
    }
  }
  return received;
}

async function runOnce(run: Run, state: StoredShare): Promise<ShareSync> {
  const { context, stores, service, connection } = run;
  const news = await service.fetchFarmState(connection, state);
  assertClock(news.serverMs, context.nowMs());
  const network = stores.grid.connection()?.network;
  if (network !== undefined && news.network !== network) {
    await service.ensureNetwork(connection, state.farmId, news, network);
  }
  await reconcile(run, state, news);
  const sent = await push(run);
  const known = new Map(stores.share.installations().map(({ installationId, pulled }) => [installationId, pulled]));
  const hasNews = news.installations.some(({ id, sending }) => sending > (known.get(id) ?? 0));
  // Read from one snapshot of the shared database, so that a fact never arrives before its node.
  const received = hasNews
    ? await connection.transaction('REPEATABLE READ READ ONLY', () => pull(run, state.farmId))
    : 0;
  return { sent, received };
}

function isOtherProcess(error: unknown): boolean {
  return error instanceof FarmerError && error.code === 'CONFLICT';
}

/**
 * Sends local changes and imports remote ones.
 * @throws FarmerError SHARE_FAILED; CONFLICT when the farm is not shared
 */
export async function syncShare(context: AppContext, connection: ShareConnection): Promise<ShareSync> {
  const [stores, service] = [await context.stores(), await context.share()];
  for (let attempt = 1; ; attempt += 1) {
    const state = stores.share.state();
    if (state?.isOn !== true) {
      throw new FarmerError('CONFLICT', message('share:core.notShared'), { hint: message('share:core.connectFirst') });
    }
    try {
      const result = await runOnce({ context, stores, service, connection }, state);
      const nowMs = context.nowMs();
      const isNoted = state.problem === null && nowMs - (state.lastSuccessMs ?? 0) < SAVE_INTERVAL_MS;
      if (!isNoted || result.sent + result.received > 0) stores.share.noteSuccess(nowMs);
      if (result.received > 0) {
        for (const topic of [
          'nodes',
          'hardware',
          'uptime',
          'earnings',
          'slices',
          'bids',
          'settings',
          'rules',
        ] as const) {
          context.events.publish(topic);
        }
      }
      if (result.sent + result.received > 0) context.events.publish('share');
      return result;
    } catch (error) {
      if (!isOtherProcess(error) || attempt === ATTEMPTS) throw error;
    }
  }
}
