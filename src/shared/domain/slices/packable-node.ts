import type { PackableNode, SliceAmounts } from '#shared/contract/slices/slices.ts';
import { Decimal } from '#shared/decimal.ts';
import { MAX_CRU } from '#shared/domain/hardware/resources.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { bytesToGib } from '#shared/units.ts';
import { MAX_BANDWIDTH_MBIT, MAX_GPUS, MAX_PASSMARK } from './constants.ts';

function assertWhole(name: Message, value: number, max: number, field: string): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > max) {
    throw invalidInput(
      message('slices:core.fieldNotWholeNumber', { name, max, value: String(value) }),
      message('slices:core.giveCountsAndSizes'),
      { field },
    );
  }
}

/**
 * Rejects nodes that cannot exist.
 * @throws FarmerError INVALID_INPUT for negative, fractional or absurd amounts, and for a node without memory
 */
export function assertPackable(node: PackableNode): void {
  assertWhole(message('slices:core.cores'), node.cores, MAX_CRU, 'cores');
  assertWhole(message('slices:core.memory'), node.memoryBytes, Number.MAX_SAFE_INTEGER, 'memory');
  assertWhole(message('slices:core.ssd'), node.ssdBytes, Number.MAX_SAFE_INTEGER, 'SSD');
  assertWhole(message('slices:core.gpus'), node.gpus, MAX_GPUS, 'GPUs');
  if (node.passmark !== null) {
    assertWhole(message('slices:core.passMark'), node.passmark, MAX_PASSMARK, 'PassMark');
  }
  if (node.bandwidthMbit !== null) {
    assertWhole(message('slices:core.bandwidth'), node.bandwidthMbit, MAX_BANDWIDTH_MBIT, 'bandwidth (Mbit/s)');
  }
  if (node.memoryBytes === 0) {
    throw invalidInput(message('slices:core.nodeWithoutMemory'), message('slices:core.giveMemory'), {
      field: 'memory',
    });
  }
}

/** The error for a definition that needs PassMark on a node that has none. */
export function passmarkMissing(definitionName: string): FarmerError {
  return new FarmerError('INVALID_INPUT', message('slices:core.passMarkNeeded', { definitionName }), {
    hint: message('slices:core.lookUpPassMark'),
    details: { field: 'passmark' },
  });
}

/** The total resources of a node, before any reserve. An unknown PassMark counts as 0. */
export function totalResources(node: PackableNode): SliceAmounts {
  return {
    cores: new Decimal(node.cores),
    memoryGib: bytesToGib(node.memoryBytes),
    ssdGib: bytesToGib(node.ssdBytes),
    passmark: new Decimal(node.passmark ?? 0),
  };
}

/** Zero of each resource. */
export const NO_AMOUNTS: SliceAmounts = {
  cores: new Decimal(0),
  memoryGib: new Decimal(0),
  ssdGib: new Decimal(0),
  passmark: new Decimal(0),
};

/** Combines two amounts resource by resource. */
export function combineAmounts(
  a: SliceAmounts,
  b: SliceAmounts,
  operation: (left: Decimal, right: Decimal) => Decimal,
): SliceAmounts {
  return {
    cores: operation(a.cores, b.cores),
    memoryGib: operation(a.memoryGib, b.memoryGib),
    ssdGib: operation(a.ssdGib, b.ssdGib),
    passmark: operation(a.passmark, b.passmark),
  };
}
