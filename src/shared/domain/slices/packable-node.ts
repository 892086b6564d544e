import { bytesToGib } from '#shared/units.ts';
import { Decimal } from '#shared/decimal.ts';
import { MAX_CRU } from '#shared/domain/hardware/resources.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';

/**
 * What a node has to be cut up. `cores`: logical cores; sizes in bytes; `passmark`: CPU Mark of the whole node, null
 * when nobody knows; `bandwidthMbit`: null when unknown, and then it bounds nothing.
 */
export interface PackableNode {
  readonly cores: number;
  readonly memoryBytes: number;
  readonly ssdBytes: number;
  readonly passmark: number | null;
  readonly gpus: number;
  readonly bandwidthMbit: number | null;
}

/** The resources that a slice is made of, in the order in which a tie for the bound is decided. */
export const SLICE_RESOURCES = ['memory', 'passmark', 'cores', 'ssd', 'bandwidth'] as const;
/** One of {@link SLICE_RESOURCES}. */
export type SliceResource = (typeof SLICE_RESOURCES)[number];

/** An amount of each sliced resource: cores as a count, sizes in GiB, PassMark in points. */
export interface SliceAmounts {
  readonly cores: Decimal;
  readonly memoryGib: Decimal;
  readonly ssdGib: Decimal;
  readonly passmark: Decimal;
}

/** The highest CPU Mark taken as real. */
export const LARGEST_PASSMARK = 100_000_000;
/** The most accelerators taken as real. */
export const MOST_GPUS = 10_000;
/** The highest bandwidth taken as real, in Mbit/s. */
export const LARGEST_BANDWIDTH_MBIT = 100_000_000;

function assertWhole(field: string, value: number, max: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > max) {
    throw invalidInput(
      phrase('{{field}} must be a whole number from 0 to {{max}}, not {{value}}.', {
        field,
        max,
        value: String(value),
      }),
      'Give counts in digits and sizes in bytes or with a suffix, like 32GiB.',
      { field },
    );
  }
}

/**
 * Refuses nodes that no machine is.
 * @throws FarmerError INVALID_INPUT for negative, fractional or absurd amounts, and for a node without memory
 */
export function assertPackable(node: PackableNode): void {
  assertWhole('cores', node.cores, MAX_CRU);
  assertWhole('memory', node.memoryBytes, Number.MAX_SAFE_INTEGER);
  assertWhole('SSD', node.ssdBytes, Number.MAX_SAFE_INTEGER);
  assertWhole('GPUs', node.gpus, MOST_GPUS);
  if (node.passmark !== null) {
    assertWhole('PassMark', node.passmark, LARGEST_PASSMARK);
  }
  if (node.bandwidthMbit !== null) {
    assertWhole('bandwidth (Mbit/s)', node.bandwidthMbit, LARGEST_BANDWIDTH_MBIT);
  }
  if (node.memoryBytes === 0) {
    throw invalidInput('A node without memory cannot be cut into slices.', 'Give its memory, like 32GiB.', {
      field: 'memory',
    });
  }
}

/** The error for a definition that needs PassMark on a node that has none. */
export function passmarkMissing(definitionName: string): FarmerError {
  return new FarmerError(
    'INVALID_INPUT',
    phrase("{{definitionName}} needs the node's PassMark, and it is not known.", { definitionName }),
    {
      hint: 'Look up the CPU Mark of your processor and give it with --passmark, or let Farmer look it up by the CPU name or measure an estimate.',
      details: { field: 'passmark' },
    },
  );
}

/** All a node has, before any reserve. An unknown PassMark counts as 0. */
export function amountsOf(node: PackableNode): SliceAmounts {
  return {
    cores: new Decimal(node.cores),
    memoryGib: bytesToGib(node.memoryBytes),
    ssdGib: bytesToGib(node.ssdBytes),
    passmark: new Decimal(node.passmark ?? 0),
  };
}

/** Nothing of anything. */
export const NO_AMOUNTS: SliceAmounts = {
  cores: new Decimal(0),
  memoryGib: new Decimal(0),
  ssdGib: new Decimal(0),
  passmark: new Decimal(0),
};

/** Applies one operation to each resource of two amounts. */
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

/** Applies one operation to each resource of an amount. */
export function mapAmounts(amounts: SliceAmounts, operation: (value: Decimal) => Decimal): SliceAmounts {
  return combineAmounts(amounts, amounts, (value) => operation(value));
}
