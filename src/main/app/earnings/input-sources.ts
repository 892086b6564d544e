import type { RunningPeriod } from '#shared/domain/earnings/assumptions.ts';
import type { RewardTerms } from '#shared/domain/earnings/reward-terms.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { StatedAssumption } from '#shared/contract/earnings/assumptions.ts';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';
import type { SlicePlan } from '#shared/contract/slices/slices.ts';
import type { Decimal } from '#shared/decimal.ts';

/** A machine as a projection needs it; what nobody gave is null. Amounts are plain decimals. */
export interface ResolvedSubject {
  readonly label: string;
  /** Null for a machine that is no node of the farm. */
  readonly nodeId: number | null;
  readonly gridNodeId: number | null;
  readonly terms: RewardTerms;
  readonly resources: Resources;
  readonly isVirtual: boolean;
  readonly hardwareUsd: string | null;
  readonly wattsIdle: string | null;
  readonly wattsLoaded: string | null;
  readonly electricityUsdPerKwh: string | null;
  /** The time zone of its location, as it was typed. */
  readonly timeZone: string | null;
  readonly slices: number | null;
}

/** A node's own record of its whole periods. */
export interface OwnRecord {
  /** Seconds down by whole period, the oldest first. */
  readonly downSecondsByPeriod: readonly number[];
}

/** How a node is sold, as its slices and prices say. */
export interface NodeSales {
  readonly slices: number;
  /** Mean price of a slice, USD a month; null until the farmer has set the price of every kind: a suggestion earns nothing. */
  readonly pricePerSliceUsd: Decimal | null;
  /** Whether a price in CC waits for the gold price: there is then no mean in USD. */
  readonly needsGoldPrice: boolean;
}

/** Where what a machine costs comes from. */
export interface CostSources {
  readonly subject: Pick<
    ResolvedSubject,
    'hardwareUsd' | 'wattsIdle' | 'wattsLoaded' | 'electricityUsdPerKwh' | 'timeZone'
  >;
  readonly scenario: Scenario;
  readonly settings: Settings;
  /** How the farmer plans to sell the node; null while nothing was decided. */
  readonly plan: Pick<SlicePlan, 'occupancy' | 'otherPerMonthUsd'> | null;
  readonly nowMs: number;
  /** This computer's time zone, for tariffs of a node whose own is not known. */
  readonly timeZone: string;
}

/** Where the values come from. */
export interface InputSources extends CostSources {
  readonly subject: ResolvedSubject;
  readonly record: OwnRecord | null;
  /** How the running period ends without another outage; null where nothing is known of it. */
  readonly running: RunningPeriod | null;
  /** What accepted bids pay by month, USD before the split. */
  readonly bookedUsd: readonly Decimal[];
  /** Null for a machine that cannot be cut into slices, or that is no node of the farm. */
  readonly sales: NodeSales | null;
}

/** A value of the inputs with its statement. */
export interface Resolved<T> {
  readonly value: T;
  readonly stated: readonly StatedAssumption[];
}
