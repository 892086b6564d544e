import {
  type Assumptions,
  type RunningPeriod,
  uptimeOfPermille,
  type Usage,
} from '#shared/domain/earnings/assumptions.ts';
import { hasRevenue } from '#shared/domain/earnings/rule-pay.ts';
import type { OutageModel, Uncertainty } from '#shared/domain/earnings/uncertainty.ts';
import type { NeededNumber } from '#shared/domain/earnings/needed-numbers.ts';
import { wattsAt } from '#shared/domain/earnings/projection.ts';
import { missingNumbers } from '#shared/domain/earnings/value.ts';
import type { Missing } from '#shared/contract/earnings/value.ts';
import { toUsd } from '#shared/domain/slices/prices/currency.ts';
import { uptimeTarget } from '#shared/domain/rules/pay-rules.ts';
import { TODAYS_RULES } from '#shared/domain/rules/rule-versions.ts';
import { PERIOD_LENGTH_S, currentPeriod } from '#shared/domain/uptime/periods.ts';
import type { StatedAssumption } from '#shared/contract/earnings/assumptions.ts';
import { DEFAULT_SLICE_PLAN } from '#shared/contract/slices/slices.ts';
import { Decimal, decimalOrNull, floorTo, roundHalfUp, toPlain, sumOf } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { usdPerCcOf } from '#main/app/settings/markets-in-use.ts';
import type { CostSources, InputSources, OwnRecord, Resolved } from './input-sources.ts';
import { missingNumbersError } from './missing-numbers.ts';
import { type EnteredCosts, resolveCosts } from './projection-costs.ts';
import {
  firstEntered,
  type Origin,
  stated,
  machineAssumptions,
  supplyAssumptions,
  uncertaintyAssumptions,
  utilisationAssumption,
  type Use,
  usesOfUptime,
  usesTftPrice,
} from './stated-assumptions.ts';

/**
 * All inputs of a projection, each with its origin. While a number is missing, only the inputs that determine the TFT
 * are present.
 */
export type ProjectionInputs = { readonly stated: readonly StatedAssumption[]; readonly uncertainty: Uncertainty } & (
  | { readonly state: 'known'; readonly assumptions: Assumptions }
  | (Missing & { readonly tftOnly: Assumptions })
);

function noRecord(): FarmerError {
  return new FarmerError('REFUSED', message('earnings:core.noUptimeRecordYet'), {
    hint: message('earnings:core.useFixedUptime'),
    details: { field: 'uptime' },
  });
}

function meanUptime(record: OwnRecord | null): number {
  const downs = record?.downSecondsByPeriod ?? [];
  if (downs.length === 0) {
    throw noRecord();
  }
  return PERIOD_LENGTH_S - Math.ceil(downs.reduce((sum, down) => sum + down, 0) / downs.length);
}

type Uptime = Pick<Assumptions, 'uptimeSeconds' | 'running'>;

const percentOfPeriod = (seconds: Decimal) => toPlain(floorTo(seconds.times(100).div(PERIOD_LENGTH_S), 2));

function runningPeriodAssumptions({ uptimeSeconds, lowUptimeSeconds }: RunningPeriod, use: Use): StatedAssumption[] {
  const high = stated('uptime-running', percentOfPeriod(uptimeSeconds), '%', 'record', use);
  return lowUptimeSeconds.eq(uptimeSeconds)
    ? [high]
    : [high, stated('uptime-running-low', percentOfPeriod(lowUptimeSeconds), '%', 'record', use)];
}

function resolveUptime({ scenario, subject, record, running }: InputSources): Resolved<Uptime> {
  const { uptime } = scenario;
  const use = usesOfUptime(scenario.rules);
  const resolvedUptime = (
    uptimeSeconds: Decimal,
    origin: Origin,
    ofRunning: RunningPeriod | null = null,
  ): Resolved<Uptime> => ({
    value: { uptimeSeconds, running: ofRunning },
    stated: [
      ...(ofRunning === null ? [] : runningPeriodAssumptions(ofRunning, use)),
      stated('uptime', percentOfPeriod(uptimeSeconds), '%', origin, use),
    ],
  });
  switch (uptime.source) {
    case 'own':
      return record === null
        ? resolvedUptime(new Decimal(PERIOD_LENGTH_S), 'preset', running)
        : resolvedUptime(new Decimal(meanUptime(record)), 'record', running);
    case 'target': {
      const { policy, certification } = subject.terms;
      return resolvedUptime(uptimeOfPermille(uptimeTarget(TODAYS_RULES.pay, policy, certification).permille), 'rules');
    }
    case 'history':
      return resolvedUptime(new Decimal(meanUptime(record)), 'record');
    case 'fixed':
      return resolvedUptime(uptimeOfPermille(uptime.permille), 'scenario');
    default:
      return uptime satisfies never;
  }
}

/** Decimal places of a mean price in the assumptions. */
const PRICE_PLACES = 8;

function resolveSlices({ scenario, subject, sales }: InputSources): readonly [number, Origin] {
  const given = subject.slices ?? scenario.usage.slices;
  if (given !== null) {
    return [given, given === 0 ? 'missing' : 'scenario'];
  }
  return sales === null ? [0, 'missing'] : [sales.slices, 'slice-plan'];
}

/** The price of a slice in USD; null when it is in CC and the gold price is missing. */
function resolveSlicePrice({ scenario, settings, sales }: InputSources): readonly [Decimal, Origin] | null {
  const { pricePerSlice, currency } = scenario.usage;
  if (pricePerSlice !== null) {
    const priceUsd = toUsd(new Decimal(pricePerSlice), currency, usdPerCcOf(settings));
    return priceUsd === null ? null : [priceUsd, priceUsd.isZero() ? 'missing' : 'scenario'];
  }
  if (sales?.needsGoldPrice === true) return null;
  const own = sales?.pricePerSliceUsd ?? null;
  return own === null ? [new Decimal(0), 'missing'] : [own, 'slice-plan'];
}

function revenueAssumptions(
  { scenario, settings, bookedUsd }: InputSources,
  [slices, slicesOrigin]: readonly [number, Origin],
  price: readonly [Decimal, Origin] | null,
): StatedAssumption[] {
  const booked = sumOf(bookedUsd);
  const isInCredits = scenario.usage.currency === 'CC' && scenario.usage.pricePerSlice !== null;
  const usdPerCc = usdPerCcOf(settings);
  return [
    stated('slices', String(slices), '', slicesOrigin),
    ...(price === null
      ? []
      : [stated('slice-price', toPlain(roundHalfUp(price[0], PRICE_PLACES)), 'USD a month', price[1])]),
    ...(booked.gt(0) ? [stated('booked-revenue', toPlain(booked), 'USD', 'bids')] : []),
    ...(isInCredits && usdPerCc !== null ? [stated('cc-price', toPlain(usdPerCc), 'USD', 'settings')] : []),
  ];
}

/** The fraction of a machine that is in use. */
export function resolveUtilisation({ scenario, plan }: Pick<CostSources, 'scenario' | 'plan'>) {
  return firstEntered([
    [scenario.usage.utilisation, 'scenario'],
    [plan?.occupancy ?? null, 'slice-plan'],
    [DEFAULT_SLICE_PLAN.occupancy, 'preset'],
  ]);
}

function resolveUsage(sources: InputSources): Resolved<Usage> & { readonly needsGoldPrice: boolean } {
  const { scenario, bookedUsd } = sources;
  const slices = resolveSlices(sources);
  const price = resolveSlicePrice(sources);
  const [utilisation, origin] = resolveUtilisation(sources);
  return {
    value: {
      slices: slices[0],
      pricePerSliceUsd: price?.[0] ?? new Decimal(0),
      utilisation: new Decimal(utilisation),
      bookedUsd,
    },
    stated: [
      ...(hasRevenue(scenario.rules) ? revenueAssumptions(sources, slices, price) : []),
      utilisationAssumption(scenario.rules, utilisation, origin),
    ],
    needsGoldPrice: price === null && slices[0] > 0 && hasRevenue(scenario.rules),
  };
}

function resolveOutages({ scenario, record }: InputSources): OutageModel {
  const { outages } = scenario.uncertainty;
  if (outages.source === 'rate') {
    const meanSeconds = Math.round(Number(outages.meanHours) * 3600);
    return { kind: 'rate', perMonth: new Decimal(outages.perMonth), meanSeconds };
  }
  if (record === null || record.downSecondsByPeriod.length === 0) {
    throw noRecord();
  }
  return { kind: 'record', downSecondsByPeriod: record.downSecondsByPeriod };
}

/** The average power draw at the utilisation, when the power draw was entered. */
function averageWattsAssumptions(costs: Resolved<EnteredCosts>, { utilisation }: Usage): StatedAssumption[] {
  const { watts } = costs.value;
  const idle = costs.stated.find(({ id }) => id === 'watts-idle');
  return watts === null || idle === undefined
    ? []
    : [stated('watts-average', toPlain(wattsAt(watts, utilisation)), 'W', idle.origin)];
}

/** Placeholder costs for assumptions from which only the TFT is computed because a price or cost is missing. */
const NO_COSTS = {
  watts: { idle: new Decimal(0), loaded: new Decimal(0) },
  tariff: { kind: 'flat', usdPerKwh: new Decimal(0) },
} as const;
const NO_PRICE_USD = new Decimal(1);

function resolveAssumptions(sources: InputSources, usage: Usage, uptime: Uptime, costs: EnteredCosts) {
  const { subject, scenario, settings, nowMs } = sources;
  const { watts, tariff, ...otherCosts } = costs;
  const tftPriceUsd = decimalOrNull(scenario.tftPriceUsd ?? settings.rates.tftUsd);
  const known = watts ?? NO_COSTS.watts;
  const assumptions: Assumptions = {
    rules: scenario.rules,
    months: scenario.months,
    firstPeriod: currentPeriod(nowMs).index,
    node: {
      ...subject.terms,
      resources: subject.resources,
      isVirtual: subject.isVirtual,
      nuMillionths: BigInt(floorTo(new Decimal(scenario.traffic.nuGib).times(1_000_000), 0).toFixed()),
      ipv4Seconds: scenario.traffic.ipv4Seconds,
    },
    usage,
    token: {
      tftPriceUsd: tftPriceUsd ?? NO_PRICE_USD,
      mintedTft: decimalOrNull(scenario.supply.mintedTft),
      mintedPerMonthTft: decimalOrNull(scenario.supply.mintedPerMonthTft),
    },
    ...uptime,
    costs: { ...otherCosts, wattsIdle: known.idle, wattsLoaded: known.loaded, tariff: tariff ?? NO_COSTS.tariff },
  };
  const missing: readonly NeededNumber[] = [
    ...(tftPriceUsd === null && usesTftPrice(scenario.rules) ? ['tft-price' as const] : []),
    ...(watts === null ? ['watts' as const] : []),
    ...(tariff === null ? ['tariff' as const] : []),
  ];
  return { assumptions, missing };
}

/**
 * Combines a machine, a scenario and the settings into assumptions, each with its origin. The scenario takes precedence
 * over the node, and the node over the settings. Without a price, tariff or power draw, no money can be computed.
 * @throws FarmerError REFUSED when the node's recorded outages are requested and there are none
 */
export function resolveInputs(sources: InputSources): ProjectionInputs {
  const { subject, scenario, settings, record } = sources;
  const usage = resolveUsage(sources);
  const uptime = resolveUptime(sources);
  const costs = resolveCosts(sources);
  const { assumptions, missing: ofCosts } = resolveAssumptions(sources, usage.value, uptime.value, costs.value);
  const missing = [...ofCosts, ...(usage.needsGoldPrice ? (['gold-price'] as const) : [])];
  const { uncertainty } = scenario;
  const common = {
    stated: [
      ...machineAssumptions(subject, scenario, settings),
      ...supplyAssumptions(scenario),
      ...usage.stated,
      ...uptime.stated,
      ...costs.stated,
      ...averageWattsAssumptions(costs, usage.value),
      ...uncertaintyAssumptions(scenario, assumptions, record),
    ],
    uncertainty: {
      priceVolatility: new Decimal(uncertainty.priceVolatility),
      priceDrift: new Decimal(uncertainty.priceDrift),
      utilisationDeviation: new Decimal(uncertainty.utilisationDeviation),
      outages: resolveOutages(sources),
    },
  };
  return missing.length === 0
    ? { ...common, state: 'known', assumptions }
    : { ...common, ...missingNumbers(missing), tftOnly: assumptions };
}

/**
 * The assumptions for a computation that requires every number.
 * @throws FarmerError REFUSED, listing the missing numbers
 */
export function requireAssumptions(sources: InputSources): Assumptions {
  const inputs = resolveInputs(sources);
  if (inputs.state === 'missing') {
    throw missingNumbersError(inputs.missing);
  }
  return inputs.assumptions;
}
