import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { type Assumptions, uptimeOfPermille } from './assumptions.ts';
import { hasRevenue } from './rule-pay.ts';
import { project } from './projection.ts';
import type { Projection } from '#shared/contract/earnings/projections.ts';

/** The distance of the low and the high case from the expected one. */
export interface Spread {
  /** Fraction of the TFT price, 0 to below 1: 0.5 is half to one and a half times the price. */
  readonly price: Decimal;
  /** Fraction of the capacity, 0 to 1, taken from and added to the utilisation within 0 and 1. */
  readonly utilisation: Decimal;
  /** Uptime seconds of a period in the low and the high case. */
  readonly lowUptimeSeconds: Decimal;
  readonly highUptimeSeconds: Decimal;
}

/** The same machine in a bad, the expected and a good future. */
export interface Cases<T> {
  readonly low: T;
  readonly expected: T;
  readonly high: T;
}

function assertSpread(spread: Spread): void {
  if (!spread.price.isFinite() || spread.price.isNegative() || spread.price.gte(1)) {
    throw invalidInput(message('earnings:core.tftPriceSpreadOutOfRange'), message('earnings:core.halfSpreadExample'), {
      field: 'spreadPrice',
    });
  }
  if (!spread.utilisation.isFinite() || spread.utilisation.isNegative() || spread.utilisation.gt(1)) {
    throw invalidInput(
      message('earnings:core.utilisationSpreadOutOfRange'),
      message('earnings:core.twentyPointsExample'),
      {
        field: 'spreadUtilisation',
      },
    );
  }
}

/** Whether more use earns more than its electricity costs: where users pay nothing, more use is not the better case. */
export function isUsePaid({ rules, usage }: Assumptions): boolean {
  return hasRevenue(rules) && usage.slices > 0 && usage.pricePerSliceUsd.gt(0);
}

function shift(assumptions: Assumptions, spread: Spread, sign: 1 | -1): Assumptions {
  const { usage, token, running } = assumptions;
  const step = isUsePaid(assumptions) ? spread.utilisation.times(sign) : 0;
  const moved = usage.utilisation.plus(step);
  return {
    ...assumptions,
    usage: { ...usage, utilisation: Decimal.max(0, Decimal.min(1, moved)) },
    token: { ...token, tftPriceUsd: token.tftPriceUsd.times(new Decimal(1).plus(spread.price.times(sign))) },
    uptimeSeconds: sign === 1 ? spread.highUptimeSeconds : spread.lowUptimeSeconds,
    running: running === null || sign === 1 ? running : { ...running, uptimeSeconds: running.lowUptimeSeconds },
  };
}

/** The three cases as assumptions. @throws FarmerError INVALID_INPUT for a spread that cannot be */
function assumptionCases(assumptions: Assumptions, spread: Spread): Cases<Assumptions> {
  assertSpread(spread);
  return { low: shift(assumptions, spread, -1), expected: assumptions, high: shift(assumptions, spread, 1) };
}

/** The three cases as projections. @throws FarmerError INVALID_INPUT Source: docs/rules.md#cases */
export function projectCases(assumptions: Assumptions, spread: Spread): Cases<Projection> {
  const cases = assumptionCases(assumptions, spread);
  return { low: project(cases.low), expected: project(cases.expected), high: project(cases.high) };
}

/** The spread used when the farmer states none: half the price, twenty points of use, the target against no outage. */
export function defaultSpread(assumptions: Assumptions, targetPermille: number): Spread {
  return {
    price: new Decimal('0.5'),
    utilisation: new Decimal('0.2'),
    lowUptimeSeconds: Decimal.min(uptimeOfPermille(targetPermille), assumptions.uptimeSeconds),
    highUptimeSeconds: new Decimal(PERIOD_LENGTH_S),
  };
}
