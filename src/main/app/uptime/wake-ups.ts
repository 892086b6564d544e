import type { Period } from '#shared/contract/uptime/periods.ts';
import { implement } from '@orpc/server';
import { type NodeWakeUps, type WakeRequest, type WakeUp, wakeupsContract } from '#shared/contract/uptime/wake-ups.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Stores } from '#main/store/stores.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { rulesOfPeriod } from '#shared/domain/rules/rule-versions.ts';
import { factsOfRecords, type NodeRecords } from '#shared/domain/uptime/node-records.ts';
import { followWakeUps, nearestRank, summariseWakeUps } from '#shared/domain/uptime/wake-ups.ts';
import type { AppContext } from '#main/app/context.ts';
import { inBatches } from '#main/app/in-batches.ts';
import { chooseNode, choosePeriod, requireNode } from './uptime.ts';

/** The wake-up requests in imported power events: the first target Up while the machine is Down. */
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

function wakeUpsOf(
  stores: Stores,
  { id }: Pick<FarmNode, 'id'>,
  records: NodeRecords,
  period: Period,
  nowMs: number,
): readonly WakeUp[] {
  const { boots } = factsOfRecords(records, period, nowMs);
  const requests = [...stores.wakeUps.list(id, period.startS, period.endS), ...wakeRequests(records, period)];
  return followWakeUps(
    requests.toSorted((a, b) => a.requestedAtS - b.requestedAtS),
    boots,
    // A wake-up after the end of the grid's record cannot be judged as missed yet.
    records.coverage?.toS ?? Math.floor(nowMs / 1000),
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
    const wakeUps =
      node === null
        ? []
        : wakeUpsOf(stores, node, stores.uptime.load([node.id], period, nowMs)(node.id), period, nowMs);
    return {
      wakeUps,
      ...summariseWakeUps(wakeUps, period, sleep),
      limitS: sleep?.maxBootS ?? null,
      sleepLimitS: sleep?.maxS ?? null,
      losingStrikes: (sleep?.forgivenLateBoots ?? 0) + 1,
    };
  }),
  listFarm: area.listFarm.handler(async ({ context, input }) => {
    const stores = await context.stores();
    const nowMs = context.nowMs();
    const period = choosePeriod(input.periodIndex, nowMs);
    const { sleep } = rulesOfPeriod(period.index).credit;
    const known = new Map(stores.nodes.list().map((node) => [node.id, node]));
    const ids = stores.wakeUps.nodesWithin(period.startS, period.endS).filter((id) => known.has(id));
    const nodes: NodeWakeUps[] = [];
    const took: number[] = [];
    for await (const batch of inBatches(ids)) {
      const recordsOf = stores.uptime.load(batch, period, nowMs);
      for (const id of batch) {
        const wakeUps = wakeUpsOf(stores, { id }, recordsOf(id), period, nowMs);
        if (wakeUps.length === 0) continue;
        const node = { id, name: known.get(id)?.name ?? '', gridNodeId: known.get(id)?.grid.nodeId ?? null };
        const late = wakeUps.filter(({ lateByS }) => lateByS !== null);
        nodes.push({ node, count: wakeUps.length, late, ...summariseWakeUps(wakeUps, period, sleep) });
        took.push(...wakeUps.flatMap(({ tookS }) => tookS ?? []));
      }
    }
    return { nodes: nodes.sort((a, b) => b.late.length - a.late.length), p95S: nearestRank(took, 95) };
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
