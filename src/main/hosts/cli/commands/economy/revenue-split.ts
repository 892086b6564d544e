import type { RuleSplitId } from '#shared/domain/economy/constants.ts';
import type { DecimalString } from '#shared/decimal.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable, right } from '#main/hosts/cli/style.ts';
import { inEnglish } from '#shared/message.ts';

function amountsById(shares: readonly { readonly id: string; readonly amount: string }[]) {
  return Object.fromEntries(shares.map((share) => [share.id, share.amount]));
}

/** Prints how a rule set splits a revenue, as JSON or as a table. */
export async function splitRevenue(session: CliSession, rules: RuleSplitId, amount: DecimalString) {
  const split = await session.calls.economy.split({ rules, amount });
  return {
    json: { amount: split.amount, shares: amountsById(split.shares), payable: amountsById(split.payable) },
    text: () =>
      renderTable(
        session.style,
        ['Of the revenue', right('%'), right('USD'), right('In cents')],
        split.shares.map((share, index) => [
          inEnglish(share.label),
          String(share.percent),
          session.style.strong(share.amount),
          split.payable[index]?.amount ?? '',
        ]),
      ),
  };
}
