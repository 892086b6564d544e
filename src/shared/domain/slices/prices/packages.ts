import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { PLATFORM_BAND, type PriceBand } from './band.ts';

/**
 * The standard packages that stand beside the farmer's own prices **[assumed]**: multiples of the published least slice,
 * each within the platform's band by memory.
 */
const STANDARD_PACKAGES = [
  { id: 'S', memoryGib: 4 },
  { id: 'M', memoryGib: 8 },
  { id: 'L', memoryGib: 16 },
  { id: 'XL', memoryGib: 32 },
] as const;

/** A standard package with its band per month. */
export interface StandardPackage {
  readonly id: string;
  readonly memoryGib: number;
  readonly band: PriceBand;
}

/** Every standard package with the platform's band, in the currency of the band. */
export function standardPackages(): readonly StandardPackage[] {
  return STANDARD_PACKAGES.map(({ id, memoryGib }) => ({
    id,
    memoryGib,
    band: {
      min: new Decimal(PLATFORM_BAND.minPerGibMonth).times(memoryGib),
      max: new Decimal(PLATFORM_BAND.maxPerGibMonth).times(memoryGib),
    },
  }));
}

/** How a node is sold as a whole. */
export interface WholeNodeTerms {
  /** Off the sum of its slices, 0 to 1; typically a half. Source: docs/rules.md#slices */
  readonly discount: Decimal;
  /** Asked on top for a node that nobody else shares, per month. */
  readonly dedicatedFeeMonth: Decimal;
}

/** What holds until the farmer says otherwise. */
export const DEFAULT_WHOLE_NODE_TERMS: WholeNodeTerms = {
  discount: new Decimal('0.5'),
  dedicatedFeeMonth: new Decimal(0),
};

/**
 * The price of the whole node per month.
 * @param slicesMonth the sum of its slices' prices
 * @throws FarmerError INVALID_INPUT for a discount outside 0 to 1 or a fee below zero
 */
export function wholeNodePrice(slicesMonth: Decimal, terms: WholeNodeTerms = DEFAULT_WHOLE_NODE_TERMS): Decimal {
  if (terms.discount.isNegative() || terms.discount.gt(1) || terms.dedicatedFeeMonth.isNegative()) {
    throw invalidInput('A discount is from 0 to 1, and a fee is zero or more.', 'Half off is 0.5.', {
      field: 'wholeNode',
    });
  }
  return slicesMonth.times(new Decimal(1).minus(terms.discount)).plus(terms.dedicatedFeeMonth);
}
