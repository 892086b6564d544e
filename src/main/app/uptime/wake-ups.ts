import { implement } from '@orpc/server';
import { wakeupsContract } from '#shared/contract/uptime/wake-ups.ts';
import type { Stores } from '#main/store/stores.ts';
import { FarmerError } from '#shared/errors.ts';
import type { Period } from '#shared/domain/uptime/periods.ts';
import { MAX_BOOT_S, MAX_SLEEP_S } from '#shared/domain/uptime/credit-types.ts';
import { followWakeUps, summariseWakeUps, type WakeRequest, type WakeUp } from '#shared/domain/uptime/wakeups.ts';
import type { AppContext } from '#main/app/context.ts';
import { chooseNode, choosePeriod, requireNode } from './uptime-answers.ts';
import { gatherUptime } from './uptime-facts.ts';

/** A request with its number, where it has one. */
type NumberedRequest = WakeRequest & { readonly id: number | null };

/** The wake-ups that imported power events tell of: a wish for Up while the machine is Down. Only the first counts. */
function importedRequests(stores: Stores, nodeId: number, period: Period): readonly NumberedRequest[] {
  const before = stores.uptimeRecords.powerBefore(nodeId, 'state', period.startS);
  let asleepSinceS = before?.power === 'Down' ? before.atS : null;
  let isAsked = false;
  const found: NumberedRequest[] = [];
  for (const { kind, atS, power } of stores.uptimeRecords.powerEvents(nodeId, period.startS, period.endS)) {
    if (kind === 'state') {
      asleepSinceS = power === 'Down' ? (asleepSinceS ?? atS) : null;
      isAsked = false;
    } else if (power === 'Up' && asleepSinceS !== null && !isAsked) {
      isAsked = true;
      found.push({ id: null, kind: 'farmerbot', requestedAtS: atS, asleepSinceS });
    }
  }
  return found;
}

function wakeUpsOf(
  stores: Stores,
  nodeId: number,
  period: Period,
  nowMs: number,
): readonly (WakeUp & NumberedRequest)[] {
  const node = requireNode(stores, nodeId);
  const { boots } = gatherUptime(stores, node, period, nowMs);
  const requests: readonly NumberedRequest[] = [
    ...stores.wakeUps.list(nodeId, period.startS, period.endS),
    ...importedRequests(stores, nodeId, period),
  ].toSorted((a, b) => a.requestedAtS - b.requestedAtS);
  const followed = followWakeUps(requests, boots, Math.floor(nowMs / 1000));
  return followed.map((wakeUp, index) => ({ ...wakeUp, id: requests[index]?.id ?? null }));
}

const area = implement(wakeupsContract).$context<AppContext>();

export default area.router({
  list: area.list.handler(async ({ context, input }) => {
    const stores = await context.stores();
    const node = chooseNode(stores, input.nodeId);
    const nowMs = context.nowMs();
    const period = choosePeriod(input.periodIndex, nowMs);
    const wakeUps = node === null ? [] : wakeUpsOf(stores, node.id, period, nowMs);
    return {
      wakeUps: [...wakeUps],
      ...summariseWakeUps(wakeUps, period),
      limitS: MAX_BOOT_S,
      sleepLimitS: MAX_SLEEP_S,
    };
  }),
  startDrill: area.startDrill.handler(async ({ context, input: { nodeId, requestedAtS, asleepSinceS } }) => {
    const stores = await context.stores();
    const node = requireNode(stores, nodeId);
    const atS = requestedAtS ?? Math.floor(context.nowMs() / 1000);
    const id = stores.wakeUps.add(node.id, { kind: 'drill', requestedAtS: atS, asleepSinceS });
    if (id === null) {
      throw new FarmerError('CONFLICT', 'There is a drill at that time already.', {
        hint: 'Wait a second, or give another time.',
      });
    }
    context.events.publish('uptime');
    return { id, requestedAtS: atS };
  }),
  removeDrill: area.removeDrill.handler(async ({ context, input }) => {
    const stores = await context.stores();
    stores.wakeUps.remove(requireNode(stores, input.nodeId).id, input.id);
    context.events.publish('uptime');
    return {};
  }),
});
