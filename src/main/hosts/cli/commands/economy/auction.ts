import type { Command } from 'commander';
import { MAX_TABLE_CHARACTERS } from '#shared/contract/economy/economy.ts';
import type { DecimalString } from '#shared/decimal.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { allInEnglish, message, type Translated } from '#shared/message.ts';
import { readTextFile } from '#main/hosts/cli/options/input-file.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { decimal } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderPairs, renderTable, right, type Style } from '#main/hosts/cli/style.ts';

interface AuctionOptions {
  readonly bids: string;
  readonly max: DecimalString;
  readonly market?: DecimalString;
  readonly pool?: DecimalString;
}

const ABOVE_ZERO = { isAboveZero: true } as const;

type Result = Translated<Awaited<ReturnType<CliSession['calls']['economy']['clearAuction']>>>;

function renderSteps(style: Style, steps: Result['steps']): string {
  return renderTable(
    style,
    [
      'Provider',
      right('Amount, TFT'),
      right('Least price, USD'),
      right('Filled so far, TFT'),
      right('Leaves behind, USD'),
      'Outcome',
    ],
    steps.map((step) => {
      const isAccepted = step.outcome === 'accepted';
      const outcome = `${isAccepted ? style.good('accepted') : style.warning('rejected')} ${style.quiet(step.reason)}`;
      return [step.lp, step.amount, step.minPrice, step.filled, isAccepted ? step.margin : '', outcome];
    }),
  );
}

async function auction(session: CliSession, options: AuctionOptions): Promise<void> {
  const csv = readTextFile(options.bids, session);
  if (csv.length > MAX_TABLE_CHARACTERS) {
    throw new FarmerError(
      'TOO_LARGE',
      message('cli:core.auctionFileTooLong', { maxTableCharacters: MAX_TABLE_CHARACTERS }),
      {
        hint: message('cli:core.isRightAuctionFile'),
      },
    );
  }
  if (csv.trim() === '') {
    throw invalidInput(message('bids:core.fileEmpty'), message('cli:core.startWithHeader'), { line: 1 });
  }
  const answer = await session.calls.economy.clearAuction({
    bids: { csv },
    max: options.max,
    marketPrice: options.market ?? null,
    poolUsdc: options.pool ?? null,
  });
  const result = allInEnglish(answer);
  const accepted = result.steps.filter((step) => step.outcome === 'accepted');
  const rejected = result.steps.filter((step) => step.outcome !== 'accepted');
  session.print(
    toSnakeCase({
      ...result,
      accepted: accepted.map((step) => step.lp),
      rejected: rejected.map(({ lp, reason, outcome }) => ({ lp, reason, cause: outcome })),
    }),
    () =>
      [
        renderPairs(session.style, [
          [
            'Clearing price',
            result.clearingPrice === null
              ? session.style.strong('none: no bid was accepted')
              : `${session.style.strong(result.clearingPrice)} USD for one TFT`,
          ],
          ['Filled', `${session.style.strong(result.filled)} of ${result.max} TFT`],
          ['Margin that stays', `${session.style.strong(result.marginKept)} USD`],
          result.highestPrice === null
            ? null
            : ['Highest price', `${result.highestPrice} USD for one TFT (market less 20 %)`],
        ]),
        renderSteps(session.style, result.steps),
      ].join('\n\n'),
  );
}

/** `farmer auction`: one round of the exit auction over a file of bids, explained bid by bid. */
export function define(command: Command, session: CliSession): void {
  command
    .requiredOption('--bids <CSV>', 'columns lp,amount,min_price; optional contributed,exited')
    .requiredOption('--max <amount>', 'what the round may take in all', decimal('--max', ABOVE_ZERO))
    .option('--market <price>', 'market price: bids above 80 % of it are rejected', decimal('--market', ABOVE_ZERO))
    .option('--pool <USDC>', "the pool's USDC: the round takes at most 5 % of it", decimal('--pool', ABOVE_ZERO))
    .action((options: AuctionOptions) => auction(session, options));
}
