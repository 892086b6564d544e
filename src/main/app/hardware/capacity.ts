import { implement } from '@orpc/server';
import { computeCapacity } from '#shared/domain/hardware/capacity.ts';
import { capacityContract } from '#shared/contract/hardware/capacity.ts';
import type { AppContext } from '#main/app/context.ts';

const area = implement(capacityContract).$context<AppContext>();

export default area.router({
  compute: area.compute.handler(({ input }) => computeCapacity(input.resources, input.units)),
});
