import type { Period } from '#shared/contract/uptime/periods.ts';
import { implement } from '@orpc/server';
import { type WakeRequest, type WakeUp, wakeupsContract } from '#shared/contract/uptime/wake-ups.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Stores } from '#main/store/stores.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { rulesOfPeriod } from '#shared/domain/rules/rule-versions.ts';
import { factsOfRecords, type NodeRecords } from '#shared/domain/uptime/node-records.ts';
import { followWakeUps, summariseWakeUps } from '#shared/domain/uptime/wake-ups.ts';
import type { AppContext } from '#main/app/context.ts';
import { chooseNode, choosePeriod, requireNode } from './uptime.ts';

/** The requests in imported power events: the first target Up while the machine is Down. */
export function wakeRequests({ stateBefore, powerEvents }: NodeRecords, period: Period): readonly WakeRequest[] {
  let asleepSinceS = stateBefore?.power === 'Down' ? stateBefore.atS : null;
  let isRequested = false;
  const found: WakeRequest[] = [];
  for (const { kind, atS, power } of powerEvents) {
    if (atS > period.endS) break;
    if (kind === 'state') {
      asleepSinceS = power === 'Down' ? (asleepSinceS ?? atS) : null;
      isRequested = false;
    } else if (power === 'Up' && asleepSinceS !== null && !isRequested) {
      isRequested = true;
      found.push({ id: null, kind: 'farmerbot', requestedAtS: atS, asleepSinceS });
    }
  }
  return found;
}

function wakeUpsOf(stores: Stores, node: FarmNode, period: Period, nowMs: number): readonly WakeUp[] {
  const records = stores.nodeRecords.load([node.id], period, nowMs)(node.id);
  const { boots } = factsOfRecords(records, period, nowMs);
  const requests = [...stores.wakeUps.list(node.id, period.startS, period.endS), ...wakeRequests(records, period)];
  return followWakeUps(
    requests.toSorted((a, b) => a.requestedAtS - b.requestedAtS),
    boots,
    Math.floor(nowMs / 1000),
    rulesOfPeriod(period.index).credit.sleep,
  );
}

const area = implement(wakeupsContract).$context<AppContext>();

export default area.router({
  list: area.list.handler(async ({ context, input }) => {
    const stores = await context.stores();
    const node = chooseNode(stores, input.nodeId);
    const nowMs = context.nowMs();
    const period = choosePeriod(input.periodIndex, nowMs);
    const { sleep } = rulesOfPeriod(period.index).credit;
    const wakeUps = node === null ? [] : wakeUpsOf(stores, node, period, nowMs);
    return {
      wakeUps,
      ...summariseWakeUps(wakeUps, period, sleep),
      limitS: sleep?.maxBootS ?? null,
      sleepLimitS: sleep?.maxS ?? null,
      losingStrikes: (sleep?.forgivenLateBoots ?? 0) + 1,
    };
  }),
  startDrill: area.startDrill.handler(async ({ context, input: { nodeId, requestedAtS, asleepSinceS } }) => {
    const stores = await context.stores();
    const node = requireNode(stores, nodeId);
    const atS = requestedAtS ?? Math.floor(context.nowMs() / 1000);
    const id = stores.wakeUps.add(node.id, { kind: 'drill', requestedAtS: atS, asleepSinceS });
    if (id === null) {
      throw new FarmerError('CONFLICT', message('uptime:core.drillTimeTaken'), {
        hint: message('uptime:core.waitOrGiveOtherTime'),
      });
    }
    context.events.publish('uptime');
    return { id, requestedAtS: atS };
  }),
});
