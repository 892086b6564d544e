import { PLATFORM_BAND } from '#shared/domain/slices/prices/band.ts';
import { Decimal } from '#shared/decimal.ts';
import type { PricedKind } from './mixed-layout.ts';

interface StandardKind {
  readonly id: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly ssdGib: number;
  readonly passmark: number;
  readonly gpus: number;
}

/**
 * Kinds of slices to mix from, where the farmer names none **[assumed]**: multiples of the published least slice
 * (4 GiB, 1000 PassMark), and one with the disk of the `mycelium` slice. Source: docs/rules.md#slices
 */
const STANDARD_KINDS: readonly StandardKind[] = [
  { id: 'S', cores: 1, memoryGib: 4, ssdGib: 50, passmark: 1000, gpus: 0 },
  { id: 'M', cores: 2, memoryGib: 8, ssdGib: 100, passmark: 2000, gpus: 0 },
  { id: 'L', cores: 4, memoryGib: 16, ssdGib: 200, passmark: 4000, gpus: 0 },
  { id: 'XL', cores: 8, memoryGib: 32, ssdGib: 400, passmark: 8000, gpus: 0 },
  { id: 'storage', cores: 1, memoryGib: 4, ssdGib: 200, passmark: 1000, gpus: 0 },
  { id: 'gpu', cores: 4, memoryGib: 16, ssdGib: 200, passmark: 4000, gpus: 1 },
];

/** The standard kinds at a price per GiB of memory and month, least of the platform's band by default. */
export function standardKinds(
  pricePerGibMonth: Decimal = new Decimal(PLATFORM_BAND.minPerGibMonth),
): readonly PricedKind[] {
  return STANDARD_KINDS.map((entry) => ({
    kind: {
      id: entry.id,
      amounts: {
        cores: new Decimal(entry.cores),
        memoryGib: new Decimal(entry.memoryGib),
        ssdGib: new Decimal(entry.ssdGib),
        passmark: new Decimal(entry.passmark),
      },
      gpus: entry.gpus,
    },
    priceMonth: pricePerGibMonth.times(entry.memoryGib),
  }));
}
