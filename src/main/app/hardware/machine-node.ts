import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import { isVirtualReading, knownResources, resourcesOf } from '#shared/domain/hardware/reading-resources.ts';
import { type FarmNode, NODE_DEFAULTS } from '#shared/contract/nodes/nodes.ts';
import type { Passport } from '#shared/contract/hardware/passport.ts';
import type { RecordedSnapshot } from '#main/store/hardware/hardware-store.ts';
import type { Stores } from '#main/store/stores.ts';
import type { AppContext } from '#main/app/context.ts';

/** The name of this machine before its first reading, or when its model is unknown. */
const UNNAMED_MACHINE = 'This machine';

/** The default name of the farmer's own machine: its model. */
export function nameOfMachine(reading: HardwareReading): string {
  const { board } = reading.parts;
  const model = board.state === 'known' ? `${board.value.systemVendor} ${board.value.systemModel}`.trim() : '';
  return model === '' ? UNNAMED_MACHINE : model.slice(0, 80);
}

/**
 * The node for this computer: created if necessary, and updated by a reading. Values that a reading lacks keep their
 * last known value. The first reading also names the node by the model of the machine, unless the farmer has named it.
 */
export function ensureOwnNode(stores: Stores, nowMs: number, reading: HardwareReading | null = null): FarmNode {
  const { nodes, hardware, transaction } = stores;
  return transaction(() => {
    const own = nodes.thisMachine();
    const read = reading === null ? null : knownResources(resourcesOf(reading));
    const isVirtual = reading === null ? null : isVirtualReading(reading);
    const facts = { resources: read ?? own?.resources ?? null, isVirtual: isVirtual ?? own?.isVirtual ?? null };
    const modelName = reading === null ? UNNAMED_MACHINE : nameOfMachine(reading);
    if (own === undefined) {
      const fresh = { ...NODE_DEFAULTS, kind: 'this-machine', importSource: null, isDemo: false } as const;
      return nodes.add({ ...fresh, ...facts, name: modelName }, nowMs);
    }
    if (reading === null) {
      return own;
    }
    const isUnnamed = own.name === UNNAMED_MACHINE && hardware.latest(own.id) === undefined;
    return nodes.save({ ...own, ...facts, name: isUnnamed ? modelName : own.name }, nowMs);
  });
}

/** A stored reading, and whether it differs from the previous one. */
export interface StoredReading extends RecordedSnapshot {
  readonly node: FarmNode;
}

/**
 * Stores a reading of this computer with its node.
 * @throws FarmerError when the data directory is unusable
 */
export async function storeReading(context: AppContext, reading: HardwareReading): Promise<StoredReading> {
  const stores = await context.stores();
  const stored = stores.transaction(() => {
    const node = ensureOwnNode(stores, context.nowMs(), reading);
    return { node, ...stores.hardware.record(node.id, reading) };
  });
  context.events.publish('hardware');
  context.events.publish('nodes');
  return stored;
}

/**
 * Adds the machine of a passport as a node with its reading. Importing the same passport twice adds two nodes, because
 * a passport holds nothing that identifies a machine.
 */
export function addPassportNode(stores: Stores, passport: Passport, file: string, nowMs: number): FarmNode {
  const { reading, resources, name } = passport;
  const { nodes, hardware, imports, transaction } = stores;
  const isVirtual = isVirtualReading(reading);
  return transaction(() => {
    const added = nodes.add(
      { ...NODE_DEFAULTS, kind: 'imported', name, resources, isVirtual, importSource: 'passport', isDemo: false },
      nowMs,
    );
    hardware.record(added.id, reading);
    const importId = imports.begin('nodes', file, nowMs);
    imports.noteNode(importId, { nodeId: added.id, before: null });
    imports.finish(importId, 1);
    return added;
  });
}

/**
 * Loads the last stored reading into the hardware service; a reading of this run is kept and gets only the measured
 * seek times. A database that cannot be opened is ignored.
 */
export async function loadStoredReading(context: AppContext): Promise<void> {
  try {
    const { nodes, hardware } = await context.stores();
    const node = nodes.thisMachine();
    const stored = node === undefined ? undefined : hardware.latest(node.id);
    if (stored !== undefined) {
      context.hardware.remember({ ...stored.reading, takenAtMs: stored.lastSeenAtMs });
    }
  } catch (error) {
    context.log.warn('the stored reading could not be had', { error });
  }
}
