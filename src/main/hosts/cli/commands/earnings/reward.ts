import type { Command } from 'commander';
import { findRuleSet, type RuleSetId } from '#shared/domain/rules/registry.ts';
import { MAX_PERIOD_INDEX } from '#shared/domain/uptime/limits.ts';
import { VIOLATION_KINDS, type ViolationKind } from '#shared/domain/uptime/violations.ts';
import type { DecimalString } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import {
  addResourceOptions,
  CONNECTION_PRICE_OPTION,
  decimal,
  oneOf,
  POLICY_OPTION,
  type ResourceOptions,
  toResources,
  whole,
} from '#main/hosts/cli/options/options.ts';
import { addFarming20Options, farming20, type Farming20Options } from './reward-farming-2-0.ts';
import { splitRevenue } from '../economy/revenue-split.ts';
import { renderReward } from './reward-text.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';

/** The options of `farmer reward` as commander leaves them. */
interface RewardOptions extends ResourceOptions, Farming20Options {
  readonly rules: RuleSetId;
  readonly policy: number;
  readonly nu?: DecimalString;
  readonly ipv4Seconds?: number;
  readonly connectionPrice?: number;
  readonly uptimeSeconds?: number;
  readonly virtual: boolean;
  readonly period?: number;
  readonly connectedSeconds?: number;
  readonly violation?: ViolationKind;
  readonly revenue?: DecimalString;
}

function mintingInput(options: RewardOptions) {
  return {
    ...options,
    resources: toResources(options),
    certification: options.certified ? 'certified' : 'diy',
    nuGib: options.nu,
    connectionPriceMusd: options.connectionPrice,
    isVirtual: options.virtual,
    periodIndex: options.period,
  } as const;
}

async function minting(session: CliSession, options: RewardOptions): Promise<void> {
  const area = session.calls.earnings.rewards;
  const reward = await area.compute(mintingInput(options));
  session.print(toSnakeCase({ rules: options.rules, ...reward }), () => renderReward(session.style, reward));
}

async function minting2024(session: CliSession, options: RewardOptions): Promise<void> {
  if (options.revenue === undefined) {
    return minting(session, options);
  }
  const area = session.calls.earnings.rewards;
  const reward = await area.compute(mintingInput(options));
  const split = await splitRevenue(session, 'gep-2024', options.revenue);
  session.print(toSnakeCase({ rules: options.rules, ...reward, ...split.json }), () =>
    [renderReward(session.style, reward), split.text()].join('\n\n'),
  );
}

async function gridV4(session: CliSession, options: RewardOptions): Promise<void> {
  if (options.revenue === undefined) {
    throw new FarmerError('REFUSED', message('cli:core.gridV4FixesNo'), {
      hint: message('cli:core.giveRevenue'),
      details: { rules: options.rules },
    });
  }
  const split = await splitRevenue(session, 'grid-v4', options.revenue);
  session.print({ rules: options.rules, ...split.json }, split.text);
}

/** The handler of each rule set; a new rule set without one does not compile. */
const REWARDS = {
  'minting-v3': minting,
  'gep-2024': minting2024,
  'farming-2.0': farming20,
  'grid-v4': gridV4,
} as const satisfies Record<RuleSetId, (session: CliSession, options: RewardOptions) => Promise<void>>;

/** `farmer reward`: what a node earns in a period under a rule set. */
export function define(command: Command, session: CliSession): void {
  addResourceOptions(
    addFarming20Options(command).requiredOption(
      '--rules <id>',
      'the rule set: see "farmer rules"',
      (id) => findRuleSet(id).id,
    ),
  )
    .option('--certified', 'a certified node', false)
    .option(...POLICY_OPTION, 1)
    .option('--nu <GiB>', 'public traffic in the period', decimal('--nu'))
    .option('--ipv4-seconds <seconds>', 'seconds that public addresses were reserved', whole('--ipv4-seconds'))
    .option(...CONNECTION_PRICE_OPTION)
    .option('--uptime-seconds <seconds>', 'credited uptime; the whole period if left out', whole('--uptime-seconds'))
    .option('--virtual', 'a virtual machine', false)
    .option('--period <index>', 'by the rules of this minting period', whole('--period', MAX_PERIOD_INDEX))
    .option(
      '--connected-seconds <seconds>',
      'of that period since the node connected; counted in period 46 only',
      whole('--connected-seconds'),
    )
    .option('--violation <kind>', 'a violation in the period', oneOf('--violation', VIOLATION_KINDS))
    .option('--revenue <USD>', 'gep-2024, grid-v4: what users pay in the period', decimal('--revenue'))
    .action((options: RewardOptions) => REWARDS[options.rules](session, options));
}
