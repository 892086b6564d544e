import { isUsePaid } from '#shared/domain/earnings/cases.ts';
import type { Assumptions } from '#shared/domain/earnings/assumptions.ts';
import { hasRevenue, RULE_PAY, type RulePay } from '#shared/domain/earnings/rule-pay.ts';
import type { StatedAssumption } from '#shared/contract/earnings/assumptions.ts';
import { DEFAULT_SCENARIO, type Scenario } from '#shared/contract/earnings/scenarios.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { Decimal, isPlainDecimal, toPlain } from '#shared/decimal.ts';
import type { OwnRecord, ResolvedSubject } from './input-sources.ts';

/** Where a value comes from. */
export type Origin = StatedAssumption['origin'];

/** Which figures a value affects. */
export type Use = StatedAssumption['usedIn'];

/**
 * One assumption as text.
 * @param value trailing zeros, which a user may have typed, are removed
 * @param usedIn the figures that it affects; all by default
 */
export function stated(id: string, value: string, unit: string, origin: Origin, usedIn: Use = 'all'): StatedAssumption {
  return { id, value: isPlainDecimal(value) ? toPlain(new Decimal(value)) : value, unit, origin, usedIn };
}

/** The first of several values that was entered, with its origin; zero and `missing` when there is none. */
export function firstEntered(candidates: readonly (readonly [string | null, Origin])[]): readonly [string, Origin] {
  for (const [value, origin] of candidates) {
    if (value !== null) {
      return [value, origin];
    }
  }
  return ['0', 'missing'];
}

/** A value of the scenario counts as the farmer's own only if it differs from the default of new scenarios. */
function scenarioOrigin<T>(value: T, preset: T): 'scenario' | 'preset' {
  return value === preset ? 'preset' : 'scenario';
}

/** Which figures of a rule set depend on the machine, its terms and the token price. */
interface RuleUses {
  readonly resources: Use;
  readonly certification: Use;
  readonly terms: Use;
  readonly uptime: Use;
  readonly tftPrice: Use;
  readonly casePrice: Use;
  readonly drawnPrice: Use;
}

/**
 * Farming 2.0 pays an amount in USD independent of the TFT price, terms and uptime. Grid v4 pays for rented capacity in
 * proportion to the uptime, whose low case is the target of the certification.
 */
const USES: Readonly<Record<RulePay['tft'], RuleUses>> = {
  minted: {
    resources: 'all',
    certification: 'all',
    terms: 'all',
    uptime: 'cases',
    tftPrice: 'all',
    casePrice: 'cases',
    drawnPrice: 'simulation',
  },
  farmed: {
    resources: 'all',
    certification: 'none',
    terms: 'none',
    uptime: 'none',
    tftPrice: 'cases',
    casePrice: 'none',
    drawnPrice: 'none',
  },
  none: {
    resources: 'none',
    certification: 'cases',
    terms: 'none',
    uptime: 'cases',
    tftPrice: 'none',
    casePrice: 'none',
    drawnPrice: 'none',
  },
};

const usesOf = (rules: Scenario['rules']): RuleUses => USES[RULE_PAY[rules].tft];

/** Whether the payments of a rule set depend on the TFT price. */
export function usesTftPrice(rules: Scenario['rules']): boolean {
  return usesOf(rules).tftPrice !== 'none';
}

/** Which figures depend on the stated uptime; the simulation draws its own. */
export function usesOfUptime(rules: Scenario['rules']): Use {
  return usesOf(rules).uptime;
}

const percent = (fraction: string | Decimal) => toPlain(new Decimal(fraction).times(100));

/** The machine, its terms and the token price. */
export function machineAssumptions(
  subject: ResolvedSubject,
  scenario: Scenario,
  settings: Settings,
): StatedAssumption[] {
  const { resources, terms } = subject;
  const { nuGib, ipv4Seconds } = scenario.traffic;
  const uses = usesOf(scenario.rules);
  const [tftPriceUsd, priceOrigin] = firstEntered([
    [scenario.tftPriceUsd, 'scenario'],
    [settings.rates.tftUsd, 'settings'],
  ]);
  const resource = (id: string, amount: number, unit: string) =>
    stated(id, String(amount), unit, 'node', uses.resources);
  const term = (id: string, value: string, unit = '') => stated(id, value, unit, 'node', uses.terms);
  return [
    stated('rules', scenario.rules, '', scenarioOrigin(scenario.rules, DEFAULT_SCENARIO.rules)),
    resource('cru', resources.cru, 'cores'),
    resource('mru', resources.mruBytes, 'bytes'),
    resource('sru', resources.sruBytes, 'bytes'),
    resource('hru', resources.hruBytes, 'bytes'),
    stated('certification', terms.certification, '', 'node', uses.certification),
    term('policy', String(terms.policy.id)),
    term('virtual', String(subject.isVirtual)),
    term('connection-price', String(terms.connectionPriceMusd), 'mUSD'),
    stated('tft-price', tftPriceUsd, 'USD', priceOrigin, uses.tftPrice),
    ...(nuGib === '0' ? [] : [stated('public-traffic', nuGib, 'GiB a month', 'scenario', uses.terms)]),
    ...(ipv4Seconds === 0 ? [] : [stated('ipv4-time', String(ipv4Seconds), 'seconds a month', 'scenario', uses.terms)]),
  ];
}

/** The token supply, for rule sets that end with it, when it was entered. */
export function supplyAssumptions({ rules, supply }: Scenario): StatedAssumption[] {
  if (RULE_PAY[rules].capTft === null) {
    return [];
  }
  const { mintedTft, mintedPerMonthTft } = supply;
  return [
    ...(mintedTft === null ? [] : [stated('minted', mintedTft, 'TFT', 'scenario')]),
    ...(mintedPerMonthTft === null ? [] : [stated('minted-per-month', mintedPerMonthTft, 'TFT a month', 'scenario')]),
  ];
}

/** The utilisation of the machine: it determines the revenue where users pay for it, and the electricity everywhere. */
export function utilisationAssumption(rules: Scenario['rules'], utilisation: string, origin: Origin): StatedAssumption {
  const id = hasRevenue(rules) ? 'utilisation' : 'utilisation-electricity';
  return stated(id, percent(utilisation), '%', origin);
}

function outageAssumptions({ outages }: Scenario['uncertainty'], record: OwnRecord | null): StatedAssumption[] {
  if (outages.source === 'record') {
    const periods = String(record?.downSecondsByPeriod.length ?? 0);
    return [stated('outages-recorded', periods, 'periods', 'record', 'simulation')];
  }
  const preset = DEFAULT_SCENARIO.uncertainty.outages;
  const isPreset =
    preset.source === 'rate' && preset.perMonth === outages.perMonth && preset.meanHours === outages.meanHours;
  const origin = isPreset ? 'preset' : 'scenario';
  return [
    stated('outages', outages.perMonth, 'a month', origin, 'simulation'),
    stated('outage-length', outages.meanHours, 'hours', origin, 'simulation'),
  ];
}

/**
 * The uncertainty of the figures: the width of the low and high case, and the distributions of the simulation. The
 * simulation draws the uptime from outages and ignores the stated uptime.
 */
export function uncertaintyAssumptions(
  scenario: Scenario,
  assumptions: Assumptions,
  record: OwnRecord | null,
): StatedAssumption[] {
  const { uncertainty, spread } = scenario;
  const { uncertainty: preset, spread: presetSpread } = DEFAULT_SCENARIO;
  const uses = usesOf(scenario.rules);
  const drawn = (
    id: string,
    key: 'priceVolatility' | 'priceDrift' | 'utilisationDeviation',
    unit: string,
    use: Use = 'simulation',
  ) => stated(id, percent(uncertainty[key]), unit, scenarioOrigin(uncertainty[key], preset[key]), use);
  const apart = (id: string, key: 'price' | 'utilisation', unit: string, use: Use = 'cases') =>
    stated(id, percent(spread[key]), unit, scenarioOrigin(spread[key], presetSpread[key]), use);
  return [
    apart('case-price', 'price', '%', uses.casePrice),
    ...(isUsePaid(assumptions) ? [apart('case-utilisation', 'utilisation', 'points')] : []),
    drawn('price-volatility', 'priceVolatility', '% a month', uses.drawnPrice),
    drawn('price-drift', 'priceDrift', '% a month', uses.drawnPrice),
    drawn('utilisation-deviation', 'utilisationDeviation', 'points'),
    ...outageAssumptions(uncertainty, record),
  ];
}
