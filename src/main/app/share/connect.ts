import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { ShareInput } from '#shared/contract/share/share.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { AppContext } from '#main/app/context.ts';
import { openSharedDatabase, SHARE_PASSWORD } from './open.ts';

const MAX_NAME = 80;

/**
 * Joins or creates the farm in a shared database. From then on, all local changes are recorded for sending.
 * @throws FarmerError SHARE_FAILED, CONFLICT, INVALID_INPUT
 */
export async function connectShare(
  context: AppContext,
  { url, name, farm: wanted, password }: ShareInput,
): Promise<void> {
  const [stores, service] = [await context.stores(), await context.share()];
  const state = stores.share.state();
  const connection = await openSharedDatabase(context, url, password);
  try {
    await service.ensureSchema(connection, true);
    const farm = await service.findFarm(connection, wanted, stores.settings.get('farm').name || 'Farm');
    const isKnown = state?.farmId === farm.id;
    if (state?.isOn === true && !isKnown) {
      throw new FarmerError('CONFLICT', message('share:core.sharedElsewhere', { farm: state.farmName }), {
        hint: message('share:core.disconnectFirst'),
      });
    }
    const installationId = isKnown ? state.installationId : randomUUID();
    const installationName = name ?? (isKnown ? state.installationName : hostname().slice(0, MAX_NAME) || 'Farmer');
    await service.register(connection, { farmId: farm.id, installationId }, installationName);
    const kept = { url, farmId: farm.id, farmName: farm.name, installationId, installationName };
    if (isKnown) stores.share.resume(kept, context.nowMs());
    else stores.share.begin(kept, !farm.isNew, context.nowMs());
    if (password !== null) context.secrets.write(SHARE_PASSWORD, password);
  } finally {
    await connection.close();
  }
}
