import { Decimal, floorDiv, fromMillionths } from '#shared/decimal.ts';
import { assertNever } from '#shared/errors.ts';
import { GIB_BYTES_BIG } from '#shared/units.ts';
import type { BindingResource, UnitsVersion } from './capacity-units.ts';
import type { Capacity } from '#shared/contract/hardware/capacity.ts';
import type { Resources } from './resources.ts';
import { assertResources } from './resources.ts';

/** CU and SU of the running minting program in integer millionths. */
export interface CapacityMillionths {
  readonly cu: bigint;
  readonly su: bigint;
  readonly binding: BindingResource;
}

const MILLION = 1_000_000n;

interface Term {
  readonly resource: BindingResource;
  readonly value: bigint;
}

function smallest(terms: readonly [Term, ...Term[]]): Term {
  return terms.reduce((least, term) => (term.value < least.value ? term : least), terms[0]);
}

function memoryBeyondHost(mruBytes: bigint): bigint {
  return mruBytes < GIB_BYTES_BIG ? 0n : mruBytes - GIB_BYTES_BIG;
}

function coreTermV3(cru: bigint): bigint {
  return cru * 2n * GIB_BYTES_BIG * MILLION;
}

/**
 * CU and SU as the running minting program computes them: integer steps, every division floors, and the minimum is
 * taken before the division by 2^30.
 * @returns millionths of a unit; memory below 1 GiB gives CU 0
 * @throws FarmerError INVALID_INPUT when an amount is negative, fractional or absurd
 * Source: docs/rules.md#cu-v3
 */
export function capacityMillionthsV3(resources: Resources): CapacityMillionths {
  assertResources(resources);
  const sru = BigInt(resources.sruBytes);
  const hru = BigInt(resources.hruBytes);
  const least = smallest([
    { resource: 'cores', value: coreTermV3(BigInt(resources.cru)) },
    { resource: 'memory', value: floorDiv(memoryBeyondHost(BigInt(resources.mruBytes)) * MILLION, 4n) },
    { resource: 'ssd', value: floorDiv(sru * MILLION, 50n) },
  ]);
  return {
    cu: floorDiv(least.value, GIB_BYTES_BIG),
    su: floorDiv(floorDiv(hru * MILLION, 1200n) + floorDiv(sru * MILLION, 250n), GIB_BYTES_BIG),
    binding: least.resource,
  };
}

/** CPR = 1.5 x CU + SU. Source: docs/rules.md#cpr */
function cloudProductionRate(cu: Decimal, su: Decimal): Decimal {
  return cu.times('1.5').plus(su);
}

function capacityV3(resources: Resources): Capacity {
  const units = capacityMillionthsV3(resources);
  const cu = fromMillionths(units.cu);
  const su = fromMillionths(units.su);
  const memory = floorDiv(memoryBeyondHost(BigInt(resources.mruBytes)) * MILLION, 4n);
  const ssd = floorDiv(BigInt(resources.sruBytes) * MILLION, 50n);
  return {
    units: 'v3',
    cu,
    su,
    cpr: cloudProductionRate(cu, su),
    binding: units.binding,
    terms: {
      cores: new Decimal(resources.cru).times(2),
      memory: fromMillionths(floorDiv(memory, GIB_BYTES_BIG)),
      ssd: fromMillionths(floorDiv(ssd, GIB_BYTES_BIG)),
    },
  };
}

/** v2 has no floors: CU is a multiple of 2^-32 and SU a rational, both kept to the decimal type's 40 digits. */
function capacityV2(resources: Resources): Capacity {
  assertResources(resources);
  const coreBytes = BigInt(resources.cru) * 8n * GIB_BYTES_BIG;
  const memoryBytes = memoryBeyondHost(BigInt(resources.mruBytes));
  const least = smallest([
    { resource: 'cores', value: coreBytes },
    { resource: 'memory', value: memoryBytes },
  ]);
  const quarterGib = new Decimal((4n * GIB_BYTES_BIG).toString());
  const cu = new Decimal((coreBytes < memoryBytes ? coreBytes : memoryBytes).toString()).div(quarterGib);
  const suNumerator = BigInt(resources.hruBytes) + 5n * BigInt(resources.sruBytes);
  const su = new Decimal(suNumerator.toString()).div((1200n * GIB_BYTES_BIG).toString());
  return {
    units: 'v2',
    cu,
    su,
    cpr: cloudProductionRate(cu, su),
    binding: least.resource,
    terms: {
      cores: new Decimal(resources.cru).times(2),
      memory: new Decimal(memoryBytes.toString()).div(quarterGib),
      ssd: null,
    },
  };
}

/**
 * Capacity units of a node under one of the two public formulas.
 * @throws FarmerError INVALID_INPUT when an amount is negative, fractional or absurd
 * Source: docs/rules.md#cu-v3 and docs/rules.md#cu-v2
 */
export function computeCapacity(resources: Resources, units: UnitsVersion): Capacity {
  switch (units) {
    case 'v3':
      return capacityV3(resources);
    case 'v2':
      return capacityV2(resources);
    default:
      return assertNever(units);
  }
}
