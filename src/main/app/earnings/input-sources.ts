import type { RunningPeriod } from '#shared/domain/earnings/assumptions.ts';
import type { RewardTerms } from '#shared/domain/earnings/reward-terms.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { StatedAssumption } from '#shared/contract/earnings/assumptions.ts';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';
import type { SlicePlan } from '#shared/contract/slices/slices.ts';
import type { Decimal } from '#shared/decimal.ts';

/** A machine as a projection needs it; unknown values are null. Amounts are plain decimals. */
export interface ResolvedSubject {
  readonly label: string;
  /** Null for a machine that is not a node of the farm. */
  readonly nodeId: number | null;
  readonly gridNodeId: number | null;
  readonly terms: RewardTerms;
  readonly resources: Resources;
  readonly isVirtual: boolean;
  readonly hardwareUsd: string | null;
  readonly wattsIdle: string | null;
  readonly wattsLoaded: string | null;
  readonly electricityUsdPerKwh: string | null;
  /** The time zone of its location, as entered. */
  readonly timeZone: string | null;
  readonly slices: number | null;
}

/** The recorded outages of a node over its complete periods. */
export interface OwnRecord {
  /** Seconds of downtime in each complete period, the oldest first. */
  readonly downSecondsByPeriod: readonly number[];
}

/** How a node is sold according to its slices and prices. */
export interface NodeSales {
  readonly slices: number;
  /**
   * Mean price of a slice, USD per month; null until the farmer has set a price for every kind, because suggested
   * prices earn nothing.
   */
  readonly pricePerSliceUsd: Decimal | null;
  /** Whether there is no mean in USD because a price is in CC and the gold price is missing. */
  readonly needsGoldPrice: boolean;
}

/** The sources of a machine's costs. */
export interface CostSources {
  readonly subject: Pick<
    ResolvedSubject,
    'hardwareUsd' | 'wattsIdle' | 'wattsLoaded' | 'electricityUsdPerKwh' | 'timeZone'
  >;
  readonly scenario: Scenario;
  readonly settings: Settings;
  /** How the farmer plans to sell the node; null when nothing is planned. */
  readonly plan: Pick<SlicePlan, 'occupancy' | 'otherPerMonthUsd'> | null;
  readonly nowMs: number;
  /** The time zone of this computer, for tariffs of a node whose time zone is unknown. */
  readonly timeZone: string;
}

/** The sources of all values of a projection. */
export interface InputSources extends CostSources {
  readonly subject: ResolvedSubject;
  readonly record: OwnRecord | null;
  /** How the current period ends if there is no further outage; null when nothing is known of it. */
  readonly running: RunningPeriod | null;
  /** Monthly revenue from accepted bids, USD before the split. */
  readonly bookedUsd: readonly Decimal[];
  /** Null for a machine that cannot be divided into slices or is not a node of the farm. */
  readonly sales: NodeSales | null;
}

/** An input with the assumption shown for it. */
export interface Resolved<T> {
  readonly value: T;
  readonly stated: readonly StatedAssumption[];
}
