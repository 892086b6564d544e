import { Decimal } from '#shared/decimal.ts';
import { minimumUptimeSeconds, PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import type { SensitivityBar } from '#shared/contract/earnings/decisions.ts';
import type { Assumptions } from './assumptions.ts';
import { project } from './projection.ts';
import type { Tariff } from './tariff.ts';

interface Move {
  readonly value: Decimal;
  readonly assumptions: Assumptions;
}

/** By how much each input is moved down and up. */
const DEFAULT_STEP = new Decimal('0.2');

function scaleTariff(tariff: Tariff, factor: Decimal): Tariff {
  if (tariff.kind === 'flat') {
    return { ...tariff, usdPerKwh: tariff.usdPerKwh.times(factor) };
  }
  return {
    ...tariff,
    otherwiseUsdPerKwh: tariff.otherwiseUsdPerKwh.times(factor),
    bands: tariff.bands.map((band) => ({ ...band, usdPerKwh: band.usdPerKwh.times(factor) })),
  };
}

/** Uptime has no useful percentage: its low end is one second short of the target, its high end no outage at all. */
function moveUptime(assumptions: Assumptions, isUp: boolean): Move {
  const uptimeSeconds = new Decimal(isUp ? PERIOD_LENGTH_S : minimumUptimeSeconds(assumptions.node.certification) - 1);
  return { value: uptimeSeconds.div(PERIOD_LENGTH_S), assumptions: { ...assumptions, uptimeSeconds } };
}

function moveCosts(assumptions: Assumptions, costs: Partial<Assumptions['costs']>, value: Decimal): Move {
  return { value, assumptions: { ...assumptions, costs: { ...assumptions.costs, ...costs } } };
}

type Mover = (assumptions: Assumptions, factor: Decimal, isUp: boolean) => Move;

const MOVERS: Readonly<Record<SensitivityBar['input'], Mover>> = {
  'tft-price': (a, factor) => {
    const value = a.token.tftPriceUsd.times(factor);
    return { value, assumptions: { ...a, token: { ...a.token, tftPriceUsd: value } } };
  },
  'slice-price': (a, factor) => {
    const value = a.usage.pricePerSliceUsd.times(factor);
    return { value, assumptions: { ...a, usage: { ...a.usage, pricePerSliceUsd: value } } };
  },
  utilisation: (a, factor) => {
    const value = Decimal.min(1, a.usage.utilisation.times(factor));
    return { value, assumptions: { ...a, usage: { ...a.usage, utilisation: value } } };
  },
  uptime: (a, _factor, isUp) => moveUptime(a, isUp),
  'electricity-price': (a, factor) => moveCosts(a, { tariff: scaleTariff(a.costs.tariff, factor) }, factor),
  watts: (a, factor) => {
    const wattsIdle = a.costs.wattsIdle.times(factor);
    return moveCosts(a, { wattsIdle, wattsLoaded: a.costs.wattsLoaded.times(factor) }, wattsIdle);
  },
  'hardware-cost': (a, factor) => {
    const hardwareUsd = a.costs.hardwareUsd.times(factor);
    return moveCosts(a, { hardwareUsd }, hardwareUsd);
  },
  'other-costs': (a, factor) => {
    const otherPerMonthUsd = a.costs.otherPerMonthUsd.times(factor);
    return moveCosts(a, { otherPerMonthUsd }, otherPerMonthUsd);
  },
};

// The keys are those of the record, in the order in which equal bars are listed.
const INPUTS = Object.entries(MOVERS) as [SensitivityBar['input'], Mover][];

/**
 * Which input moves the result most: each is moved down and up by a fraction with all others held, and the total net is
 * projected again. The widest first; an input that moves nothing is left out.
 * @param step fraction above 0 and below 1
 * @throws FarmerError INVALID_INPUT for an invalid assumption
 * Source: docs/rules.md#sensitivity
 */
export function analyzeSensitivity(assumptions: Assumptions, step: Decimal = DEFAULT_STEP): readonly SensitivityBar[] {
  const one = new Decimal(1);
  return INPUTS.map(([input, move]) => {
    const low = move(assumptions, one.minus(step), false);
    const high = move(assumptions, one.plus(step), true);
    const netAtLow = project(low.assumptions).totalNet;
    const netAtHigh = project(high.assumptions).totalNet;
    const swing = netAtHigh.minus(netAtLow).abs();
    return { input, lowValue: low.value, highValue: high.value, netAtLow, netAtHigh, swing };
  })
    .filter((bar) => bar.swing.gt(0))
    .toSorted((a, b) => b.swing.comparedTo(a.swing));
}
