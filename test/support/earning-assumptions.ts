import { DIY_POLICY } from '#shared/domain/rules/policies.ts';
import type { Assumptions } from '#shared/domain/earnings/assumptions.ts';
import type { Uncertainty } from '#shared/domain/earnings/uncertainty.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { Decimal } from '#shared/decimal.ts';

const GIB = 2 ** 30;

/** A Titan (8 threads, 32 GiB, 1000 GiB SSD) under the 2024 rules that has a price, a tariff and slices for sale. */
export const TITAN: Assumptions = {
  rules: 'gep-2024',
  months: 60,
  firstPeriod: 100,
  node: {
    resources: { cru: 8, mruBytes: 32 * GIB, sruBytes: 1000 * GIB, hruBytes: 0 },
    certification: 'diy',
    policy: DIY_POLICY,
    connectionPriceMusd: 80,
    isVirtual: false,
    nuMillionths: 0n,
    ipv4Seconds: 0,
  },
  usage: { slices: 7, pricePerSliceUsd: new Decimal('3.6'), utilisation: new Decimal('0.4'), bookedUsd: [] },
  token: { tftPriceUsd: new Decimal('0.08'), mintedTft: null, mintedPerMonthTft: null },
  uptimeSeconds: new Decimal(PERIOD_LENGTH_S),
  running: null,
  costs: {
    wattsIdle: new Decimal(20),
    wattsLoaded: new Decimal(60),
    tariff: { kind: 'flat', usdPerKwh: new Decimal('0.2') },
    hardwareUsd: new Decimal(500),
    amortisationMonths: 60,
    otherPerMonthUsd: new Decimal('1.5'),
  },
};

/** A price that moves, use that varies, and three outages in two months. */
export const RESTLESS: Uncertainty = {
  priceVolatility: new Decimal('0.2'),
  priceDrift: new Decimal('0.01'),
  utilisationDeviation: new Decimal('0.15'),
  outages: { kind: 'rate', perMonth: new Decimal('1.5'), meanSeconds: 30_000 },
};

/** Nothing moves. */
export const CALM: Uncertainty = {
  priceVolatility: new Decimal(0),
  priceDrift: new Decimal(0),
  utilisationDeviation: new Decimal(0),
  outages: { kind: 'rate', perMonth: new Decimal(0), meanSeconds: 0 },
};
