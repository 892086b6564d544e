import type { RuleSplitId } from '#shared/domain/economy/splits.ts';
import { type Decimal, toPlain } from '#shared/decimal.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable } from '#main/hosts/cli/style.ts';

/** A split revenue as scripts and people read it. */
export interface PrintedSplit {
  readonly json: {
    readonly amount: string;
    readonly shares: Readonly<Record<string, string>>;
    readonly payable: Readonly<Record<string, string>>;
  };
  readonly text: () => string;
}

function toObject(shares: readonly { readonly id: string; readonly amount: string }[]) {
  return Object.fromEntries(shares.map((share) => [share.id, share.amount]));
}

/** Shares a revenue as a rule set prescribes. */
export async function splitRevenue(session: CliSession, rules: RuleSplitId, amount: Decimal): Promise<PrintedSplit> {
  const area = session.calls.economy;
  const split = await area.split({ rules, amount: toPlain(amount) });
  return {
    json: { amount: split.amount, shares: toObject(split.shares), payable: toObject(split.payable) },
    text: () =>
      renderTable(
        session.style,
        [
          { title: 'Of the revenue' },
          { title: '%', align: 'right' },
          { title: 'USD', align: 'right' },
          { title: 'In cents', align: 'right' },
        ],
        split.shares.map((share, index) => [
          share.label,
          String(share.percent),
          session.style.strong(share.amount),
          split.payable[index]?.amount ?? '',
        ]),
      ),
  };
}
