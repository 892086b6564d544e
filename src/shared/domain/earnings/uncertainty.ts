import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { MAX_OUTAGES_PER_MONTH } from './limits.ts';

/**
 * Where outages are drawn from: a stated rate (Poisson count a period, exponential lengths) or the downtimes that the
 * node's own record shows, one entry a whole period.
 */
export type OutageModel =
  | { readonly kind: 'rate'; readonly perMonth: Decimal; readonly meanSeconds: number }
  | { readonly kind: 'record'; readonly downSecondsByPeriod: readonly number[] };

/**
 * How sure the farmer is of the assumptions. `priceVolatility` and `priceDrift` are those of the logarithm of the TFT
 * price, for one period, so that without drift the middle price stays where it is; `utilisationDeviation` is one standard deviation of the sold fraction.
 */
export interface Uncertainty {
  readonly priceVolatility: Decimal;
  readonly priceDrift: Decimal;
  readonly utilisationDeviation: Decimal;
  readonly outages: OutageModel;
}

function assertIn(value: Decimal, low: number, high: number, what: Message, field: string): void {
  if (!value.isFinite() || value.lt(low) || value.gt(high)) {
    throw invalidInput(
      message('earnings:core.figureOutOfRange', { what, low, high }),
      message('earnings:core.giveFraction'),
      { field },
    );
  }
}

/** @throws FarmerError INVALID_INPUT naming the invalid field */
export function assertUncertainty(uncertainty: Uncertainty): void {
  assertIn(uncertainty.priceVolatility, 0, 3, message('earnings:core.tftPriceVolatility'), 'priceVolatility');
  assertIn(uncertainty.priceDrift, -1, 1, message('earnings:core.tftPriceDrift'), 'priceDrift');
  assertIn(uncertainty.utilisationDeviation, 0, 1, message('earnings:core.utilisationSpread'), 'utilisationDeviation');
  const { outages } = uncertainty;
  if (outages.kind === 'rate') {
    assertIn(outages.perMonth, 0, MAX_OUTAGES_PER_MONTH, message('earnings:core.outagesPerMonth'), 'outagesPerMonth');
    assertIn(
      new Decimal(outages.meanSeconds),
      0,
      PERIOD_LENGTH_S,
      message('earnings:core.meanOutageSeconds'),
      'outageHours',
    );
    return;
  }
  const isBroken = outages.downSecondsByPeriod.some(
    (seconds) => !Number.isSafeInteger(seconds) || seconds < 0 || seconds > PERIOD_LENGTH_S,
  );
  if (isBroken || outages.downSecondsByPeriod.length === 0) {
    throw invalidInput(message('earnings:core.noUptimeRecord'), message('earnings:core.stateOutageRate'), {
      field: 'outages',
    });
  }
}
