import type { Delivery, Figures, StoredNotification } from '#shared/contract/notifications/notifications.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { decideDelivery, type DeliverySettings, type LastDelivery } from './delivery.ts';
import { ESCALATIONS, EVENT_KINDS, type NotificationKind } from './kinds.ts';
import { type ActiveCondition, findConditions, type Situation, unknownKinds, unwatchedKinds } from './rules.ts';

/** From this number on, nodes of one site with the same change at the same time share one notification. */
const GROUP_FROM = 3;

/** A notification to write, with those of single nodes that it replaces. */
export interface Raised {
  readonly condition: ActiveCondition;
  readonly delivery: Delivery;
  readonly members: readonly ActiveCondition[];
}

/** The notifications to write and those that end. */
export interface NotificationChanges {
  readonly raised: readonly Raised[];
  readonly ended: readonly { readonly key: string; readonly endsQuietly: boolean }[];
}

/** What is known when the engine decides. */
export interface EngineFacts {
  /** One for each node that counts. */
  readonly situations: readonly Situation[];
  /** Events of the farm as a whole. */
  readonly events: readonly ActiveCondition[];
  /** Those about single nodes that are not over. */
  readonly open: readonly Pick<StoredNotification, 'key' | 'kind' | 'nodeId'>[];
  /** Keys of events that were written before. */
  readonly knownEvents: ReadonlySet<string>;
  readonly settings: DeliverySettings;
  readonly deliveries: readonly LastDelivery[];
  readonly nowS: number;
  /** Local time, 0 to 1439. */
  readonly minuteOfDay: number;
}

const ofNode = (kind: NotificationKind, nodeId: number | null) => `${kind} ${nodeId}`;

function byKey<T extends { readonly key: string }>(entries: readonly T[]): readonly T[] {
  return entries.toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
}

/** The sum of an amount over several notifications; absent where one of them lacks it. */
function sumOf(members: readonly ActiveCondition[], figure: string): Figures {
  const amounts = members.map(({ figures }) => figures[figure]);
  return amounts.every((amount) => amount !== undefined)
    ? { [figure]: toPlain(amounts.reduce<Decimal>((sum, amount) => sum.plus(amount), new Decimal(0))) }
    : {};
}

/** One notification about several nodes of a site. Times and periods are those of the first; amounts are summed. */
function groupOf(members: readonly ActiveCondition[], nowS: number): ActiveCondition | null {
  const [first] = members;
  if (first === undefined) return null;
  const { kind, severity, site, figures } = first;
  const sums = Object.assign(
    {},
    ...['atRiskTft', 'atRiskUsd', 'tft'].map((figure) => sumOf(members, figure)),
  ) as Figures;
  // The result of a probe applies to one node only.
  const { atRiskTft: _tft, atRiskUsd: _usd, tft: _paid, probe: _probe, probeAtS: _at, ...same } = figures;
  const key = `group:${nowS}:${first.key}`;
  const place = site === null ? {} : { site };
  return { key, kind, severity, nodeId: null, site, figures: { ...same, ...sums, ...place, nodes: members.length } };
}

/** Merges the same change of several nodes at one site into one notification. */
function group(singles: readonly Raised[], nowS: number): readonly Raised[] {
  const alike = Map.groupBy(singles, ({ condition, delivery }) =>
    condition.nodeId === null ? condition.key : JSON.stringify([condition.kind, delivery, condition.site]),
  );
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    const members = same.map(({ condition }) => condition);
    const together = same.length < GROUP_FROM || first === undefined ? null : groupOf(members, nowS);
    return together === null || first === undefined
      ? same
      : [{ condition: together, delivery: first.delivery, members }];
  });
}

/** Whether an open notification ends because a worse one of the same node is active. */
function isEscalated(
  { kind, nodeId }: Pick<StoredNotification, 'kind' | 'nodeId'>,
  active: ReadonlySet<string>,
): boolean {
  return ESCALATIONS.some((row) => {
    const at = row.indexOf(kind);
    return at !== -1 && row.slice(at + 1).some((worse) => active.has(ofNode(worse, nodeId)));
  });
}

/**
 * Decides which notifications are written, how each is delivered, and which end. The order in which the facts come
 * changes nothing, and what was decided once is not decided again.
 */
export function decideNotifications(facts: EngineFacts): NotificationChanges {
  const { situations, events, open, knownEvents, settings, deliveries, nowS, minuteOfDay } = facts;
  const found = byKey([...situations.flatMap(findConditions), ...events]);
  const unknown = new Set(
    situations.flatMap((situation) => unknownKinds(situation).map((kind) => ofNode(kind, situation.nodeId))),
  );
  const unwatched = new Set(
    situations.flatMap((situation) => unwatchedKinds(situation).map((kind) => ofNode(kind, situation.nodeId))),
  );
  const openKeys = new Set(open.map(({ key }) => key));
  const activeKeys = new Set(found.map(({ key }) => key));
  const activeKinds = new Set(found.map(({ kind, nodeId }) => ofNode(kind, nodeId)));
  const isNew = ({ key, kind }: ActiveCondition) => !(EVENT_KINDS.has(kind) ? knownEvents : openKeys).has(key);
  const raised = found.filter(isNew).map((condition) => ({
    condition,
    delivery: decideDelivery(condition, settings, deliveries, nowS, minuteOfDay),
    members: [],
  }));
  const ended = byKey(open)
    .filter(({ key, kind, nodeId }) => !activeKeys.has(key) && !unknown.has(ofNode(kind, nodeId)))
    .map((entry) => ({
      key: entry.key,
      endsQuietly: isEscalated(entry, activeKinds) || unwatched.has(ofNode(entry.kind, entry.nodeId)),
    }));
  return { raised: group(raised, nowS), ended };
}
