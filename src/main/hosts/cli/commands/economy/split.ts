import type { Command } from 'commander';
import { RULE_SPLIT_IDS, type RuleSplitId } from '#shared/domain/economy/constants.ts';
import { findRuleSet } from '#shared/domain/rules/registry.ts';
import type { DecimalString } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { decimal } from '#main/hosts/cli/options/options.ts';
import { splitRevenue } from './revenue-split.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';

interface SplitOptions {
  readonly rules: RuleSplitId;
  readonly amount: DecimalString;
}

/** Accepts only rule sets in which users pay: the others have no split. */
function parseRules(text: string): RuleSplitId {
  const known = RULE_SPLIT_IDS.find((id) => id === text);
  if (known === undefined) {
    const { title } = findRuleSet(text);
    throw new FarmerError('REFUSED', message('cli:core.ruleSetHasNoSplit', { title }), {
      hint: message('cli:core.ruleSetsWithSplit', { ruleSplitIds: RULE_SPLIT_IDS.join(', ') }),
      details: { rules: text },
    });
  }
  return known;
}

async function split(session: CliSession, { rules, amount }: SplitOptions): Promise<void> {
  const { json, text } = await splitRevenue(session, rules, amount);
  session.print({ rules, ...json }, text);
}

/** `farmer split`: the receivers of a revenue and their amounts. */
export function define(command: Command, session: CliSession): void {
  command
    .requiredOption('--rules <id>', RULE_SPLIT_IDS.join(' or '), parseRules)
    .requiredOption('--amount <USD>', 'the revenue', decimal('--amount'))
    .action((options: SplitOptions) => split(session, options));
}
