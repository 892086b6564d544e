import { z } from 'zod';
import { Decimal } from '#shared/decimal.ts';
import { MAX_BAND_LABEL, MAX_MONTHS, MAX_OUTAGES_PER_MONTH, MAX_SLICES } from '#shared/domain/earnings/limits.ts';
import { RULE_SETS, type RuleSetId } from '#shared/domain/rules/registry.ts';
import {
  command,
  decimalString,
  messageSchema,
  nonNegativeDecimal,
  positiveDecimal,
  query,
  timeZoneName,
  unixMs,
  wholeNumber,
  typedText,
} from '#shared/contract/base.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';
import type { MessageKey } from '#shared/message.ts';

/** The layout of a scenario. A stored one with another number is shown as not readable, never guessed at. */
export const SCENARIO_FORMAT = 1;

const [firstRules, ...otherRules] = RULE_SETS.map((rules): RuleSetId => rules.id);
/** The id of a rule set. */
export const ruleSetId = z.enum([firstRules ?? 'minting-v3', ...otherRules]);

const isAtMost = (limit: number) => (text: string) => Number(text) <= limit;
/** A fraction from 0 to 1. */
export const fraction = nonNegativeDecimal.refine(isAtMost(1), {
  error: 'earnings:core.mustBeShare' satisfies MessageKey,
});
/** As {@link fraction}: text outside the program, a Decimal inside. */
export const fractionInput = fraction.transform((text) => new Decimal(text));

/** A price of a kilowatt-hour in some hours, weekdays and months of the year. */
export const tariffBandSchema = z.object({
  label: typedText().max(MAX_BAND_LABEL),
  months: z.array(z.number().int().min(1).max(12)).min(1).max(12).readonly(),
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7).readonly(),
  fromHour: z.number().int().min(0).max(23),
  untilHour: z.number().int().min(1).max(24),
  usdPerKwh: nonNegativeDecimal,
});

/** What a kilowatt-hour costs: flat, or by hour, weekday and season of the clocks of a time zone. */
const tariffSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('flat'), usdPerKwh: nonNegativeDecimal }),
  z.object({
    kind: z.literal('time-of-use'),
    timeZone: timeZoneName.nullable().default(null).describe('Null: where the node stands, or else this computer'),
    utcOffsetMinutes: z
      .number()
      .int()
      .min(-840)
      .max(840)
      .optional()
      .describe('A fixed distance from UTC, as tariffs once were stored; counts while there is no time zone'),
    bands: z.array(tariffBandSchema).max(200),
    otherwiseUsdPerKwh: nonNegativeDecimal,
  }),
]);

/**
 * Named assumptions of a projection. Null means the value of the node, its slices and prices, or the settings.
 * Amounts in USD unless named otherwise; a month is a minting period.
 */
export const scenarioSchema = z.object({
  format: z
    .literal(SCENARIO_FORMAT, { error: 'earnings:core.fromOtherVersion' satisfies MessageKey })
    .default(SCENARIO_FORMAT),
  rules: ruleSetId.default('minting-v3'),
  months: z
    .number()
    .int()
    .min(1, { error: 'app:core.mustBeOneOrMore' satisfies MessageKey })
    .max(MAX_MONTHS)
    .default(60),
  usage: z
    .object({
      slices: wholeNumber.max(MAX_SLICES).nullable(),
      pricePerSlice: nonNegativeDecimal.nullable().describe('A month, in the currency beside'),
      currency: z.enum(['USD', 'CC']),
      utilisation: fraction.nullable(),
    })
    .default({ slices: null, pricePerSlice: null, currency: 'USD', utilisation: null }),
  tftPriceUsd: positiveDecimal.nullable().default(null),
  supply: z
    .object({ mintedTft: nonNegativeDecimal.nullable(), mintedPerMonthTft: nonNegativeDecimal.nullable() })
    .default({ mintedTft: null, mintedPerMonthTft: null }),
  traffic: z.object({ nuGib: nonNegativeDecimal, ipv4Seconds: wholeNumber }).default({ nuGib: '0', ipv4Seconds: 0 }),
  uptime: z
    .discriminatedUnion('source', [
      z
        .object({ source: z.literal('own') })
        .describe('The own record where there is one, the running period as Uptime expects it; else 100 %'),
      z.object({ source: z.literal('target') }),
      z.object({ source: z.literal('history') }),
      z.object({ source: z.literal('fixed'), permille: z.number().int().min(0).max(1000) }),
    ])
    .default({ source: 'own' }),
  costs: z
    .object({
      wattsIdle: nonNegativeDecimal.nullable(),
      wattsLoaded: nonNegativeDecimal.nullable(),
      tariff: tariffSchema.nullable(),
      hardwareUsd: nonNegativeDecimal.nullable(),
      amortisationMonths: z.number().int().min(1).max(600).nullable(),
      otherPerMonthUsd: nonNegativeDecimal.nullable(),
    })
    .default({
      wattsIdle: null,
      wattsLoaded: null,
      tariff: null,
      hardwareUsd: null,
      amortisationMonths: null,
      otherPerMonthUsd: null,
    }),
  uncertainty: z
    .object({
      priceVolatility: nonNegativeDecimal.refine(isAtMost(3), {
        error: 'earnings:core.mustBeZeroToThree' satisfies MessageKey,
      }),
      priceDrift: decimalString.refine((text) => Math.abs(Number(text)) <= 1, {
        error: 'earnings:core.mustBeMinusOneToOne' satisfies MessageKey,
      }),
      utilisationDeviation: fraction,
      outages: z.discriminatedUnion('source', [
        z.object({
          source: z.literal('rate'),
          perMonth: nonNegativeDecimal.refine(isAtMost(MAX_OUTAGES_PER_MONTH), {
            error: 'earnings:core.mustBeFiftyOrFewer' satisfies MessageKey,
          }),
          meanHours: nonNegativeDecimal.refine(isAtMost(730), {
            error: 'earnings:core.mustBe730HoursOrLess' satisfies MessageKey,
          }),
        }),
        z.object({ source: z.literal('record') }),
      ]),
    })
    .default({
      priceVolatility: '0.15',
      priceDrift: '0',
      utilisationDeviation: '0.15',
      outages: { source: 'rate', perMonth: '1', meanHours: '4' },
    }),
  spread: z
    .object({
      price: fraction.refine((text) => Number(text) < 1, { error: 'app:core.mustBeBelowOne' satisfies MessageKey }),
      utilisation: fraction,
    })
    .default({ price: '0.5', utilisation: '0.2' }),
});

/** Named assumptions of a projection. */
export type Scenario = z.infer<typeof scenarioSchema>;

/** The scenario before any change. */
export const DEFAULT_SCENARIO: Scenario = scenarioSchema.parse({});

const scenarioName = z
  .string()
  .trim()
  .min(1, { error: 'app:core.mustNotBeEmpty' satisfies MessageKey })
  .max(60)
  // SQLite measures a text up to its first NUL.
  .refine((name) => !name.startsWith('\u0000'), { error: 'app:core.mustNotBeEmpty' satisfies MessageKey });
const scenarioId = z.number().int().positive();

/** A stored scenario. `scenario` is null when another version of Farmer wrote it; `problem` then explains it. */
const storedScenarioSchema = z.object({
  id: scenarioId,
  name: scenarioName,
  nodeId: nodeId.nullable().describe('The node it was made for; null for any'),
  scenario: scenarioSchema.nullable(),
  problem: messageSchema.nullable(),
  createdAtMs: unixMs,
  updatedAtMs: unixMs,
});

/** A stored scenario. */
export type StoredScenario = z.infer<typeof storedScenarioSchema>;

const newScenarioSchema = z.object({
  name: scenarioName,
  nodeId: nodeId.nullable().default(null),
  scenario: scenarioSchema,
});
/** A scenario to store. */
export type NewScenario = z.infer<typeof newScenarioSchema>;

/** Calls about scenarios. */
export const scenariosContract = {
  list: query('Every stored scenario, by name').output(z.object({ scenarios: z.array(storedScenarioSchema) })),
  save: command('Store a scenario; a name that exists is replaced')
    .input(newScenarioSchema)
    .output(storedScenarioSchema),
  getOfNode: query('The assumptions that were typed last for a node; null where nothing was changed')
    .input(z.object({ nodeId }))
    .output(z.object({ scenario: scenarioSchema.nullable() })),
  keepOfNode: command('Keep the assumptions that were typed for a node')
    .input(z.object({ nodeId, scenario: scenarioSchema }))
    .output(z.object({ scenario: scenarioSchema })),
  copy: command('Store a copy under another name')
    .input(z.object({ id: scenarioId, name: scenarioName }))
    .output(storedScenarioSchema),
  rename: command('Give a scenario another name')
    .input(z.object({ id: scenarioId, name: scenarioName }))
    .output(storedScenarioSchema),
  remove: command('Remove a scenario; it can be brought back for 30 days')
    .input(z.object({ id: scenarioId }))
    .output(z.object({ id: scenarioId })),
  undoRemove: command('Bring a removed scenario back')
    .input(z.object({ id: scenarioId }))
    .output(storedScenarioSchema),
};
