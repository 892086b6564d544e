import type { Command } from 'commander';
import { RULE_SPLIT_IDS, type RuleSplitId } from '#shared/domain/economy/splits.ts';
import { findRuleSet } from '#shared/domain/rules/registry.ts';
import { type Decimal, toPlain } from '#shared/decimal.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { decimal } from '../options.ts';
import type { CliSession } from '../session.ts';
import { renderTable } from '../style.ts';

interface SplitOptions {
  readonly rules: RuleSplitId;
  readonly amount: Decimal;
}

/** Only rule sets in which users pay have a split. */
function splitRules(text: string): RuleSplitId {
  const known = RULE_SPLIT_IDS.find((id) => id === text);
  if (known === undefined) {
    const { title } = findRuleSet(text);
    throw new FarmerError('REFUSED', `${title} shares no revenue: there is nothing to split.`, {
      hint: `Rule sets with a split: ${RULE_SPLIT_IDS.join(', ')}.`,
      details: { rules: text },
    });
  }
  return known;
}

function toObject(shares: readonly { readonly id: string; readonly amount: string }[]) {
  return Object.fromEntries(shares.map((share) => [share.id, share.amount]));
}

async function split(session: CliSession, { rules, amount }: SplitOptions): Promise<void> {
  if (amount.isNegative()) {
    throw invalidInput('--amount must be zero or more.', 'Give the revenue in USD, like 100 or 23.40.', {
      field: '--amount',
    });
  }
  const area = await session.open('economy');
  const result = await area.split({ rules, amount: toPlain(amount) });
  session.print(
    { rules, amount: result.amount, shares: toObject(result.shares), payable: toObject(result.payable) },
    () =>
      renderTable(
        session.style,
        [
          { title: 'Of the revenue' },
          { title: '%', align: 'right' },
          { title: 'USD', align: 'right' },
          { title: 'In cents', align: 'right' },
        ],
        result.shares.map((share, index) => [
          share.label,
          String(share.percent),
          session.style.strong(share.amount),
          result.payable[index]?.amount ?? '',
        ]),
      ),
  );
}

/** `farmer split`: who gets what of some revenue. */
export function define(command: Command, session: CliSession): void {
  command
    .requiredOption('--rules <id>', RULE_SPLIT_IDS.join(' or '), splitRules)
    .requiredOption('--amount <USD>', 'the revenue', decimal('--amount'))
    .action((options: SplitOptions) => split(session, options));
}
