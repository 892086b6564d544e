import type { RuleVersion } from '#shared/contract/rules/rules.ts';
import {
  CLOCK_SKEW_S,
  FORGIVEN_LATE_BOOTS,
  MAX_BOOT_S,
  MAX_SLEEP_S,
  REPORT_CREDIT_CAP_S,
  REPORT_GRACE_S,
  REPORT_INTERVAL_S,
} from '#shared/domain/uptime/credit-types.ts';
import { TARGET_PERMILLE } from '#shared/domain/uptime/periods.ts';
import { message } from '#shared/message.ts';

const FIRST_CREDIT = {
  reportIntervalS: 7200,
  slackS: 300,
  reportCapS: null,
  clockSkewS: null,
  tooHigh: 'violation',
  tooLow: 'credited',
  sleep: null,
  needsTwin: false,
} as const satisfies RuleVersion['credit'];

const RELAXED_CREDIT = { ...FIRST_CREDIT, tooHigh: 'credited' } as const;

const STRICT_CREDIT = {
  reportIntervalS: REPORT_INTERVAL_S,
  slackS: REPORT_GRACE_S,
  reportCapS: REPORT_CREDIT_CAP_S,
  clockSkewS: CLOCK_SKEW_S,
  tooHigh: 'violation',
  tooLow: 'violation',
  sleep: { maxS: MAX_SLEEP_S, maxBootS: MAX_BOOT_S, forgivenLateBoots: 0 },
  needsTwin: true,
} as const satisfies RuleVersion['credit'];

const FORGIVING_CREDIT = {
  ...STRICT_CREDIT,
  sleep: { ...STRICT_CREDIT.sleep, forgivenLateBoots: FORGIVEN_LATE_BOOTS },
} as const;

const NO_MINIMUM = { diy: 0, certified: 0 } as const;
const byPolicy = { kind: 'by-policy', takesPolicy3: false, minimumPermille: NO_MINIMUM } as const;
const ENFORCED_PAY = {
  kind: 'by-policy',
  proportional: [1, 2],
  takesPolicy3: true,
  minimumPermille: TARGET_PERMILLE,
} as const satisfies RuleVersion['pay'];

/**
 * The rules of grid 3 minting as they were, oldest first, each from the first period that was minted with them.
 * Source: docs/rules.md#rules-as-they-were
 */
export const RULE_VERSIONS = [
  {
    fromPeriod: 45,
    summary: message('rules:core.sincePeriod45'),
    source: 'threefoldtech/minting_v3 v3.0.0',
    credit: FIRST_CREDIT,
    pay: { kind: 'whole' },
  },
  {
    fromPeriod: 46,
    summary: message('rules:core.sincePeriod46'),
    source: 'threefoldtech/minting_v3 v3.1.0',
    credit: FIRST_CREDIT,
    pay: { kind: 'since-connected', minimumPermille: 950 },
  },
  {
    fromPeriod: 47,
    summary: message('rules:core.sincePeriod47'),
    source: 'threefoldtech/minting_v3 v3.2.0',
    credit: RELAXED_CREDIT,
    pay: { ...byPolicy, proportional: null },
  },
  {
    fromPeriod: 52,
    summary: message('rules:core.sincePeriod52'),
    source: 'threefoldtech/minting_v3 v3.4.0',
    credit: RELAXED_CREDIT,
    pay: { ...byPolicy, proportional: [1] },
  },
  {
    fromPeriod: 59,
    summary: message('rules:core.sincePeriod59'),
    source: 'threefoldtech/minting_v3@0930734',
    credit: { ...RELAXED_CREDIT, sleep: { maxS: 90_000, maxBootS: null, forgivenLateBoots: 0 } },
    pay: { ...byPolicy, proportional: [1] },
  },
  {
    fromPeriod: 67,
    summary: message('rules:core.sincePeriod67'),
    source: 'threefoldtech/minting_v3@c93b0c6',
    credit: STRICT_CREDIT,
    pay: { ...byPolicy, proportional: [1, 2] },
  },
  {
    fromPeriod: 73,
    summary: message('rules:core.sincePeriod73'),
    source: 'threefoldtech/minting_v3@280fece',
    credit: FORGIVING_CREDIT,
    pay: ENFORCED_PAY,
  },
  {
    fromPeriod: 81,
    summary: message('rules:core.sincePeriod81'),
    source: 'threefoldtech/minting_v3@fc7e17d',
    credit: FORGIVING_CREDIT,
    pay: ENFORCED_PAY,
  },
] as const satisfies readonly RuleVersion[];

const [FIRST_VERSION] = RULE_VERSIONS;

/** The rules of the latest version: what holds today. */
export const TODAYS_RULES: RuleVersion = RULE_VERSIONS.at(-1) ?? FIRST_VERSION;

/**
 * The rules by which a period was minted. Periods before the first version answer with the first, and none is later
 * than the last.
 * @param index of the period
 * Source: docs/rules.md#rules-as-they-were
 */
export function rulesOfPeriod(index: number): RuleVersion {
  return RULE_VERSIONS.findLast(({ fromPeriod }) => fromPeriod <= index) ?? FIRST_VERSION;
}
