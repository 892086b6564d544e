import { type Assumptions, uptimeOfPermille, type Usage } from '#shared/domain/earnings/assumptions.ts';
import { hasRevenue } from '#shared/domain/earnings/income.ts';
import type { OutageModel, Uncertainty } from '#shared/domain/earnings/uncertainty.ts';
import { cloudCreditUsd } from '#shared/domain/economy/cloud-credit.ts';
import { uptimeTarget } from '#shared/domain/rules/pay-rules.ts';
import { TODAYS_RULES } from '#shared/domain/rules/rule-versions.ts';
import { PERIOD_LENGTH_S, periodAt } from '#shared/domain/uptime/periods.ts';
import type { StatedAssumption } from '#shared/contract/earnings/assumptions.ts';
import { DEFAULT_SCENARIO } from '#shared/contract/earnings/scenarios.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { DEFAULT_SLICE_PLAN } from '#shared/contract/slices/slices.ts';
import { Decimal, floorTo, roundHalfUp, toPlain } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { InputSources, OwnRecord, Resolved } from './input-sources.ts';
import { resolveCosts } from './projection-costs.ts';
import {
  firstGiven,
  type Origin,
  stated,
  stateMachine,
  stateSupply,
  stateUncertainty,
  stateUtilisation,
  usesOfUptime,
} from './stated-assumptions.ts';

/** Everything that a projection is made of, with where each value came from. */
export interface ProjectionInputs {
  readonly assumptions: Assumptions;
  readonly uncertainty: Uncertainty;
  readonly stated: readonly StatedAssumption[];
}

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

function resolveUptime({ scenario, subject, record }: InputSources): Resolved<Decimal> {
  const { uptime } = scenario;
  const resolvedUptime = (value: Decimal, origin: Origin): Resolved<Decimal> => {
    const percent = floorTo(value.times(100).div(PERIOD_LENGTH_S), 2);
    return { value, stated: [stated('uptime', toPlain(percent), '%', origin, usesOfUptime(scenario.rules))] };
  };
  switch (uptime.source) {
    case 'target': {
      const { policy, certification } = subject.terms;
      return resolvedUptime(uptimeOfPermille(uptimeTarget(TODAYS_RULES.pay, policy, certification).permille), 'rules');
    }
    case 'history':
      return resolvedUptime(new Decimal(meanUptime(record)), 'record');
    case 'fixed': {
      const { uptime: preset } = DEFAULT_SCENARIO;
      const isPreset = preset.source === 'fixed' && preset.permille === uptime.permille;
      return resolvedUptime(uptimeOfPermille(uptime.permille), isPreset ? 'preset' : 'scenario');
    }
    default:
      return uptime satisfies never;
  }
}

/** Places of a mean price as it is stated. */
const PRICE_PLACES = 8;

function resolveSlices({ scenario, subject, sales }: InputSources): readonly [number, Origin] {
  const given = subject.slices ?? scenario.usage.slices;
  if (given !== null) {
    return [given, given === 0 ? 'missing' : 'scenario'];
  }
  return sales === null ? [0, 'missing'] : [sales.slices, 'slice-plan'];
}

function resolveSlicePrice({ scenario, settings, sales }: InputSources): readonly [Decimal, Origin] {
  const { pricePerSlice, currency } = scenario.usage;
  if (pricePerSlice !== null) {
    const priceUsd = new Decimal(pricePerSlice).times(currency === 'CC' ? creditUsd(settings) : 1);
    return [priceUsd, priceUsd.isZero() ? 'missing' : 'scenario'];
  }
  const own = sales?.pricePerSliceUsd ?? null;
  return own === null ? [new Decimal(0), 'missing'] : [own, 'slice-plan'];
}

function stateRevenue(
  { scenario, settings, bookedUsd }: InputSources,
  [slices, slicesOrigin]: readonly [number, Origin],
  [priceUsd, priceOrigin]: readonly [Decimal, Origin],
): StatedAssumption[] {
  const booked = bookedUsd.reduce((sum, month) => sum.plus(month), new Decimal(0));
  const isInCredits = scenario.usage.currency === 'CC' && scenario.usage.pricePerSlice !== null;
  return [
    stated('slices', String(slices), '', slicesOrigin),
    stated('slice-price', toPlain(roundHalfUp(priceUsd, PRICE_PLACES)), 'USD a month', priceOrigin),
    ...(booked.gt(0) ? [stated('booked-revenue', toPlain(booked), 'USD', 'bids')] : []),
    ...(isInCredits ? [stated('cc-price', toPlain(creditUsd(settings)), 'USD', 'settings')] : []),
  ];
}

function creditUsd(settings: Settings): Decimal {
  return cloudCreditUsd(new Decimal(settings.rates.goldUsdPerGram));
}

function resolveUsage(sources: InputSources): Resolved<Usage> {
  const { scenario, bookedUsd, sales } = sources;
  const slices = resolveSlices(sources);
  const price = resolveSlicePrice(sources);
  const [utilisation, origin] = firstGiven([
    [scenario.usage.utilisation, 'scenario'],
    [sales?.plan?.occupancy ?? null, 'slice-plan'],
    [DEFAULT_SLICE_PLAN.occupancy, 'preset'],
  ]);
  return {
    value: {
      slices: slices[0],
      pricePerSliceUsd: price[0],
      utilisation: new Decimal(utilisation),
      bookedUsd,
    },
    stated: [
      ...(hasRevenue(scenario.rules) ? stateRevenue(sources, slices, price) : []),
      stateUtilisation(scenario.rules, utilisation, origin),
    ],
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

const decimalOrNull = (text: string | null) => (text === null ? null : new Decimal(text));

/**
 * Turns a machine, a scenario and the settings into assumptions, each with its origin. The scenario wins
 * over the node, the node over the settings; what nobody gave counts as zero and is marked as missing.
 * @throws FarmerError REFUSED when the own record is requested and there is none
 */
export function resolveInputs(sources: InputSources): ProjectionInputs {
  const { subject, scenario, settings, record, nowMs } = sources;
  const usage = resolveUsage(sources);
  const uptime = resolveUptime(sources);
  const costs = resolveCosts(sources);
  const { uncertainty } = scenario;
  const assumptions: Assumptions = {
    rules: scenario.rules,
    months: scenario.months,
    firstPeriod: periodAt(nowMs / 1000).index,
    node: {
      ...subject.terms,
      resources: subject.resources,
      isVirtual: subject.isVirtual,
      nuMillionths: BigInt(floorTo(new Decimal(scenario.traffic.nuGib).times(1_000_000), 0).toFixed()),
      ipv4Seconds: scenario.traffic.ipv4Seconds,
    },
    usage: usage.value,
    token: {
      tftPriceUsd: new Decimal(scenario.tftPriceUsd ?? settings.rates.tftUsd),
      mintedTft: decimalOrNull(scenario.supply.mintedTft),
      mintedPerMonthTft: decimalOrNull(scenario.supply.mintedPerMonthTft),
    },
    uptimeSeconds: uptime.value,
    costs: costs.value,
  };
  return {
    stated: [
      ...stateMachine(subject, scenario, settings),
      ...stateSupply(scenario),
      ...usage.stated,
      ...uptime.stated,
      ...costs.stated,
      ...stateUncertainty(scenario, assumptions, record),
    ],
    assumptions,
    uncertainty: {
      priceVolatility: new Decimal(uncertainty.priceVolatility),
      priceDrift: new Decimal(uncertainty.priceDrift),
      utilisationDeviation: new Decimal(uncertainty.utilisationDeviation),
      outages: resolveOutages(sources),
    },
  };
}
