import { implement } from '@orpc/server';
import { type BandedPrices, bandedPrices, type PriceBand } from '#shared/domain/prices/band.ts';
import { SLICE_DEFINITIONS, sliceDefinition } from '#shared/domain/slices/definitions.ts';
import { findNodeModel, modelAsNode, NODE_MODELS, type NodeModel } from '#shared/domain/slices/node-models.ts';
import type { SliceAmounts } from '#shared/domain/slices/packable-node.ts';
import { packNode, type Packing, slicedMemoryGib } from '#shared/domain/slices/packing.ts';
import { slicesContract } from '#shared/contract/slices.ts';
import { toPlain } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import type { AppContext } from './context.ts';

/** Amounts as they cross a boundary. */
export function amountsToWire(amounts: SliceAmounts) {
  return {
    cores: toPlain(amounts.cores),
    memoryGib: toPlain(amounts.memoryGib),
    ssdGib: toPlain(amounts.ssdGib),
    passmark: toPlain(amounts.passmark),
  };
}

/** A band as it crosses a boundary. */
export function bandToWire(band: PriceBand) {
  return { min: toPlain(band.min), max: toPlain(band.max) };
}

function packingToWire(packing: Packing, prices: BandedPrices) {
  return {
    definition: packing.definition.id,
    count: packing.count,
    perSlice: amountsToWire(packing.perSlice),
    unused: amountsToWire(packing.unused),
    reserve: amountsToWire(packing.reserve),
    bounds: [...packing.bounds],
    binding: packing.binding,
    priceMonth: bandToWire(prices.month),
    priceHour: bandToWire(prices.hour),
    incomeMonth: bandToWire(prices.incomeMonth),
  };
}

function modelNamed(name: string | null): NodeModel | null {
  const model = name === null ? null : findNodeModel(name);
  if (name !== null && model === null) {
    throw new FarmerError('NOT_FOUND', `There is no published machine "${name}".`, {
      hint: `Use one of ${NODE_MODELS.map((entry) => entry.name).join(', ')}, or leave the model out.`,
    });
  }
  return model;
}

const area = implement(slicesContract).$context<AppContext>();

export default area.router({
  definitions: area.definitions.handler(() => ({
    definitions: SLICE_DEFINITIONS.map((definition) => ({ ...definition })),
    models: NODE_MODELS.map((model) => ({
      name: model.name,
      costUsd: model.costUsd,
      node: modelAsNode(model),
      maxSlices: model.maxSlices,
    })),
  })),
  compute: area.compute.handler(({ input }) => {
    const model = modelNamed(input.model);
    const maxSlices = input.maxSlices ?? model?.maxSlices ?? null;
    const packing = packNode(sliceDefinition(input.definition), input.node, maxSlices);
    const prices = bandedPrices(slicedMemoryGib(packing), packing.count, model?.ownBand ?? null);
    return packingToWire(packing, prices);
  }),
});
