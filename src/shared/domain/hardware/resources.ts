import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/**
 * The resources of a node, in the grid's own terms.
 * `cru`: logical cores, a count; `mruBytes`, `sruBytes`, `hruBytes`: memory, SSD and HDD in bytes, 0 to 2^53-1.
 */
export interface Resources {
  readonly cru: number;
  readonly mruBytes: number;
  readonly sruBytes: number;
  readonly hruBytes: number;
}

/** Resources, each null where it is not known. */
export type PartlyKnownResources = { readonly [K in keyof Resources]: number | null };

/** The resources when all four are known, or `null`: a unit computed from a guess is never shown as a fact. */
export function wholeResources({ cru, mruBytes, sruBytes, hruBytes }: PartlyKnownResources): Resources | null {
  const isWhole = cru !== null && mruBytes !== null && sruBytes !== null && hruBytes !== null;
  return isWhole ? { cru, mruBytes, sruBytes, hruBytes } : null;
}

/** No resources. */
export const NO_RESOURCES: Resources = { cru: 0, mruBytes: 0, sruBytes: 0, hruBytes: 0 };

/** The most logical cores taken as real: far above any machine, low enough that no integer step overflows. */
export const MAX_CRU = 1_000_000;

/**
 * Refuses amounts that no machine has.
 * @throws FarmerError INVALID_INPUT for negative, fractional, NaN or absurd amounts
 */
export function assertResources(resources: Resources): void {
  for (const [name, value] of Object.entries(resources)) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw invalidInput(
        message('hardware:core.resourceInvalid', { name, value: String(value) }),
        message('hardware:core.giveResources'),
        { field: name },
      );
    }
  }
  if (resources.cru > MAX_CRU) {
    throw invalidInput(
      message('hardware:core.cruTooLarge', { cru: resources.cru }),
      message('hardware:core.giveLogicalCores'),
      {
        field: 'cru',
      },
    );
  }
}
