import { awaitsDigest, digestCutoffS } from '#shared/domain/notifications/delivery.ts';
import { decideNotifications } from '#shared/domain/notifications/engine.ts';
import { SEVERITY_OF } from '#shared/domain/notifications/kinds.ts';
import { type ActiveCondition, countKinds, type Situation } from '#shared/domain/notifications/rules.ts';
import { DAY_S } from '#shared/units.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { AppContext } from '#main/app/context.ts';
import { inBatches } from '#main/app/in-batches.ts';
import { localMinuteOfDay } from '#main/app/local-time.ts';
import { figuresOfNode, summariseFarm } from '#main/app/nodes/farm.ts';
import { readTftPrice } from '#main/app/settings/tft-price.ts';
import type { Stores } from '#main/store/stores.ts';
import { readSituations } from './situations.ts';

/** The followed nodes at the last check. */
interface FollowedBefore {
  readonly targets: string;
  readonly ids: readonly number[];
}

const FOLLOWED = 'followed-nodes';

/**
 * A condition when nodes were added to or removed from the grid listing since the last check, unless the farmer changed
 * the connection.
 */
function nodeCountEvent({ grid, alertMemory }: Stores, nowS: number): readonly ActiveCondition[] {
  const connection = grid.connection();
  const targets = connection?.isOn === true ? JSON.stringify(connection.targets) : '';
  const ids = targets === '' ? [] : grid.followed().map(({ gridNodeId }) => gridNodeId);
  const before = alertMemory.recall(FOLLOWED) as FollowedBefore | undefined;
  const isSame = before?.targets === targets && before.ids.join() === ids.join();
  if (isSame) {
    return [];
  }
  alertMemory.remember(FOLLOWED, { targets, ids } satisfies FollowedBefore);
  if (before === undefined || before.targets !== targets || targets === '') {
    return [];
  }
  const added = ids.filter((id) => !before.ids.includes(id)).length;
  const gone = before.ids.filter((id) => !ids.includes(id)).length;
  const kind = 'nodes-changed';
  const key = `${kind}:farm:${nowS}`;
  return [
    { key, kind, severity: SEVERITY_OF[kind], nodeId: null, site: null, figures: { added, gone, total: ids.length } },
  ];
}

/** Raises and resolves the notifications of some nodes; requires a transaction. */
function decide(
  stores: Stores,
  situations: readonly Situation[],
  events: readonly ActiveCondition[],
  nowMs: number,
): boolean {
  const nowS = Math.floor(nowMs / 1000);
  const { notifications, settings } = stores;
  const counted = new Set<number | null>(situations.map(({ nodeId }) => nodeId));
  const changes = decideNotifications({
    situations,
    events,
    open: notifications.open().filter(({ nodeId }) => counted.has(nodeId)),
    knownEvents: notifications.known(situations.flatMap(receiptKey)),
    settings: settings.all().notifications,
    deliveries: notifications.lastDeliveries(nowS - DAY_S),
    nowS,
    minuteOfDay: localMinuteOfDay(nowMs),
  });
  notifications.apply(changes, nowS);
  return changes.raised.length + changes.ended.length > 0;
}

/** The key that identifies the arrival of a receipt. */
function receiptKey({ nodeId, receipt }: Situation): readonly string[] {
  return receipt === null ? [] : [`receipt-arrived:${nodeId}:${receipt.periodIndex}`];
}

/**
 * Writes the digest to the log when it is due. Every host shows it from there, whichever process wrote it.
 * @returns whether a digest was written
 */
function takeDigest({ notifications, settings }: Stores, nowMs: number): boolean {
  const nowS = Math.floor(nowMs / 1000);
  const choices = settings.all().notifications;
  if (!awaitsDigest(choices)) {
    // The entries stay in the log, but delivering them months later would be useless.
    notifications.takeDigest(nowS + 1, nowS);
    return false;
  }
  const cutoffS = digestCutoffS(choices, nowS, localMinuteOfDay(nowMs));
  const digest = cutoffS === null ? [] : notifications.takeDigest(cutoffS, nowS);
  if (digest.length > 0) {
    notifications.addDigest(countKinds(digest), nowS);
  }
  return digest.length > 0;
}

/** Checks every relevant node once: raises and resolves notifications, and writes the digest when it is due. */
export async function checkAlerts(context: AppContext): Promise<void> {
  const stores = await context.stores();
  const nowMs = context.nowMs();
  const farm = await summariseFarm(stores, nowMs);
  const money = { tftPrice: farm.tftPrice, ofNode: new Map(farm.nodes.map((row) => [row.id, row.money])) };
  const nodes = stores.nodes.list().filter((node) => !node.isDemo && node.kind !== 'planned');
  const situations: Situation[] = [];
  for await (const batch of inBatches(nodes)) {
    situations.push(...stores.snapshot(() => readSituations(context, stores, batch, money)));
  }
  // In one transaction, so that a second process does not repeat it.
  const isNews = stores.transaction(() => {
    const nowS = Math.floor(nowMs / 1000);
    const nodeIds = nodes.map(({ id }) => id);
    const hasResolved = stores.notifications.resolveOthers(nodeIds, nowS) > 0;
    return decide(stores, situations, nodeCountEvent(stores, nowS), nowMs) || hasResolved;
  });
  const hasDigest = stores.transaction(() => takeDigest(stores, nowMs));
  if (isNews || hasDigest) {
    context.events.publish('notifications');
  }
}

/** Checks one node ahead of the rest of the farm. */
export async function checkAlertsOf(context: AppContext, node: FarmNode): Promise<void> {
  const stores = await context.stores();
  const nowMs = context.nowMs();
  const tftPrice = readTftPrice(stores);
  const isNews = stores.transaction(() => {
    const ofNode = new Map([[node.id, figuresOfNode(stores, node, tftPrice, nowMs).money]]);
    return decide(stores, readSituations(context, stores, [node], { tftPrice, ofNode }), [], nowMs);
  });
  if (isNews) {
    context.events.publish('notifications');
  }
}
