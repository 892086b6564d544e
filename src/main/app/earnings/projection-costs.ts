import { averageUsdPerKwh, type Tariff, tariffFromHours } from '#shared/domain/earnings/tariff.ts';
import { fixedTimeZone, isTimeZone } from '#shared/domain/earnings/zone-offsets.ts';
import { currentPeriod } from '#shared/domain/uptime/periods.ts';
import type { StatedAssumption } from '#shared/contract/earnings/assumptions.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import { DEFAULT_SETTINGS } from '#shared/contract/settings/settings.ts';
import { DEFAULT_SLICE_PLAN } from '#shared/contract/slices/slices.ts';
import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
import type { CostSources, Resolved } from './input-sources.ts';
import { firstEntered, type Origin, stated } from './stated-assumptions.ts';

type StoredTariff = NonNullable<Scenario['costs']['tariff']>;
type Electricity = NonNullable<CostSources['settings']['electricity']>;

/** A time zone with its origin. */
type Zone = readonly [string, Origin];

/** A tariff with its origin, and the time zone of its hours. */
interface ResolvedTariff {
  readonly tariff: Tariff;
  readonly origin: Origin;
  readonly zone: Zone;
}

/** The time zone of the node's location, otherwise that of this computer. */
function zoneOf({ subject, timeZone }: CostSources): Zone {
  const { timeZone: own } = subject;
  return own !== null && isTimeZone(own) ? [own, 'node'] : [timeZone, 'computer'];
}

function zoneOfSettings(electricity: Electricity, otherwise: Zone): Zone {
  return electricity.plan === 'time-of-use' && electricity.timeZone !== null
    ? [electricity.timeZone, 'settings']
    : otherwise;
}

function tariffOfSettings(electricity: Electricity, timeZone: string): Tariff {
  if (electricity.plan === 'flat') {
    return { kind: 'flat', usdPerKwh: new Decimal(electricity.usdPerKwh) };
  }
  const starts = electricity.bands.map((band) => ({ fromHour: band.fromHour, usdPerKwh: new Decimal(band.usdPerKwh) }));
  return tariffFromHours(starts, timeZone);
}

function zoneOfTariff(tariff: Extract<StoredTariff, { kind: 'time-of-use' }>, otherwise: Zone): Zone {
  if (tariff.timeZone !== null) {
    return [tariff.timeZone, 'scenario'];
  }
  return tariff.utcOffsetMinutes === undefined ? otherwise : [fixedTimeZone(tariff.utcOffsetMinutes), 'scenario'];
}

function tariffOfScenario(tariff: StoredTariff, timeZone: string): Tariff {
  if (tariff.kind === 'flat') {
    return { kind: 'flat', usdPerKwh: new Decimal(tariff.usdPerKwh) };
  }
  return {
    kind: 'time-of-use',
    timeZone,
    otherwiseUsdPerKwh: new Decimal(tariff.otherwiseUsdPerKwh),
    bands: tariff.bands.map((band) => ({ ...band, usdPerKwh: new Decimal(band.usdPerKwh) })),
  };
}

/** The tariff of the scenario, otherwise of the node, otherwise of the farm; null when none was entered. */
function resolveTariff(sources: CostSources): ResolvedTariff | null {
  const { scenario, subject, settings } = sources;
  const zone = zoneOf(sources);
  const { tariff } = scenario.costs;
  if (tariff !== null) {
    const own = tariff.kind === 'flat' ? zone : zoneOfTariff(tariff, zone);
    return { tariff: tariffOfScenario(tariff, own[0]), origin: 'scenario', zone: own };
  }
  if (subject.electricityUsdPerKwh !== null) {
    const usdPerKwh = new Decimal(subject.electricityUsdPerKwh);
    return { tariff: { kind: 'flat', usdPerKwh }, origin: 'node', zone };
  }
  if (settings.electricity === null) {
    return null;
  }
  const own = zoneOfSettings(settings.electricity, zone);
  return { tariff: tariffOfSettings(settings.electricity, own[0]), origin: 'settings', zone: own };
}

function tariffAssumptions(resolved: ResolvedTariff | null, nowMs: number): StatedAssumption[] {
  if (resolved === null) {
    return [stated('electricity-price', '0', 'USD per kWh', 'missing')];
  }
  const { tariff, origin, zone } = resolved;
  if (tariff.kind === 'flat') {
    return [stated('electricity-price', toPlain(tariff.usdPerKwh), 'USD per kWh', origin)];
  }
  const { startS, endS } = currentPeriod(nowMs);
  const average = toPlain(roundHalfUp(averageUsdPerKwh(tariff, startS, endS), 6));
  return [
    stated('electricity-price-average', average, 'USD per kWh', origin),
    stated('electricity-zone', zone[0], '', zone[1]),
  ];
}

function resolveWatts({ scenario: { costs }, subject }: CostSources) {
  const idle = firstEntered([
    [costs.wattsIdle, 'scenario'],
    [subject.wattsIdle, 'node'],
  ]);
  const loaded = firstEntered([
    [costs.wattsLoaded, 'scenario'],
    [subject.wattsLoaded, 'node'],
    idle[1] === 'missing' ? [null, 'missing'] : idle,
  ]);
  return { idle, loaded };
}

/** The entered costs of a node. */
export function costsOfNode({
  costs,
  location,
  siteTerms,
}: Pick<FarmNode, 'costs' | 'location' | 'siteTerms'>): CostSources['subject'] {
  const { wattsIdle, wattsLoaded, hardwareCostUsd } = costs;
  return {
    hardwareUsd: hardwareCostUsd,
    wattsIdle,
    wattsLoaded,
    electricityUsdPerKwh: costs.electricityUsdPerKwh ?? siteTerms?.electricityUsdPerKwh ?? null,
    timeZone: location.zone ?? siteTerms?.timeZone ?? null,
  };
}

/** The costs of a machine as far as they were entered. */
export interface EnteredCosts {
  /** Null until the idle power draw was entered; without one under load, the idle value is used for both. */
  readonly watts: { readonly idle: Decimal; readonly loaded: Decimal } | null;
  readonly tariff: Tariff | null;
  readonly hardwareUsd: Decimal;
  readonly amortisationMonths: number;
  readonly otherPerMonthUsd: Decimal;
}

/** The costs of a machine (power draw, tariff, hardware and others), each with its origin. */
export function resolveCosts(sources: CostSources): Resolved<EnteredCosts> {
  const { scenario, subject, settings, plan, nowMs } = sources;
  const { costs } = scenario;
  const { idle, loaded } = resolveWatts(sources);
  const [hardware, hardwareOrigin] = firstEntered([
    [costs.hardwareUsd, 'scenario'],
    [subject.hardwareUsd, 'node'],
  ]);
  const tariff = resolveTariff(sources);
  const amortisationMonths = costs.amortisationMonths ?? settings.depreciationMonths;
  const [other, otherOrigin] = firstEntered([
    [costs.otherPerMonthUsd, 'scenario'],
    [plan?.otherPerMonthUsd ?? null, 'slice-plan'],
    [DEFAULT_SLICE_PLAN.otherPerMonthUsd, 'preset'],
  ]);
  return {
    value: {
      watts: idle[1] === 'missing' ? null : { idle: new Decimal(idle[0]), loaded: new Decimal(loaded[0]) },
      tariff: tariff?.tariff ?? null,
      hardwareUsd: new Decimal(hardware),
      amortisationMonths,
      otherPerMonthUsd: new Decimal(other),
    },
    stated: [
      stated('watts-idle', idle[0], 'W', idle[1]),
      stated('watts-loaded', loaded[0], 'W', loaded[1]),
      ...tariffAssumptions(tariff, nowMs),
      stated('hardware-cost', hardware, 'USD', hardwareOrigin),
      stated(
        'amortisation',
        String(amortisationMonths),
        'months',
        costs.amortisationMonths === null
          ? settings.depreciationMonths === DEFAULT_SETTINGS.depreciationMonths
            ? 'preset'
            : 'settings'
          : 'scenario',
      ),
      stated('other-costs', other, 'USD a month', otherOrigin),
    ],
  };
}
