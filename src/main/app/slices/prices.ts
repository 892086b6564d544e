import { implement } from '@orpc/server';
import { setPriceChange, undoPriceChange } from '#shared/domain/slices/prices/history.ts';
import { wholeNodePrice } from '#shared/domain/slices/prices/packages.ts';
import { assertPriceAllowed } from '#shared/domain/slices/prices/rails.ts';
import type { SliceGroup } from '#shared/domain/slices/layout.ts';
import { type PriceChangeWire, pricesContract, type SlicePrice } from '#shared/contract/slices/prices.ts';
import { Decimal, parseDecimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';
import type { StoredPriceChange } from '#main/store/slices/price-store.ts';
import type { Stores } from '#main/store/stores.ts';
import type { AppContext, HostKind } from '#main/app/context.ts';
import { costsToWire } from './node-costs.ts';
import { priceSourcesOf, pricedOffer } from './node-sales.ts';
import { findSoldNode } from '#main/app/nodes/find-node.ts';
import { buildOffers, offersToCsv, offersToJson } from './offer-sheet.ts';
import {
  type PricedOffer,
  type PriceSources,
  monthOfSlicesUsd,
  railsIn,
  railsOf,
  sharePercentOf,
  slicePriceOf,
} from './price-facts.ts';

/** Who set a price, as the history says it. */
const AUTHORS = {
  cli: 'command line',
  desktop: 'desktop app',
  web: 'browser',
} as const satisfies Record<HostKind, string>;

/** Every node that can be cut, and why the others cannot: one bad plan must not hide the rest. */
async function pricedOffers(context: AppContext, stores: Stores, nodeId: number | null) {
  const nodes = nodeId === null ? stores.nodes.list() : [findSoldNode(stores, nodeId)];
  const priced: PricedOffer[] = [];
  const skipped: { nodeId: number; nodeName: string; because: string }[] = [];
  for (const node of nodes) {
    try {
      priced.push(await pricedOffer(context, stores, node));
    } catch (error) {
      if (!(error instanceof FarmerError) || nodeId !== null) {
        throw error;
      }
      skipped.push({ nodeId: node.id, nodeName: node.name, because: error.message });
    }
  }
  return { priced, skipped };
}

function nodePricing({ offer, costs }: PricedOffer, slices: readonly SlicePrice[], usdPerCc: Decimal) {
  const { node, plan } = offer;
  const own = slices.filter((slice) => slice.nodeId === node.id);
  const month = monthOfSlicesUsd(own, usdPerCc);
  const whole = wholeNodePrice(month, {
    discount: new Decimal(plan.wholeNode.discount),
    dedicatedFeeMonth: new Decimal(plan.wholeNode.dedicatedFeeMonthUsd),
  });
  return {
    nodeId: node.id,
    nodeName: node.name,
    costs: costsToWire(costs),
    occupancy: plan.occupancy,
    sharePercent: sharePercentOf(plan),
    wholeNodeMonthUsd: toPlain(roundHalfUp(whole, 8)),
  };
}

async function listPrices(context: AppContext, nodeId: number | null) {
  const sources = await priceSourcesOf(context);
  const { priced, skipped } = await pricedOffers(context, sources.stores, nodeId);
  const slices = priced.flatMap((entry) =>
    entry.offer.layout.groups.map((group) => slicePriceOf(sources, entry, group)),
  );
  return {
    slices,
    nodes: priced.map((entry) => nodePricing(entry, slices, sources.usdPerCc)),
    skipped,
    usdPerCc: toPlain(sources.usdPerCc),
  };
}

function noSlice(id: string): FarmerError {
  return new FarmerError('NOT_FOUND', phrase('There is no slice "{{id}}".', { id }), {
    hint: 'See "farmer price show" for the slices of your nodes.',
    details: { slice: id },
  });
}

interface FoundSlice {
  readonly sources: PriceSources;
  readonly priced: PricedOffer;
  readonly group: SliceGroup;
}

/** @throws FarmerError NOT_FOUND for a node or a kind of slice that is not there */
async function findSlice(context: AppContext, id: string): Promise<FoundSlice> {
  const sources = await priceSourcesOf(context);
  const [nodeText = '', kindId = ''] = id.split(':');
  const node = sources.stores.nodes.get(Number(nodeText));
  if (node === undefined || node.deletedAtMs !== null) {
    throw noSlice(id);
  }
  const priced = await pricedOffer(context, sources.stores, node);
  const group = priced.offer.layout.groups.find((entry) => entry.kind.id === kindId);
  if (group === undefined) {
    throw noSlice(id);
  }
  return { sources, priced, group };
}

interface SetInput {
  readonly sliceId: string;
  readonly priceMonth: string;
  readonly currency: 'USD' | 'CC';
  readonly isForced: boolean;
  readonly reason: string | null;
}

/** A price past the rails is kept with a reason: the farmer's own, or that it was forced. */
async function setPrice(context: AppContext, input: SetInput): Promise<SlicePrice> {
  const { sources, priced, group } = await findSlice(context, input.sliceId);
  const { stores, usdPerCc } = sources;
  const price = parseDecimal(input.priceMonth, 'The price');
  const rails = railsIn(railsOf(sources, priced, group).rails, input.currency, usdPerCc);
  const { standing } = assertPriceAllowed(price, rails, input.currency, input.isForced);
  const reason = input.reason ?? (standing === 'within' ? null : `set on purpose: ${standing.replace('-', ' the ')}`);
  const { node } = priced.offer;
  stores.transaction(() => {
    const changes = stores.prices.changes(node.id, group.kind.id);
    const to = { priceMonth: toPlain(price), currency: input.currency };
    const note = { atMs: context.nowMs(), by: AUTHORS[context.host], reason };
    stores.prices.add(node.id, group.kind.id, setPriceChange(changes, to, note));
  });
  context.events.publish('slices');
  return slicePriceOf(sources, priced, group);
}

async function undoPrice(context: AppContext, sliceId: string): Promise<SlicePrice> {
  const { sources, priced, group } = await findSlice(context, sliceId);
  const { prices, transaction } = sources.stores;
  const nodeId = priced.offer.node.id;
  transaction(() => {
    const note = { atMs: context.nowMs(), by: AUTHORS[context.host] };
    const change = undoPriceChange(prices.changes(nodeId, group.kind.id), note);
    if (change === null) {
      throw invalidInput('There is no price to take back.', 'The suggested price holds until you set one.', {
        slice: sliceId,
      });
    }
    prices.add(nodeId, group.kind.id, change);
  });
  context.events.publish('slices');
  return slicePriceOf(sources, priced, group);
}

function changeToWire({ nodeId, kindId, ...change }: StoredPriceChange): PriceChangeWire {
  return { ...change, sliceId: `${nodeId}:${kindId}` };
}

async function history(context: AppContext, sliceId: string | null, nodeId: number | null) {
  const { nodes, prices } = await context.stores();
  if (sliceId !== null) {
    const [nodeText = '', kindId = ''] = sliceId.split(':');
    return prices.changes(Number(nodeText), kindId);
  }
  const asked = nodeId === null ? nodes.list().map((node) => node.id) : [nodeId];
  return asked.flatMap((id) => prices.changesOfNode(id)).toSorted((a, b) => a.id - b.id);
}

const area = implement(pricesContract).$context<AppContext>();

export default area.router({
  list: area.list.handler(({ input, context }) => listPrices(context, input.nodeId)),
  set: area.set.handler(({ input, context }) => setPrice(context, input)),
  undo: area.undo.handler(({ input, context }) => undoPrice(context, input.sliceId)),
  history: area.history.handler(async ({ input, context }) => ({
    changes: (await history(context, input.sliceId, input.nodeId)).map(changeToWire).toReversed(),
  })),
  listOffers: area.listOffers.handler(async ({ input, context }) => {
    const sources = await priceSourcesOf(context);
    const { priced } = await pricedOffers(context, sources.stores, input.nodeId);
    const offers = buildOffers(sources, priced);
    return { format: 1 as const, offers, csv: offersToCsv(offers), json: offersToJson(offers) };
  }),
});
