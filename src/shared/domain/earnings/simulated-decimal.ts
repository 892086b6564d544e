import { Decimal } from '#shared/decimal.ts';

/** More places would only show the noise of the draws. */
const SIMULATED_PLACES = 6;

/** A floating-point result of the simulation as a decimal, without the noise of the draws. */
export function toSimulatedDecimal(value: number): Decimal {
  return new Decimal(value).toDecimalPlaces(SIMULATED_PLACES);
}
