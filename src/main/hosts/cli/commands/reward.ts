import type { Command } from 'commander';
import { MAX_CONNECTION_PRICE_MUSD } from '#shared/domain/rewards.ts';
import { findRuleSet, type RuleSetId } from '#shared/domain/rules/registry.ts';
import { VIOLATION_KINDS, type ViolationKind } from '#shared/domain/violations.ts';
import { type Decimal, toPlain } from '#shared/decimal.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { decimal, oneOf, type ResourceOptions, size, toResources, whole } from '../options.ts';
import { renderReward, rewardToJson } from '../reward-text.ts';
import type { CliSession } from '../session.ts';
import { renderPairs } from '../style.ts';

/** The options of `farmer reward` as commander leaves them. */
interface RewardOptions extends ResourceOptions {
  readonly rules: RuleSetId;
  readonly certified: boolean;
  readonly policy: '1' | '2';
  readonly nu?: Decimal;
  readonly ipv4Seconds?: number;
  readonly connectionPrice?: number;
  readonly uptimeSeconds?: number;
  readonly virtual: boolean;
  readonly violation?: ViolationKind;
  readonly tftPrice?: Decimal;
  readonly farmed?: Decimal;
}

async function minting(session: CliSession, options: RewardOptions): Promise<void> {
  const area = await session.open('rewards');
  const reward = await area.compute({
    resources: toResources(options),
    certification: options.certified ? 'certified' : 'diy',
    policy: options.policy === '1' ? 1 : 2,
    nuGib: options.nu === undefined ? undefined : toPlain(options.nu),
    ipv4Seconds: options.ipv4Seconds,
    connectionPriceMusd: options.connectionPrice,
    uptimeSeconds: options.uptimeSeconds,
    isVirtual: options.virtual,
    violation: options.violation,
  });
  session.print(rewardToJson(options.rules, reward), () => renderReward(session.style, reward));
}

function required(value: Decimal | undefined, option: string): Decimal {
  if (value === undefined) {
    throw invalidInput(`farming-2.0 needs ${option}.`, 'Give both --tft-price USD and --farmed TFT.', {
      field: option,
    });
  }
  return value;
}

async function farming20(session: CliSession, options: RewardOptions): Promise<void> {
  const area = await session.open('rewards');
  const reward = await area.computeFarming20({
    resources: toResources(options),
    certification: options.certified ? 'certified' : 'diy',
    tftPriceUsd: toPlain(required(options.tftPrice, '--tft-price')),
    farmedTft: toPlain(required(options.farmed, '--farmed')),
  });
  session.print(
    {
      rules: options.rules,
      cpr: reward.cpr,
      difficulty_factor: reward.difficultyFactor,
      tft: reward.tft,
      paid_tft: reward.paidTft,
    },
    () =>
      renderPairs(session.style, [
        ['Paid', session.style.strong(`${reward.paidTft} TFT`)],
        ['CPR', reward.cpr],
        ['Difficulty factor', reward.difficultyFactor],
      ]),
  );
}

function noFixedReward(_session: CliSession, options: RewardOptions): Promise<void> {
  throw new FarmerError('REFUSED', `${options.rules} fixes no reward: the farmer sets the price.`, {
    hint: 'Use "farmer split" for who gets what of a revenue, or --rules minting-v3.',
    details: { rules: options.rules },
  });
}

/** How each rule set answers; the compiler asks for a line when a rule set is added. */
const REWARDS = {
  'minting-v3': minting,
  'gep-2024': minting,
  'farming-2.0': farming20,
  'grid-v4': noFixedReward,
} as const satisfies Record<RuleSetId, (session: CliSession, options: RewardOptions) => Promise<void>>;

/** `farmer reward`: what a node earns in a period under a rule set. */
export function define(command: Command, session: CliSession): void {
  command
    .requiredOption('--rules <id>', 'the rule set: see "farmer rules"', (id) => findRuleSet(id).id)
    .requiredOption('--cru <count>', 'logical cores', whole('--cru'))
    .requiredOption('--mru <size>', 'memory', size('--mru'))
    .requiredOption('--sru <size>', 'SSD', size('--sru'))
    .requiredOption('--hru <size>', 'HDD', size('--hru'))
    .option('--certified', 'a certified node', false)
    .option('--policy <number>', 'farming policy, 1 or 2', oneOf('--policy', ['1', '2']), '1')
    .option('--nu <GiB>', 'public traffic in the period', decimal('--nu'))
    .option('--ipv4-seconds <seconds>', 'seconds that public addresses were reserved', whole('--ipv4-seconds'))
    .option(
      '--connection-price <mUSD>',
      'milli-USD for one TFT when it registered',
      whole('--connection-price', MAX_CONNECTION_PRICE_MUSD, 1),
    )
    .option('--uptime-seconds <seconds>', 'credited uptime; the whole period if left out', whole('--uptime-seconds'))
    .option('--virtual', 'a virtual machine', false)
    .option('--violation <kind>', 'a violation in the period', oneOf('--violation', VIOLATION_KINDS))
    .option('--tft-price <USD>', 'farming-2.0: price of one TFT', decimal('--tft-price'))
    .option('--farmed <TFT>', 'farming-2.0: all TFT ever farmed', decimal('--farmed'))
    .action((options: RewardOptions) => REWARDS[options.rules](session, options));
}
