import type { Command } from 'commander';
import type { Payout } from '#shared/contract/uptime/payouts.ts';
import { MAX_PERIOD_INDEX } from '#shared/domain/uptime/limits.ts';
import { assertNever } from '#shared/errors.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { nodeOption, whole } from '#main/hosts/cli/options/options.ts';
import { isoUtc } from '#main/hosts/cli/options/time-option.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable } from '#main/hosts/cli/style.ts';

interface Choice {
  readonly node?: number;
  readonly period?: number;
  readonly periods: number;
}

const at = (atS: number | null) => (atS === null ? 'never' : isoUtc(atS));

/** The current step of a payout, as a sentence. */
function sentence({ step, period, tft, receiptsReadAtS, paymentsReadAtS, payments }: Payout): string {
  switch (step) {
    case 'running':
      return `the period runs until ${isoUtc(period.endS)}`;
    case 'ended':
      return 'the period is over; its receipt was not looked for since: "farmer grid sync"';
    case 'receipt-awaited':
      return `the receipt is not published yet, by what was read at ${at(receiptsReadAtS)}`;
    case 'computed':
      return `${tft ?? ''} TFT computed; the payments were not read yet`;
    case 'payment-awaited':
      return `${tft ?? ''} TFT computed, payment not seen yet, by what was read at ${at(paymentsReadAtS)}`;
    case 'paid':
      return payments
        .flatMap(({ payout }) =>
          payout === null ? [] : [`${payout.tft} TFT paid at ${isoUtc(payout.atS)}, transaction ${payout.transaction}`],
        )
        .join('; ');
    case 'nothing-due':
      return 'the receipt is over nothing';
    default:
      return assertNever(step);
  }
}

function stepText(payout: Payout): string {
  const late = payout.lateSinceS === null ? '' : `; late since ${isoUtc(payout.lateSinceS)}`;
  const asIfMinted = payout.isAsIfMinted ? '; as if minted: grid 3 no longer mints this period' : '';
  return `${sentence(payout)}${late}${asIfMinted}`;
}

async function list(session: CliSession, { node, period, periods }: Choice): Promise<void> {
  const { payouts } = await session.calls.uptime.payouts.list({
    nodeId: node ?? null,
    periods,
    periodIndex: period ?? null,
  });
  const json = payouts.map(({ node: { id, gridNodeId }, period: { index, name }, ...rest }) => ({
    node: id,
    gridNodeId,
    period: index,
    periodName: name,
    ...rest,
  }));
  session.print(toSnakeCase({ payouts: json }, { payoutState: 'state' }), () =>
    payouts.length === 0
      ? 'No payout to follow yet: "farmer grid connect" and "farmer grid sync" bring in a node of the grid.'
      : renderTable(
          session.style,
          ['Period', 'Node', 'Where it is'],
          payouts.map((payout) => [payout.period.name, payout.node.name, stepText(payout)]),
        ),
  );
}

/** `farmer payouts`: the step at which the payout of each period is. */
export function define(command: Command, session: CliSession): void {
  command
    .option(...nodeOption('default: every node of the grid'))
    .option('--periods <count>', 'this many of the latest periods', whole('--periods', 400, 1), 3)
    .option('--period <index>', 'one period instead', whole('--period', MAX_PERIOD_INDEX))
    .action((choice: Choice) => list(session, choice));
}
