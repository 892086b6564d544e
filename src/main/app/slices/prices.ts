import { implement } from '@orpc/server';
import type { PriceStanding } from '#shared/domain/slices/constants.ts';
import { type NewPriceChange, setPriceChange, undoPriceChange } from '#shared/domain/slices/prices/history.ts';
import { assertPriceAllowed } from '#shared/domain/slices/prices/price-bounds.ts';
import type { UsdPerCc } from '#shared/domain/slices/prices/currency.ts';
import { wholeNodePrice } from '#shared/domain/slices/prices/terms.ts';
import {
  type ComputedSlicePrice,
  type PriceChange,
  pricesContract,
  type SetPriceInput,
} from '#shared/contract/slices/prices.ts';
import type { SliceGroup } from '#shared/contract/slices/slices.ts';
import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { type Message, message } from '#shared/message.ts';
import type { Stores } from '#main/store/stores.ts';
import type { HostKind } from '#shared/contract/app/app.ts';
import type { AppContext } from '#main/app/context.ts';
import { findSoldNode } from '#main/app/nodes/find-node.ts';
import { buildOffers, offersToCsv, offersToJson } from './offer-sheet.ts';
import {
  computePriceBounds,
  computeSlicePrice,
  loadPriceSources,
  type PricedOffer,
  priceOffer,
  type PriceSources,
  sumMonthUsd,
} from './slice-prices.ts';

/** Decimal places of an applied suggestion, which in Cloud Credits is the result of a division. */
const SUGGESTED_PLACES = 8;

/** The author of a price in the history. */
const AUTHORS = {
  cli: 'command line',
  desktop: 'desktop app',
  web: 'browser',
} as const satisfies Record<HostKind, string>;

/** The reason in the history for a price that was forced without one. */
const FORCED_REASONS = {
  within: null,
  'below-floor': 'set on purpose: below the floor',
  'below-band': 'set on purpose: below the band',
  'above-band': 'set on purpose: above the band',
  unknown: 'set on purpose: without a gold price',
} as const satisfies Record<PriceStanding, string | null>;

/**
 * Prices all nodes that can be divided, and lists why the others cannot, so that one invalid plan does not hide the
 * rest.
 */
async function priceOffers(context: AppContext, stores: Stores, nodeId: number | null) {
  const nodes = nodeId === null ? stores.nodes.list() : [findSoldNode(stores, nodeId)];
  const priced: PricedOffer[] = [];
  const skipped: { nodeId: number; nodeName: string; because: string }[] = [];
  for (const node of nodes) {
    try {
      priced.push(await priceOffer(context, stores, node));
    } catch (error) {
      if (!(error instanceof FarmerError) || nodeId !== null) {
        throw error;
      }
      skipped.push({ nodeId: node.id, nodeName: node.name, because: error.message });
    }
  }
  return { priced, skipped };
}

function computeNodePricing(
  { offer, costs, sharePercent }: PricedOffer,
  slices: readonly ComputedSlicePrice[],
  usdPerCc: UsdPerCc,
) {
  const { node, plan } = offer;
  const ownSlices = slices.filter((slice) => slice.nodeId === node.id);
  const monthUsd = sumMonthUsd(ownSlices, usdPerCc);
  return {
    nodeId: node.id,
    nodeName: node.name,
    costs,
    occupancy: plan.occupancy,
    sharePercent,
    wholeNodeMonthUsd: monthUsd && wholeNodePrice(monthUsd, plan.wholeNode),
  };
}

async function listPrices(context: AppContext, nodeId: number | null) {
  const sources = await loadPriceSources(context);
  const { priced, skipped } = await priceOffers(context, sources.stores, nodeId);
  const slices = priced.flatMap((entry) =>
    entry.offer.layout.groups.map((group) => computeSlicePrice(sources, entry, group)),
  );
  return {
    slices,
    nodes: priced.map((entry) => computeNodePricing(entry, slices, sources.usdPerCc)),
    skipped,
    usdPerCc: sources.usdPerCc,
  };
}

function sliceNotFound(id: string): FarmerError {
  return new FarmerError('NOT_FOUND', message('slices:core.sliceUnknown', { id }), {
    hint: message('slices:core.seeSlices'),
    details: { slice: id },
  });
}

interface FoundSlice {
  readonly id: string;
  readonly sources: PriceSources;
  readonly priced: PricedOffer;
  readonly group: SliceGroup;
}

function parseSliceId(id: string): { readonly nodeId: number; readonly kindId: string } {
  const [nodeId = '', kindId = ''] = id.split(':');
  return { nodeId: Number(nodeId), kindId };
}

/** @throws FarmerError NOT_FOUND for an unknown node or kind of slice */
async function findSlices(context: AppContext, ids: readonly string[]): Promise<readonly FoundSlice[]> {
  const sources = await loadPriceSources(context);
  const offers = new Map<number, PricedOffer>();
  const found: FoundSlice[] = [];
  for (const id of new Set(ids)) {
    const { nodeId, kindId } = parseSliceId(id);
    const node = sources.stores.nodes.get(nodeId);
    if (node === undefined || node.deletedAtMs !== null) throw sliceNotFound(id);
    const priced = offers.get(nodeId) ?? (await priceOffer(context, sources.stores, node));
    offers.set(nodeId, priced);
    const group = priced.offer.layout.groups.find((entry) => entry.kindId === kindId);
    if (group === undefined) throw sliceNotFound(id);
    found.push({ id, sources, priced, group });
  }
  return found;
}

async function findSlice(context: AppContext, id: string): Promise<FoundSlice> {
  const [found] = await findSlices(context, [id]);
  if (found === undefined) throw sliceNotFound(id);
  return found;
}

type CreateChange = (changes: readonly PriceChange[], note: { atMs: number; by: string }) => NewPriceChange;

/** Adds a change to the history of all slices or of none. */
function addChanges(
  context: AppContext,
  stores: Stores,
  changes: readonly { readonly slice: FoundSlice; readonly create: CreateChange }[],
): void {
  const note = { atMs: context.nowMs(), by: AUTHORS[context.host] };
  stores.transaction(() => {
    for (const { slice, create } of changes) {
      const nodeId = slice.priced.offer.node.id;
      const { kindId } = slice.group;
      stores.prices.add(nodeId, kindId, create(stores.prices.changes(nodeId, kindId), note));
    }
  });
  context.events.publish('slices');
}

function computeFound({ sources, priced, group }: FoundSlice): ComputedSlicePrice {
  return computeSlicePrice(sources, priced, group);
}

/** A price outside its bounds needs a reason: the farmer's own, or that it was forced. */
async function setPrice(context: AppContext, input: SetPriceInput): Promise<ComputedSlicePrice> {
  const slice = await findSlice(context, input.sliceId);
  const price = new Decimal(input.priceMonth);
  const bounds = computePriceBounds(slice.sources, slice.priced, slice.group, input.currency);
  const standing = assertPriceAllowed(price, bounds, input.currency, input.isForced);
  const reason = input.reason ?? FORCED_REASONS[standing];
  const to = { priceMonth: toPlain(price), currency: input.currency };
  const create: CreateChange = (changes, note) => setPriceChange(changes, to, { ...note, reason });
  addChanges(context, slice.sources.stores, [{ slice, create }]);
  return computeFound(slice);
}

/** Applies the suggestion of each slice if it is within the bounds; the others are returned with the reason. */
async function setSuggested(context: AppContext, sliceIds: readonly string[]) {
  const stores = await context.stores();
  const changes: { readonly slice: FoundSlice; readonly create: CreateChange }[] = [];
  const refused: { readonly sliceId: string; readonly nodeName: string; readonly because: Message }[] = [];
  for (const slice of await findSlices(context, sliceIds)) {
    const { suggestion, currency, nodeName, floor, band, isRentable } = computeFound(slice);
    if (!isRentable) {
      refused.push({ sliceId: slice.id, nodeName, because: message('slices:core.notRentable') });
      continue;
    }
    if (suggestion === null || band === null) {
      refused.push({ sliceId: slice.id, nodeName, because: message('slices:core.boundsNeedGoldPrice') });
      continue;
    }
    const price = roundHalfUp(suggestion.priceMonth, SUGGESTED_PLACES);
    try {
      assertPriceAllowed(price, { floor, band }, currency, false);
      const to = { priceMonth: toPlain(price), currency };
      changes.push({ slice, create: (before, note) => setPriceChange(before, to, { ...note, reason: null }) });
    } catch (error) {
      if (!(error instanceof FarmerError)) throw error;
      refused.push({ sliceId: slice.id, nodeName, because: error.messages.message });
    }
  }
  addChanges(context, stores, changes);
  return { set: changes.map(({ slice }) => slice.id), refused };
}

function takeBackOf({ id }: FoundSlice): CreateChange {
  return (changes, note) => {
    const change = undoPriceChange(changes, note);
    if (change === null) {
      throw invalidInput(message('slices:core.noPriceToTakeBack'), message('slices:core.suggestedPriceHolds'), {
        slice: id,
      });
    }
    return change;
  };
}

/** Reverts the last price change of all slices or of none. */
async function undoPrices(context: AppContext, sliceIds: readonly string[]): Promise<ComputedSlicePrice[]> {
  const stores = await context.stores();
  const slices = await findSlices(context, sliceIds);
  addChanges(
    context,
    stores,
    slices.map((slice) => ({ slice, create: takeBackOf(slice) })),
  );
  return slices.map(computeFound);
}

async function undoPrice(context: AppContext, sliceId: string): Promise<ComputedSlicePrice> {
  const [price] = await undoPrices(context, [sliceId]);
  if (price === undefined) throw sliceNotFound(sliceId);
  return price;
}

async function listChanges(
  context: AppContext,
  sliceId: string | null,
  nodeId: number | null,
): Promise<readonly PriceChange[]> {
  const { nodes, prices } = await context.stores();
  if (sliceId !== null) {
    const slice = parseSliceId(sliceId);
    return prices.changes(slice.nodeId, slice.kindId);
  }
  const nodeIds = nodeId === null ? nodes.list().map((node) => node.id) : [nodeId];
  return nodeIds.flatMap((id) => prices.changesOfNode(id)).toSorted((a, b) => a.atMs - b.atMs);
}

const area = implement(pricesContract).$context<AppContext>();

export default area.router({
  list: area.list.handler(({ input, context }) => listPrices(context, input.nodeId)),
  set: area.set.handler(({ input, context }) => setPrice(context, input)),
  setSuggested: area.setSuggested.handler(({ input, context }) => setSuggested(context, input.sliceIds)),
  undoAll: area.undoAll.handler(async ({ input, context }) => ({ slices: await undoPrices(context, input.sliceIds) })),
  undo: area.undo.handler(({ input, context }) => undoPrice(context, input.sliceId)),
  history: area.history.handler(async ({ input, context }) => ({
    changes: (await listChanges(context, input.sliceId, input.nodeId)).toReversed(),
  })),
  listOffers: area.listOffers.handler(async ({ input, context }) => {
    const sources = await loadPriceSources(context);
    const { priced } = await priceOffers(context, sources.stores, input.nodeId);
    const offers = buildOffers(sources, priced);
    return { format: 1 as const, offers, csv: offersToCsv(offers), json: offersToJson(offers) };
  }),
});
