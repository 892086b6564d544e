import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { ViolationKind } from '#shared/domain/uptime/violations.ts';
import type { RewardTerms } from './reward-terms.ts';
import type { RuleSetId } from '#shared/domain/rules/registry.ts';
import { MAX_MONTHS, MAX_SLICES } from './limits.ts';
import { assertTariff, type Tariff } from './tariff.ts';

/** The properties of the machine that determine its earnings. */
export interface EarningNode extends RewardTerms {
  readonly resources: Resources;
  readonly isVirtual: boolean;
  /** Public traffic a period in millionths of a GiB, and the seconds that public addresses are reserved in it. */
  readonly nuMillionths: bigint;
  readonly ipv4Seconds: number;
}

/** What users pay. `utilisation` is the fraction of the capacity that is sold, 0 to 1. */
export interface Usage {
  readonly slices: number;
  readonly pricePerSliceUsd: Decimal;
  readonly utilisation: Decimal;
  /** What accepted bids pay in each month, USD before the split; months past the list have none. */
  readonly bookedUsd: readonly Decimal[];
}

/** The token's price and supply. A null supply is unknown: its limit is then not applied. */
export interface TokenAssumption {
  readonly tftPriceUsd: Decimal;
  readonly mintedTft: Decimal | null;
  readonly mintedPerMonthTft: Decimal | null;
}

/** What the machine costs. Watts are drawn for the whole period, also while the node is unreachable. */
export interface Costs {
  readonly wattsIdle: Decimal;
  readonly wattsLoaded: Decimal;
  readonly tariff: Tariff;
  readonly hardwareUsd: Decimal;
  readonly amortisationMonths: number;
  readonly otherPerMonthUsd: Decimal;
}

/** How the running period ends without another outage. */
export interface RunningPeriod {
  readonly uptimeSeconds: Decimal;
  /** Counts unwatched time as lost. */
  readonly lowUptimeSeconds: Decimal;
  readonly violation: ViolationKind | null;
}

/** Everything a projection is computed from. A month is a minting period of 730.8 h. */
export interface Assumptions {
  readonly rules: RuleSetId;
  readonly months: number;
  /** Index of the minting period that is month 1. */
  readonly firstPeriod: number;
  readonly node: EarningNode;
  readonly usage: Usage;
  readonly token: TokenAssumption;
  /**
   * Uptime of each period in seconds, 0 to a whole period. A permille of a period is 2630.88 s, so it may have a
   * fraction: what users pay is in proportion to it, the reward counts it in whole seconds, rounded up.
   */
  readonly uptimeSeconds: Decimal;
  /** Of month 1, where it runs already and something is known of it; null: as the other months. */
  readonly running: RunningPeriod | null;
  readonly costs: Costs;
}

/** Converts permille of a period to seconds: 980 is 2578262.4. @param permille 0 to 1000 */
export function uptimeOfPermille(permille: number): Decimal {
  return new Decimal(PERIOD_LENGTH_S).times(permille).div(1000);
}

function assertAtLeastZero(value: Decimal, what: Message, field: string): void {
  if (!value.isFinite() || value.isNegative()) {
    throw invalidInput(message('earnings:core.figureNegative', { what }), message('earnings:core.givePlainDigits'), {
      field,
    });
  }
}

function assertWholeIn(value: number, low: number, high: number, what: Message, field: string): void {
  if (!Number.isSafeInteger(value) || value < low || value > high) {
    throw invalidInput(
      message('earnings:core.figureNotWholeNumber', { what, low, high }),
      message('earnings:core.giveDigitsOnly'),
      {
        field,
      },
    );
  }
}

function assertUptime(uptimeSeconds: Decimal): void {
  if (!uptimeSeconds.isFinite() || uptimeSeconds.isNegative() || uptimeSeconds.gt(PERIOD_LENGTH_S)) {
    throw invalidInput(
      message('earnings:core.uptimeSecondsOutOfRange', { periodLengthS: PERIOD_LENGTH_S }),
      message('earnings:core.permilleInSeconds'),
      { field: 'uptimeSeconds' },
    );
  }
}

function assertUsage(usage: Usage): void {
  assertWholeIn(usage.slices, 0, MAX_SLICES, message('app:core.slices'), 'slices');
  assertAtLeastZero(usage.pricePerSliceUsd, message('earnings:core.pricePerSlice'), 'pricePerSlice');
  for (const booked of usage.bookedUsd) {
    assertAtLeastZero(booked, message('earnings:core.acceptedRevenue'), 'booked');
  }
  if (!usage.utilisation.isFinite() || usage.utilisation.lt(0) || usage.utilisation.gt(1)) {
    throw invalidInput(message('earnings:core.utilisationOutOfRange'), message('app:core.halfSoldExample'), {
      field: 'utilisation',
    });
  }
}

function assertToken(token: TokenAssumption): void {
  if (!token.tftPriceUsd.isFinite() || token.tftPriceUsd.lte(0)) {
    throw invalidInput(message('earnings:core.tftPriceNotAboveZero'), message('earnings:core.typeTftPrice'), {
      field: 'tftPriceUsd',
    });
  }
  assertAtLeastZero(token.mintedTft ?? new Decimal(0), message('earnings:core.mintedSoFar'), 'mintedTft');
  assertAtLeastZero(
    token.mintedPerMonthTft ?? new Decimal(0),
    message('earnings:core.mintedPerMonth'),
    'mintedPerMonthTft',
  );
}

function assertCosts(costs: Costs): void {
  assertAtLeastZero(costs.wattsIdle, message('earnings:core.idleWatts'), 'wattsIdle');
  assertAtLeastZero(costs.wattsLoaded, message('earnings:core.loadedWatts'), 'wattsLoaded');
  if (costs.wattsLoaded.lt(costs.wattsIdle)) {
    throw invalidInput(message('earnings:core.loadedWattsBelowIdle'), message('earnings:core.giveWattsAtPlug'), {
      field: 'wattsLoaded',
    });
  }
  assertTariff(costs.tariff);
  assertAtLeastZero(costs.hardwareUsd, message('earnings:core.hardwareCost'), 'hardwareUsd');
  assertWholeIn(costs.amortisationMonths, 1, 600, message('earnings:core.amortisationMonths'), 'amortisationMonths');
  assertAtLeastZero(costs.otherPerMonthUsd, message('earnings:core.otherCosts'), 'otherPerMonthUsd');
}

/**
 * Refuses assumptions that no projection can be computed from; the error names the field.
 * @throws FarmerError INVALID_INPUT
 */
export function assertAssumptions(assumptions: Assumptions): void {
  assertWholeIn(assumptions.months, 1, MAX_MONTHS, message('earnings:core.months'), 'months');
  assertUptime(assumptions.uptimeSeconds);
  assertUsage(assumptions.usage);
  assertToken(assumptions.token);
  assertCosts(assumptions.costs);
}
