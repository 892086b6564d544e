import { implement } from '@orpc/server';
import { type Capacity, computeCapacity } from '#shared/domain/hardware/capacity.ts';
import { capacityContract } from '#shared/contract/hardware/capacity.ts';
import { toPlain } from '#shared/decimal.ts';
import type { AppContext } from '#main/app/context.ts';

/** Capacity as it crosses a boundary: decimals become plain strings. */
export function capacityToWire(capacity: Capacity) {
  return {
    units: capacity.units,
    cu: toPlain(capacity.cu),
    su: toPlain(capacity.su),
    cpr: toPlain(capacity.cpr),
    binding: capacity.binding,
    terms: {
      cores: toPlain(capacity.terms.cores),
      memory: toPlain(capacity.terms.memory),
      ssd: capacity.terms.ssd === null ? null : toPlain(capacity.terms.ssd),
    },
  };
}

const area = implement(capacityContract).$context<AppContext>();

export default area.router({
  compute: area.compute.handler(({ input }) => capacityToWire(computeCapacity(input.resources, input.units))),
});
