import type { Costs } from '#shared/domain/earnings/assumptions.ts';
import { averageUsdPerKwh, type Tariff, tariffFromHours } from '#shared/domain/earnings/tariff.ts';
import { fixedTimeZone, isTimeZone } from '#shared/domain/earnings/zone-offsets.ts';
import { periodAt } from '#shared/domain/uptime/periods.ts';
import type { StatedAssumption } from '#shared/contract/earnings/assumptions.ts';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { DEFAULT_SLICE_PLAN } from '#shared/contract/slices/slices.ts';
import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
import type { InputSources, Resolved } from './input-sources.ts';
import { firstGiven, type Origin, stated } from './stated-assumptions.ts';

type StoredTariff = NonNullable<Scenario['costs']['tariff']>;

/** A time zone with where it came from. */
type Zone = readonly [string, Origin];

/** The time zone of the node's location, else that of this computer. */
function zoneOf({ subject, timeZone }: InputSources): Zone {
  const { timeZone: own } = subject;
  return own !== null && isTimeZone(own) ? [own, 'node'] : [timeZone, 'computer'];
}

function zoneOfSettings({ electricity }: Settings, otherwise: Zone): Zone {
  return electricity.plan === 'time-of-use' && electricity.timeZone !== null
    ? [electricity.timeZone, 'settings']
    : otherwise;
}

function tariffOfSettings({ electricity }: Settings, timeZone: string): Tariff {
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

function stateTariff(tariff: Tariff, origin: Origin, zone: Zone, nowMs: number): StatedAssumption[] {
  if (tariff.kind === 'flat') {
    return [stated('electricity-price', toPlain(tariff.usdPerKwh), 'USD per kWh', origin)];
  }
  const { startS, endS } = periodAt(nowMs / 1000);
  const average = toPlain(roundHalfUp(averageUsdPerKwh(tariff, startS, endS), 6));
  return [
    stated('electricity-price-average', average, 'USD per kWh', origin),
    stated('electricity-zone', zone[0], '', zone[1]),
  ];
}

function resolveTariff(sources: InputSources): Resolved<Tariff> {
  const { scenario, subject, settings, nowMs } = sources;
  const zone = zoneOf(sources);
  const resolved = (value: Tariff, origin: Origin, zoneUsed: Zone) => ({
    value,
    stated: stateTariff(value, origin, zoneUsed, nowMs),
  });
  const { tariff } = scenario.costs;
  if (tariff !== null) {
    const own = tariff.kind === 'flat' ? zone : zoneOfTariff(tariff, zone);
    return resolved(tariffOfScenario(tariff, own[0]), 'scenario', own);
  }
  if (subject.electricityUsdPerKwh !== null) {
    return resolved({ kind: 'flat', usdPerKwh: new Decimal(subject.electricityUsdPerKwh) }, 'node', zone);
  }
  const own = zoneOfSettings(settings, zone);
  return resolved(tariffOfSettings(settings, own[0]), 'settings', own);
}

function resolveWatts({ scenario: { costs }, subject }: InputSources) {
  const idle = firstGiven([
    [costs.wattsIdle, 'scenario'],
    [subject.wattsIdle, 'node'],
  ]);
  const loaded = firstGiven([
    [costs.wattsLoaded, 'scenario'],
    [subject.wattsLoaded, 'node'],
    [idle[0] === '0' ? null : idle[0], idle[1]],
  ]);
  return { idle, loaded };
}

/** What the machine costs: watts, tariff, hardware and the rest, with where each came from. */
export function resolveCosts(sources: InputSources): Resolved<Costs> {
  const { scenario, subject, settings, sales } = sources;
  const { costs } = scenario;
  const { idle, loaded } = resolveWatts(sources);
  const [hardware, hardwareOrigin] = firstGiven([
    [costs.hardwareUsd, 'scenario'],
    [subject.hardwareUsd, 'node'],
  ]);
  const tariff = resolveTariff(sources);
  const amortisationMonths = costs.amortisationMonths ?? settings.depreciationMonths;
  const [other, otherOrigin] = firstGiven([
    [costs.otherPerMonthUsd, 'scenario'],
    [sales?.plan?.otherPerMonthUsd ?? null, 'slice-plan'],
    [DEFAULT_SLICE_PLAN.otherPerMonthUsd, 'preset'],
  ]);
  return {
    value: {
      wattsIdle: new Decimal(idle[0]),
      wattsLoaded: new Decimal(loaded[0]),
      tariff: tariff.value,
      hardwareUsd: new Decimal(hardware),
      amortisationMonths,
      otherPerMonthUsd: new Decimal(other),
    },
    stated: [
      stated('watts-idle', idle[0], 'W', idle[1]),
      stated('watts-loaded', loaded[0], 'W', loaded[1]),
      ...tariff.stated,
      stated('hardware-cost', hardware, 'USD', hardwareOrigin),
      stated(
        'amortisation',
        String(amortisationMonths),
        'months',
        costs.amortisationMonths === null ? 'settings' : 'scenario',
      ),
      stated('other-costs', other, 'USD a month', otherOrigin),
    ],
  };
}
