import type { z } from 'zod';
import type { FarmNode, nodePatchSchema } from '#shared/contract/nodes/nodes.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { Stores } from '#main/store/stores.ts';

/** Changes to a node; absent fields stay unchanged. */
export type NodePatch = z.infer<typeof nodePatchSchema>;

function merge<T extends object>(before: T, patch: { readonly [K in keyof T]?: T[K] | undefined } | undefined): T {
  const given = Object.entries(patch ?? {}).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(given) };
}

/**
 * Rejects a power draw under load below that when idle, because no projection can be computed from it.
 * @throws FarmerError INVALID_INPUT
 */
export function assertWatts(name: string, { wattsIdle, wattsLoaded }: FarmNode['costs']): void {
  if (wattsIdle === null || wattsLoaded === null || new Decimal(wattsLoaded).gte(wattsIdle)) return;
  throw invalidInput(message('nodes:core.loadedBelowIdle', { name }), message('earnings:core.giveWattsAtPlug'), {
    field: 'costs.wattsLoaded',
  });
}

function patchCosts({ name, costs }: FarmNode, patch: NodePatch['costs']): FarmNode['costs'] {
  const patched = merge(costs, patch);
  if (patch?.wattsIdle !== undefined || patch?.wattsLoaded !== undefined) assertWatts(name, patched);
  return patched;
}

/** Hardware that is entered manually must have all four amounts if nothing was known before. */
function patchResources(stores: Stores, node: FarmNode, patch: NodePatch['resources']): Resources | null {
  if (patch === undefined) {
    return node.resources;
  }
  if (node.kind === 'this-machine' || stores.hardware.latest(node.id) !== undefined) {
    throw invalidInput(message('nodes:core.readingSaysHardware'), message('nodes:core.readOrImportAgain'), {
      field: 'resources',
    });
  }
  const { cru, mruBytes, sruBytes, hruBytes } = { ...node.resources, ...withoutAbsent(patch) };
  if (cru === undefined || mruBytes === undefined || sruBytes === undefined || hruBytes === undefined) {
    throw invalidInput(
      message('nodes:core.hardwareIncomplete', { name: node.name }),
      message('nodes:core.giveAllFour'),
      {
        field: 'resources',
      },
    );
  }
  return { cru, mruBytes, sruBytes, hruBytes };
}

function withoutAbsent(patch: NonNullable<NodePatch['resources']>): Partial<Resources> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

/**
 * Applies changes to a node.
 * @throws FarmerError INVALID_INPUT when a reading determines the hardware, an amount is missing, or the power draws
 * contradict each other
 */
export function patchNode(stores: Stores, node: FarmNode, patch: NodePatch): FarmNode {
  const { location, costs, grid, resources, addLabels = [], removeLabels = [], ...plain } = patch;
  const merged = merge(node, plain);
  const removed = new Set(removeLabels);
  const labels = [...new Set([...merged.labels, ...addLabels])].filter((label) => !removed.has(label));
  return {
    ...merged,
    site: merged.site === '' ? null : merged.site,
    labels: labels.toSorted((a, b) => (a < b ? -1 : 1)),
    location: merge(node.location, location),
    costs: patchCosts(node, costs),
    grid: merge(node.grid, grid),
    resources: patchResources(stores, node, resources),
  };
}
