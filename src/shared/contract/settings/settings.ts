import { comparedMachineSchema } from '#shared/contract/earnings/compared-machine.ts';
import { MAX_SIDE_BY_SIDE } from '#shared/domain/earnings/limits.ts';
import { z } from 'zod';
import {
  command,
  nonNegativeDecimal,
  positiveDecimal,
  query,
  timeZoneName,
  wholeNumber,
  typedText,
} from '#shared/contract/base.ts';
import { channelSettingsSchema, DEFAULT_CHANNELS } from '#shared/contract/notifications/channels.ts';
import { SEVERITIES } from '#shared/domain/notifications/kinds.ts';
import { MAX_PERIOD_INDEX } from '#shared/domain/uptime/limits.ts';
import type { MessageKey } from '#shared/message.ts';

const inPortRange = (port: number) => port >= 1 && port <= 65_535;
const shortText = (max: number) => typedText().max(max);
const hourOfDay = z.number().int().min(0).max(23);
const hostAndPort = z
  .string()
  .max(260)
  .regex(/^[^\s/:]+:\d{1,5}$/, { error: 'settings:core.mustBeHostAndPort' satisfies MessageKey })
  .refine((text) => inPortRange(Number(text.slice(text.lastIndexOf(':') + 1))), {
    error: 'settings:core.portOutOfRange' satisfies MessageKey,
  });
const minuteOfDay = z.number().int().min(0).max(1439).describe('Minutes since local midnight');

/** What a kilowatt-hour costs: one price, or one from each named hour of the day of a time zone until the next. */
const electricitySchema = z.discriminatedUnion('plan', [
  z.object({ plan: z.literal('flat'), usdPerKwh: nonNegativeDecimal }),
  z.object({
    plan: z.literal('time-of-use'),
    timeZone: timeZoneName.nullable().default(null).describe('Null: where the node stands, or else this computer'),
    bands: z
      .array(z.object({ fromHour: hourOfDay, usdPerKwh: nonNegativeDecimal }))
      .min(1)
      .max(24)
      .refine((bands) => new Set(bands.map((band) => band.fromHour)).size === bands.length, {
        error: 'settings:core.hourStartsTwoPrices' satisfies MessageKey,
      }),
  }),
]);

/** Where the price of electricity comes from: day-ahead prices of a market, or as it is typed. */
export const ELECTRICITY_SOURCES = ['typed', 'awattar-de', 'awattar-at', 'entso-e'] as const;
/** Where the price of gold comes from. */
export const GOLD_SOURCES = ['typed', 'coingecko'] as const;
/** Where the rate of the currency comes from. */
export const CURRENCY_SOURCES = ['typed', 'ecb'] as const;

/** The steps of the first run, in their order; `done` once it was finished or skipped. */
const FIRST_RUN_STEPS = ['welcome', 'machine', 'verdict', 'costs', 'done'] as const;

/**
 * Every setting with its type and its default. Amounts are in USD; `currency` only decides how they are shown.
 * A new setting is one line here, and the same line in {@link DEFAULT_SETTINGS}.
 */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, { error: 'settings:core.mustBeLanguageTag' satisfies MessageKey }),
  farm: z.object({ name: shortText(80) }),
  thisComputer: z
    .object({ isNode: z.boolean().nullable() })
    .describe('Whether the computer that Farmer runs on is a node of the farm; null until the farmer says so'),
  farmColumns: z
    .array(shortText(40))
    .max(40)
    .nullable()
    .describe('The columns of the farm as chosen; null: the usual ones'),
  contact: z.object({ email: shortText(254), phone: shortText(40) }).describe('Private: it never leaves this computer'),
  electricity: electricitySchema.nullable().describe('Null until the farmer entered it'),
  currency: z.object({
    code: z.string().regex(/^[A-Z]{3}$/, { error: 'settings:core.mustBeCurrencyCode' satisfies MessageKey }),
    unitsPerUsd: positiveDecimal.nullable().describe('Null until it was entered: amounts are then in USD'),
  }),
  rates: z.object({
    tftUsd: positiveDecimal.nullable().describe('Null until the farmer entered it'),
    goldUsdPerGram: positiveDecimal.nullable().describe('Null until the farmer entered it'),
  }),
  comparedMachines: z
    .array(comparedMachineSchema)
    .max(MAX_SIDE_BY_SIDE)
    .nullable()
    .describe('The machines side by side, as chosen last; null until any were'),
  upgradePrices: z
    .record(shortText(40), positiveDecimal)
    .describe('What each common upgrade costs, by its id, in USD; without an entry it was not entered'),
  priceSource: z
    .object({ tft: z.enum(['typed', 'stellar-dex', 'chain']), address: z.string().max(300).nullable() })
    .describe('Where the price of a TFT comes from; `typed` asks nobody'),
  marketSources: z
    .object({
      electricity: z.object({
        source: z.enum(ELECTRICITY_SOURCES),
        area: z
          .string()
          .regex(/^[A-Z0-9-]{16}$/, { error: 'settings:core.mustBeAreaCode' satisfies MessageKey })
          .nullable(),
        timeZone: timeZoneName,
        feesEurPerKwh: nonNegativeDecimal,
        taxPercent: nonNegativeDecimal,
        address: shortText(300).nullable(),
      }),
      gold: z.object({ source: z.enum(GOLD_SOURCES), address: shortText(300).nullable() }),
      currency: z.object({ source: z.enum(CURRENCY_SOURCES), address: shortText(300).nullable() }),
    })
    .describe('Where the prices of electricity, gold and the currency come from; `typed` asks nobody'),
  depreciationMonths: z.number().int().min(1).max(600),
  notifications: z.object({
    isEnabled: z.boolean(),
    lowestLevel: z.enum(SEVERITIES),
    quietHours: z.object({ fromMinute: minuteOfDay, untilMinute: minuteOfDay }).nullable(),
    hasDailyDigest: z.boolean(),
  }),
  alertChannels: channelSettingsSchema.describe('Where alerts go besides this computer; secrets are kept elsewhere'),
  reachability: z.object({
    isEnabled: z.boolean(),
    hosts: z.array(hostAndPort).max(10),
  }),
  autostart: z.object({ isEnabled: z.boolean(), startsHidden: z.boolean() }),
  recorderService: z
    .object({ isEnabled: z.boolean() })
    .describe('Whether the installed desktop app keeps a recorder running without a window'),
  updates: z.object({ checksDaily: z.boolean() }),
  grid: z.object({ isAutomatic: z.boolean() }).describe('Whether the connection to the grid is kept up by itself'),
  backups: z.object({
    isDaily: z.boolean(),
    keepCount: z.number().int().min(1).max(100),
    keepMebibytes: z.number().int().min(10).max(100_000),
  }),
  minting: z
    .object({ lastPeriod: wholeNumber.max(MAX_PERIOD_INDEX).nullable(), source: shortText(300) })
    .describe('The last period that grid 3 minted, where it is known, and from where'),
  firstRun: z.object({ step: z.enum(FIRST_RUN_STEPS) }),
});

/** Every setting of a farmer. */
export type Settings = z.infer<typeof settingsSchema>;
/** The name of a setting. */
export type SettingKey = keyof Settings;

/** The defaults. Nothing that needs a network is on, and no price is made up. */
export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  language: 'en',
  farm: { name: '' },
  thisComputer: { isNode: null },
  farmColumns: null,
  contact: { email: '', phone: '' },
  electricity: null,
  currency: { code: 'USD', unitsPerUsd: '1' },
  rates: { tftUsd: null, goldUsdPerGram: null },
  comparedMachines: null,
  upgradePrices: {},
  priceSource: { tft: 'typed', address: null },
  marketSources: {
    electricity: {
      source: 'typed',
      area: null,
      timeZone: 'Europe/Berlin',
      feesEurPerKwh: '0',
      taxPercent: '0',
      address: null,
    },
    gold: { source: 'typed', address: null },
    currency: { source: 'typed', address: null },
  },
  depreciationMonths: 60,
  notifications: { isEnabled: true, lowestLevel: 'normal', quietHours: null, hasDailyDigest: false },
  alertChannels: DEFAULT_CHANNELS,
  reachability: { isEnabled: false, hosts: [] },
  autostart: { isEnabled: false, startsHidden: true },
  recorderService: { isEnabled: false },
  updates: { checksDaily: false },
  grid: { isAutomatic: false },
  backups: { isDaily: true, keepCount: 7, keepMebibytes: 500 },
  minting: { lastPeriod: null, source: '' },
  firstRun: { step: 'welcome' },
};

/** Calls about settings. */
export const settingsContract = {
  get: query('Every setting').output(settingsSchema),
  update: command('Change some settings, each replaced as a whole')
    .input(settingsSchema.partial())
    .output(settingsSchema),
};
