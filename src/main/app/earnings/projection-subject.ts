import { DEFAULT_REWARD_TERMS } from '#shared/domain/earnings/reward-terms.ts';
import { isVirtualReading, knownResources, resourcesOf } from '#shared/domain/hardware/reading-resources.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Subject } from '#shared/contract/earnings/projections.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { AppContext } from '#main/app/context.ts';
import type { Stores } from '#main/store/stores.ts';
import { nameOfMachine } from '#main/app/hardware/machine-node.ts';
import type { ResolvedSubject } from './input-sources.ts';
import { costsOfNode } from './projection-costs.ts';
import { resolveTerms } from '#main/app/nodes/node-terms.ts';
import { findNode } from '#main/app/nodes/find-node.ts';

/** Older readings are not used, ms. */
const READING_AGE_MS = 24 * 3_600_000;

function hardwareUnknown(label: string): FarmerError {
  return new FarmerError('HARDWARE_UNAVAILABLE', message('earnings:core.hardwareUnknown', { label }), {
    hint: message('earnings:core.giveResources'),
  });
}

function fromNode(node: FarmNode, resources: Resources): ResolvedSubject {
  return {
    label: node.name,
    nodeId: node.id,
    gridNodeId: node.grid.nodeId,
    terms: node,
    resources,
    isVirtual: node.isVirtual ?? false,
    ...costsOfNode(node),
    slices: null,
  };
}

/** The resources of this machine from a new reading, when no stored reading has all four. */
async function fromReading(context: AppContext, node: FarmNode | undefined): Promise<ResolvedSubject> {
  const reading = await context.hardware.current(READING_AGE_MS);
  const resources = knownResources(resourcesOf(reading));
  const label = node?.name ?? nameOfMachine(reading);
  if (resources === null) {
    throw hardwareUnknown(label);
  }
  const isVirtual = isVirtualReading(reading);
  if (node !== undefined) {
    return fromNode({ ...node, isVirtual: node.isVirtual ?? isVirtual }, resources);
  }
  return {
    label,
    nodeId: null,
    gridNodeId: null,
    terms: DEFAULT_REWARD_TERMS,
    resources,
    isVirtual: isVirtual ?? false,
    hardwareUsd: null,
    wattsIdle: null,
    wattsLoaded: null,
    electricityUsdPerKwh: null,
    timeZone: null,
    slices: null,
  };
}

/** The node of a farm with a single node. */
function onlyNode(stores: Stores): FarmNode | undefined {
  const nodes = [...stores.nodes.list()];
  return nodes.length === 1 ? nodes[0] : undefined;
}

/**
 * The machine that a call refers to.
 * @throws FarmerError NOT_FOUND for an unknown node, HARDWARE_UNAVAILABLE when its resources are unknown
 */
export async function resolveSubject(context: AppContext, subject: Subject): Promise<ResolvedSubject> {
  if (subject.kind === 'machine') {
    const { certification, policy, connectionPriceMusd, kind: _kind, ...machine } = subject;
    const terms = await resolveTerms(context, { certification, policy, connectionPriceMusd });
    return { ...machine, terms, nodeId: null, gridNodeId: null, electricityUsdPerKwh: null, timeZone: null };
  }
  const stores = await context.stores();
  const node =
    subject.nodeId === null ? (stores.nodes.thisMachine() ?? onlyNode(stores)) : findNode(stores, subject.nodeId);
  if (node !== undefined && node.resources !== null) {
    return fromNode(node, node.resources);
  }
  if (node !== undefined && node.kind !== 'this-machine') {
    throw hardwareUnknown(node.name);
  }
  return fromReading(context, node);
}
