import * as fc from 'fast-check';
import type { Resources } from '#shared/domain/hardware/resources.ts';

const bytes = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 45 }),
  fc.integer({ min: 0, max: 4096 }).map((gib) => gib * 2 ** 30),
  fc.constantFrom(0, 2 ** 30 - 1, 2 ** 30, 2 ** 30 + 1),
);

/** Machines from nothing to far above anything sold, with round amounts and the edges of the formulas among them. */
export const anyResources: fc.Arbitrary<Resources> = fc.record({
  cru: fc.integer({ min: 0, max: 1024 }),
  mruBytes: bytes,
  sruBytes: bytes,
  hruBytes: bytes,
});
