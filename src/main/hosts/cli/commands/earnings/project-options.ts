import type { Command } from 'commander';
import type { z } from 'zod';
import { MAX_MONTHS, MAX_OUTAGES_PER_MONTH, MAX_PATHS, MAX_SEED, MAX_SLICES } from '#shared/domain/earnings/limits.ts';
import { MAX_CRU } from '#shared/domain/hardware/resources.ts';
import { findRuleSet, type RuleSetId } from '#shared/domain/rules/registry.ts';
import type { subjectSchema } from '#shared/contract/earnings/projections.ts';
import { DEFAULT_SCENARIO, type Scenario } from '#shared/contract/earnings/scenarios.ts';
import { Decimal, type DecimalString, isPlainDecimal, toPlain } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import {
  CONNECTION_PRICE_OPTION,
  decimal,
  oneOf,
  POLICY_OPTION,
  type ResourceOptions,
  size,
  whole,
} from '#main/hosts/cli/options/options.ts';

/** The options of `farmer project` as commander leaves them. */
export interface ProjectOptions extends Partial<ResourceOptions> {
  readonly node?: number;
  readonly rules?: RuleSetId;
  readonly months?: number;
  readonly scenario?: string;
  readonly seed: number;
  readonly paths: number;
  readonly certified: boolean;
  readonly policy: number;
  readonly virtual: boolean;
  readonly connectionPrice?: number;
  readonly tftPrice?: DecimalString;
  readonly uptime?: string;
  readonly slices?: number;
  readonly slicePrice?: DecimalString;
  readonly currency?: 'USD' | 'CC';
  readonly utilisation?: DecimalString;
  readonly wattsIdle?: DecimalString;
  readonly wattsLoaded?: DecimalString;
  readonly kwhPrice?: DecimalString;
  readonly hardwareCost?: DecimalString;
  readonly amortisation?: number;
  readonly otherCosts?: DecimalString;
  readonly minted?: DecimalString;
  readonly mintedPerMonth?: DecimalString;
  readonly volatility?: DecimalString;
  readonly outages?: DecimalString;
  readonly outageHours?: DecimalString;
}

/** Adds the options of `farmer project` to its command. */
export function addProjectOptions(command: Command): Command {
  return command
    .option('--node <id>', 'a node of the farm; this machine if left out', whole('--node', undefined, 1))
    .option('--rules <id>', 'the rule set: see "farmer rules"', (id) => findRuleSet(id).id)
    .option('--months <count>', `minting periods, 1 to ${MAX_MONTHS}`, whole('--months', MAX_MONTHS, 1))
    .option('--scenario <name>', 'a stored scenario; the other options change it for this once')
    .option('--seed <number>', 'of the simulation', whole('--seed', MAX_SEED), 1)
    .option('--paths <count>', 'of the simulation', whole('--paths', MAX_PATHS, 1), 10_000)
    .option('--cru <count>', 'describe a machine: logical cores', whole('--cru', MAX_CRU))
    .option('--mru <size>', 'memory', size('--mru'))
    .option('--sru <size>', 'SSD', size('--sru'))
    .option('--hru <size>', 'HDD', size('--hru'))
    .option('--certified', 'a certified machine', false)
    .option(...POLICY_OPTION, 1)
    .option('--virtual', 'a virtual machine', false)
    .option(...CONNECTION_PRICE_OPTION)
    .option('--tft-price <USD>', 'market price of one TFT', decimal('--tft-price', { isAboveZero: true }))
    .option(
      '--uptime <percent>',
      'a percentage with one decimal, "target" or "history"; the simulation draws its own from outages',
    )
    .option('--slices <count>', 'slices that are for sale', whole('--slices', MAX_SLICES))
    .option('--slice-price <amount>', 'price of a slice for a month', decimal('--slice-price'))
    .option('--currency <code>', 'of the slice price, USD or CC', oneOf('--currency', ['USD', 'CC']))
    .option('--utilisation <fraction>', 'sold part of the slices, 0 to 1', decimal('--utilisation', { max: 1 }))
    .option('--watts-idle <W>', 'watts when idle', decimal('--watts-idle'))
    .option('--watts-loaded <W>', 'watts under load', decimal('--watts-loaded'))
    .option('--kwh-price <USD>', 'price of a kilowatt-hour', decimal('--kwh-price'))
    .option('--hardware-cost <USD>', 'price of the machine', decimal('--hardware-cost'))
    .option('--amortisation <months>', 'months over which it is written off', whole('--amortisation', 600, 1))
    .option('--other-costs <USD>', 'other costs a month', decimal('--other-costs'))
    .option('--minted <TFT>', 'all TFT that exist, for the end of minting', decimal('--minted'))
    .option('--minted-per-month <TFT>', 'what is minted in a month', decimal('--minted-per-month'))
    .option('--volatility <fraction>', 'of the TFT price in a month, like 0.25', decimal('--volatility', { max: 3 }))
    .option(
      '--outages <count>',
      'outages a month that the simulation draws from',
      decimal('--outages', { max: MAX_OUTAGES_PER_MONTH }),
    )
    .option('--outage-hours <hours>', 'their mean length', decimal('--outage-hours', { max: 730 }));
}

/** The machine that the options select: one that they describe, a node, or this machine. */
export function subjectOf(options: ProjectOptions): z.input<typeof subjectSchema> {
  const { cru, mru, sru, hru } = options;
  const given = [cru, mru, sru, hru].filter((value) => value !== undefined);
  if (given.length === 0) {
    return { kind: 'node', nodeId: options.node ?? null };
  }
  if (cru === undefined || mru === undefined || sru === undefined || hru === undefined) {
    throw invalidInput(message('cli:core.describedMachineIncomplete'), message('cli:core.giveZeroForNone'), {
      field: '--cru',
    });
  }
  if (options.node !== undefined) {
    throw invalidInput(message('cli:core.giveNodeOrMachine'), message('uptime:core.leaveOneOut'), {
      field: '--node',
    });
  }
  return {
    kind: 'machine',
    label: 'Described machine',
    resources: { cru, mruBytes: mru, sruBytes: sru, hruBytes: hru },
    certification: options.certified ? 'certified' : 'diy',
    policy: options.policy,
    isVirtual: options.virtual,
    ...(options.connectionPrice === undefined ? {} : { connectionPriceMusd: options.connectionPrice }),
  };
}

const UPTIME_HINT = message('cli:core.writeUptime');
const UPTIME_FIELD = { field: '--uptime' } as const;

function uptimeOf(text: string): Scenario['uptime'] {
  if (text === 'target' || text === 'history') {
    return { source: text };
  }
  if (!isPlainDecimal(text) || Number(text) < 0 || Number(text) > 100) {
    throw invalidInput(message('cli:core.uptimeNotPercentage', { text: text.slice(0, 20) }), UPTIME_HINT, UPTIME_FIELD);
  }
  const permille = new Decimal(text).times(10);
  if (!permille.isInteger()) {
    throw invalidInput(
      message('cli:core.uptimeTooPrecise', { text: text.slice(0, 20) }),
      message('cli:core.uptimeInPermille', { permille: toPlain(permille.floor().div(10)) }),
      UPTIME_FIELD,
    );
  }
  return { source: 'fixed', permille: permille.toNumber() };
}

function costsOf(costs: Scenario['costs'], options: ProjectOptions): Scenario['costs'] {
  return {
    wattsIdle: options.wattsIdle ?? costs.wattsIdle,
    wattsLoaded: options.wattsLoaded ?? costs.wattsLoaded,
    tariff: options.kwhPrice === undefined ? costs.tariff : { kind: 'flat', usdPerKwh: options.kwhPrice },
    hardwareUsd: options.hardwareCost ?? costs.hardwareUsd,
    amortisationMonths: options.amortisation ?? costs.amortisationMonths,
    otherPerMonthUsd: options.otherCosts ?? costs.otherPerMonthUsd,
  };
}

function uncertaintyOf(stored: Scenario['uncertainty'], options: ProjectOptions): Scenario['uncertainty'] {
  const { outages } = stored;
  const rate = outages.source === 'rate' ? outages : { source: 'rate' as const, perMonth: '0', meanHours: '0' };
  const isRateGiven = options.outages !== undefined || options.outageHours !== undefined;
  return {
    ...stored,
    priceVolatility: options.volatility ?? stored.priceVolatility,
    outages: isRateGiven
      ? {
          ...rate,
          perMonth: options.outages ?? rate.perMonth,
          meanHours: options.outageHours ?? rate.meanHours,
        }
      : outages,
  };
}

/** A stored scenario with the changes from the options. */
export function scenarioWith(options: ProjectOptions, stored: Scenario = DEFAULT_SCENARIO): Scenario {
  const { usage, supply } = stored;
  return {
    ...stored,
    rules: options.rules ?? stored.rules,
    months: options.months ?? stored.months,
    tftPriceUsd: options.tftPrice ?? stored.tftPriceUsd,
    uptime: options.uptime === undefined ? stored.uptime : uptimeOf(options.uptime),
    usage: {
      slices: options.slices ?? usage.slices,
      pricePerSlice: options.slicePrice ?? usage.pricePerSlice,
      currency: options.currency ?? usage.currency,
      utilisation: options.utilisation ?? usage.utilisation,
    },
    supply: {
      mintedTft: options.minted ?? supply.mintedTft,
      mintedPerMonthTft: options.mintedPerMonth ?? supply.mintedPerMonthTft,
    },
    costs: costsOf(stored.costs, options),
    uncertainty: uncertaintyOf(stored.uncertainty, options),
  };
}
