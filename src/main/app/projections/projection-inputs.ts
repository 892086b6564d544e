import type { Assumptions, Costs, Usage } from '#shared/domain/earnings/assumptions.ts';
import { hasRevenue } from '#shared/domain/earnings/income.ts';
import type { Tariff } from '#shared/domain/earnings/tariff.ts';
import { averageUsdPerKwh, tariffFromHours } from '#shared/domain/earnings/tariff.ts';
import type { OutageModel, Uncertainty } from '#shared/domain/earnings/uncertainty.ts';
import { cloudCreditUsd } from '#shared/domain/economy/cloud-credit.ts';
import { minimumUptimeSeconds, PERIOD_LENGTH_S, periodAt } from '#shared/domain/periods.ts';
import type { AssumptionWire } from '#shared/contract/projections.ts';
import type { Scenario } from '#shared/contract/scenarios.ts';
import type { Settings } from '#shared/contract/settings.ts';
import { Decimal, floorTo, roundHalfUp, toPlain } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import type { ResolvedSubject } from './projection-subject.ts';

/** What a node's own record says of its whole periods. */
export interface OwnRecord {
  /** Seconds down by whole period, the oldest first. */
  readonly downSecondsByPeriod: readonly number[];
}

/** Everything that a projection is made of, with where each value came from. */
export interface ProjectionInputs {
  readonly assumptions: Assumptions;
  readonly uncertainty: Uncertainty;
  readonly stated: readonly AssumptionWire[];
}

/** Where the values come from. */
export interface InputSources {
  readonly subject: ResolvedSubject;
  readonly scenario: Scenario;
  readonly settings: Settings;
  readonly record: OwnRecord | null;
  /** What accepted bids pay by month, USD before the split. */
  readonly bookedUsd: readonly Decimal[];
  readonly nowMs: number;
  readonly utcOffsetMinutes: number;
}

type Origin = AssumptionWire['origin'];
type Stated = AssumptionWire[];

/** The first of some values that was given, with where it came from; zero and `missing` when none was. */
function firstGiven(candidates: readonly (readonly [string | null, Origin])[]): readonly [string, Origin] {
  for (const [value, origin] of candidates) {
    if (value !== null) {
      return [value, origin];
    }
  }
  return ['0', 'missing'];
}

function noRecord(): FarmerError {
  return new FarmerError('REFUSED', 'This machine has no uptime record of a whole period yet.', {
    hint: 'Use the target or a fixed uptime until one has been recorded.',
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

function resolveUptime({ scenario, subject, record }: InputSources, stated: Stated): number {
  const { uptime } = scenario;
  const state = (seconds: number, origin: Origin) => {
    const percent = floorTo(new Decimal(seconds).times(100).div(PERIOD_LENGTH_S), 2);
    stated.push({ id: 'uptime', value: toPlain(percent), unit: '%', origin });
    return seconds;
  };
  switch (uptime.source) {
    case 'target':
      return state(minimumUptimeSeconds(subject.terms.certification), 'rules');
    case 'history':
      return state(meanUptime(record), 'record');
    case 'fixed':
      return state(Math.ceil((PERIOD_LENGTH_S * uptime.permille) / 1000), 'scenario');
    default:
      return uptime satisfies never;
  }
}

function resolveUsage({ scenario, subject, settings, bookedUsd }: InputSources, stated: Stated): Usage {
  const { pricePerSlice, currency, utilisation } = scenario.usage;
  const slices = subject.slices ?? scenario.usage.slices;
  const ccUsd = cloudCreditUsd(new Decimal(settings.rates.goldUsdPerGram));
  const price = new Decimal(pricePerSlice).times(currency === 'CC' ? ccUsd : 1);
  if (hasRevenue(scenario.rules)) {
    const isMissing = slices === 0 || price.isZero();
    stated.push(
      { id: 'slices', value: String(slices), unit: '', origin: isMissing ? 'missing' : 'scenario' },
      { id: 'slice-price', value: toPlain(price), unit: 'USD a month', origin: isMissing ? 'missing' : 'scenario' },
      { id: 'utilisation', value: toPlain(new Decimal(utilisation).times(100)), unit: '%', origin: 'scenario' },
    );
    const booked = bookedUsd.reduce((sum, month) => sum.plus(month), new Decimal(0));
    if (booked.gt(0)) {
      stated.push({ id: 'booked-revenue', value: toPlain(booked), unit: 'USD', origin: 'bids' });
    }
    if (currency === 'CC') {
      stated.push({ id: 'cc-price', value: toPlain(ccUsd), unit: 'USD', origin: 'settings' });
    }
  }
  return { slices, pricePerSliceUsd: price, utilisation: new Decimal(utilisation), bookedUsd };
}

function tariffOfSettings({ electricity }: Settings, utcOffsetMinutes: number): Tariff {
  if (electricity.plan === 'flat') {
    return { kind: 'flat', usdPerKwh: new Decimal(electricity.usdPerKwh) };
  }
  const starts = electricity.bands.map((band) => ({ fromHour: band.fromHour, usdPerKwh: new Decimal(band.usdPerKwh) }));
  return tariffFromHours(starts, utcOffsetMinutes);
}

function tariffOfScenario(tariff: NonNullable<Scenario['costs']['tariff']>): Tariff {
  if (tariff.kind === 'flat') {
    return { kind: 'flat', usdPerKwh: new Decimal(tariff.usdPerKwh) };
  }
  return {
    ...tariff,
    otherwiseUsdPerKwh: new Decimal(tariff.otherwiseUsdPerKwh),
    bands: tariff.bands.map((band) => ({ ...band, usdPerKwh: new Decimal(band.usdPerKwh) })),
  };
}

function resolveTariff({ scenario, subject, settings, utcOffsetMinutes }: InputSources): readonly [Tariff, Origin] {
  if (scenario.costs.tariff !== null) {
    return [tariffOfScenario(scenario.costs.tariff), 'scenario'];
  }
  if (subject.electricityUsdPerKwh !== null) {
    return [{ kind: 'flat', usdPerKwh: new Decimal(subject.electricityUsdPerKwh) }, 'node'];
  }
  return [tariffOfSettings(settings, utcOffsetMinutes), 'settings'];
}

function stateTariff(tariff: Tariff, origin: Origin, nowMs: number, stated: Stated): void {
  const { startS, endS } = periodAt(nowMs / 1000);
  const value = toPlain(roundHalfUp(averageUsdPerKwh(tariff, startS, endS), 6));
  const id = tariff.kind === 'flat' ? 'electricity-price' : 'electricity-price-average';
  stated.push({ id, value, unit: 'USD per kWh', origin });
}

function resolveCosts(sources: InputSources, stated: Stated): Costs {
  const { scenario, subject, settings, nowMs } = sources;
  const { costs } = scenario;
  const [idle, idleOrigin] = firstGiven([
    [costs.wattsIdle, 'scenario'],
    [subject.wattsIdle, 'node'],
  ]);
  const [loaded, loadedOrigin] = firstGiven([
    [costs.wattsLoaded, 'scenario'],
    [subject.wattsLoaded, 'node'],
    [idle === '0' ? null : idle, idleOrigin],
  ]);
  const [hardware, hardwareOrigin] = firstGiven([
    [costs.hardwareUsd, 'scenario'],
    [subject.hardwareUsd, 'node'],
  ]);
  const [tariff, tariffOrigin] = resolveTariff(sources);
  const amortisationMonths = costs.amortisationMonths ?? settings.depreciationMonths;
  stated.push(
    { id: 'watts-idle', value: idle, unit: 'W', origin: idleOrigin },
    { id: 'watts-loaded', value: loaded, unit: 'W', origin: loadedOrigin },
  );
  stateTariff(tariff, tariffOrigin, nowMs, stated);
  stated.push(
    { id: 'hardware-cost', value: hardware, unit: 'USD', origin: hardwareOrigin },
    {
      id: 'amortisation',
      value: String(amortisationMonths),
      unit: 'months',
      origin: costs.amortisationMonths === null ? 'settings' : 'scenario',
    },
    { id: 'other-costs', value: costs.otherPerMonthUsd, unit: 'USD a month', origin: 'scenario' },
  );
  return {
    wattsIdle: new Decimal(idle),
    wattsLoaded: new Decimal(loaded),
    tariff,
    hardwareUsd: new Decimal(hardware),
    amortisationMonths,
    otherPerMonthUsd: new Decimal(costs.otherPerMonthUsd),
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

function stateMachine({ subject, scenario, settings }: InputSources, stated: Stated): void {
  const { resources, terms } = subject;
  stated.push(
    { id: 'rules', value: scenario.rules, unit: '', origin: 'scenario' },
    { id: 'cru', value: String(resources.cru), unit: 'cores', origin: 'node' },
    { id: 'mru', value: String(resources.mruBytes), unit: 'bytes', origin: 'node' },
    { id: 'sru', value: String(resources.sruBytes), unit: 'bytes', origin: 'node' },
    { id: 'hru', value: String(resources.hruBytes), unit: 'bytes', origin: 'node' },
    { id: 'certification', value: terms.certification, unit: '', origin: 'node' },
    { id: 'virtual', value: String(subject.isVirtual), unit: '', origin: 'node' },
    { id: 'connection-price', value: String(terms.connectionPriceMusd), unit: 'mUSD', origin: 'node' },
    {
      id: 'tft-price',
      value: scenario.tftPriceUsd ?? settings.rates.tftUsd,
      unit: 'USD',
      origin: scenario.tftPriceUsd === null ? 'settings' : 'scenario',
    },
  );
}

const decimalOrNull = (text: string | null) => (text === null ? null : new Decimal(text));

/**
 * Turns a machine, a scenario and the settings into assumptions, and says of each where it came from. The scenario wins
 * over the node, the node over the settings; what nobody gave counts as zero and is marked as missing.
 * @throws FarmerError REFUSED when the own record is asked for and there is none
 */
export function resolveInputs(sources: InputSources): ProjectionInputs {
  const { subject, scenario, settings, nowMs } = sources;
  const stated: Stated = [];
  stateMachine(sources, stated);
  const usage = resolveUsage(sources, stated);
  const uptimeSeconds = resolveUptime(sources, stated);
  const costs = resolveCosts(sources, stated);
  const { uncertainty } = scenario;
  return {
    stated,
    assumptions: {
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
      usage,
      token: {
        tftPriceUsd: new Decimal(scenario.tftPriceUsd ?? settings.rates.tftUsd),
        mintedTft: decimalOrNull(scenario.supply.mintedTft),
        mintedPerMonthTft: decimalOrNull(scenario.supply.mintedPerMonthTft),
      },
      uptimeSeconds,
      costs,
    },
    uncertainty: {
      priceVolatility: new Decimal(uncertainty.priceVolatility),
      priceDrift: new Decimal(uncertainty.priceDrift),
      utilisationDeviation: new Decimal(uncertainty.utilisationDeviation),
      outages: resolveOutages(sources),
    },
  };
}
