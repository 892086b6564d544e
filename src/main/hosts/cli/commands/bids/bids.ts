import type { Command } from 'commander';
import type { BidState } from '#shared/contract/bids/bids.ts';
import { RULE_SPLIT_IDS, type RuleSplitId } from '#shared/domain/economy/constants.ts';
import { BID_STATES } from '#shared/domain/bids/constants.ts';
import type { DecimalString } from '#shared/decimal.ts';
import { bestSetJson, bidJson, rankedJson, renderBest, renderRanked, reservationJson } from './bid-text.ts';
import { ensureFarmNode } from '../nodes/farm-nodes.ts';
import { readTextFile } from '#main/hosts/cli/options/input-file.ts';
import { decimal, nodeOption, oneOf, whole } from '#main/hosts/cli/options/options.ts';
import { moneyText } from '#shared/number-text.ts';
import { createCalls } from '#main/app/router.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable, right } from '#main/hosts/cli/style.ts';
import { isoUtc, parseTimeS } from '#main/hosts/cli/options/time-option.ts';
import { renderRejected } from '#main/hosts/cli/text/rejected-text.ts';

interface NodeOption {
  readonly node?: number;
}

/** The maximum number of bids in a table; JSON contains all. */
const SHOWN_BIDS = 40;
const MAX_BIDS = 200_000;

const ONE_NODE = nodeOption('one node');

async function importBids(session: CliSession, file: string): Promise<void> {
  const text = readTextFile(file, session);
  const result = await session.wait('importing', session.calls.bids.importFile({ text, file }));
  session.print(result, () =>
    [
      `Imported ${result.imported}, rejected ${result.rejected.length}.`,
      ...renderRejected(
        session.style,
        result.rejected.map(({ line, reason }) => ({ where: `line ${line}`, reason })),
      ),
    ].join('\n'),
  );
  if (result.imported === 0 && result.rejected.length > 0) session.endRefused(result.rejected.length);
}

async function rank(session: CliSession, options: NodeOption & { readonly limit?: number }): Promise<void> {
  await ensureFarmNode(session);
  const limit = options.limit ?? (session.isJson ? MAX_BIDS : SHOWN_BIDS);
  const ranking = await session.calls.bids.rank({ nodeId: options.node ?? null, limit });
  const { bids, total, fitting, scarce, usdPerCc } = ranking;
  session.print({ bids: bids.map(rankedJson), total, fitting, scarce, usd_per_cc: usdPerCc }, () =>
    renderRanked(session.style, ranking),
  );
}

async function list(session: CliSession, state: BidState): Promise<void> {
  const { bids } = await session.calls.bids.list({ states: [state], limit: MAX_BIDS });
  session.print({ bids: bids.map(bidJson) }, () =>
    bids.length === 0
      ? `No bid is ${state}.`
      : bids
          .map((bid) => `${bid.id}  ${bid.buyer}  ${moneyText(bid.pricePerMonth)} ${bid.currency}  ${bid.note ?? ''}`)
          .join('\n'),
  );
}

interface AcceptOptions extends NodeOption {
  readonly slice?: string;
  readonly start?: number;
  readonly acceptLoss: boolean;
  readonly reason?: string;
}

async function accept(session: CliSession, id: string, options: AcceptOptions): Promise<void> {
  await ensureFarmNode(session);
  const { reservation, bid } = await session.calls.bids.accept({
    id,
    nodeId: options.node ?? null,
    kindId: options.slice ?? null,
    startS: options.start ?? null,
    acceptsLoss: options.acceptLoss,
    reason: options.reason ?? null,
  });
  session.print({ accepted: id, reserved: reservationJson(reservation), needs_kyc: bid.needsKyc }, () =>
    [
      `Accepted "${id}": ${reservation.slices} of ${reservation.kindId} on ${reservation.nodeName},`,
      `from ${isoUtc(reservation.startS)} until ${isoUtc(reservation.endS)}.`,
      ...(bid.needsKyc === true
        ? [session.style.warning('The bid is worth more than 1000 USD: the buyer needs KYC.')]
        : []),
    ].join(' '),
  );
}

interface BestOptions extends NodeOption {
  readonly months: number;
  readonly later: boolean;
}

async function best(session: CliSession, options: BestOptions): Promise<void> {
  await ensureFarmNode(session);
  const { node, months, later } = options;
  const stop = new AbortController();
  const end = () => stop.abort();
  let nodes = '';
  const progress = (done: number, total: number) => {
    nodes = `, ${done} of ${total} nodes`;
  };
  // The first Ctrl+C stops the search and prints the best set found so far; a second one ends the program.
  process.once('SIGINT', end);
  try {
    const work = createCalls({ ...session.app.context, progress }).bids.findBest(
      { nodeId: node ?? null, months, mayBeginLater: later },
      { signal: stop.signal },
    );
    const found = await session.wait(() => `looking for the best set${nodes}`, work);
    session.print(bestSetJson(found), () => renderBest(session.style, found));
  } finally {
    process.off('SIGINT', end);
  }
}

async function revenue(session: CliSession, options: NodeOption & RevenueOptions): Promise<void> {
  const { node, split, periods } = options;
  const booked = await session.calls.bids.revenue({ nodeId: node ?? null, split, periods });
  const json = {
    split,
    gross: booked.grossUsd,
    farmer: booked.farmerUsd,
    periods: booked.periods.map(({ index, name, grossUsd, shares }) => ({
      index,
      name,
      gross: grossUsd,
      shares: Object.fromEntries(shares.map((share) => [share.id, share.amount])),
    })),
  };
  session.print(json, () =>
    renderTable(
      session.style,
      ['Period', right('Gross (USD)'), right('Yours (USD)')],
      booked.periods.map((entry) => [entry.name, moneyText(entry.grossUsd), moneyText(entry.farmerUsd)]),
    ),
  );
}

interface RevenueOptions {
  readonly split: RuleSplitId;
  readonly periods: number;
}

function defineQueries(command: Command, session: CliSession): void {
  command
    .command('import')
    .description('import a bid file of format 1, JSON or CSV')
    .argument('<file>', 'the file')
    .action((file: string) => importBids(session, file));
  command
    .command('rank', { isDefault: true })
    .description('open bids by net income per unit of the scarce resource')
    .option(...ONE_NODE)
    .option('--limit <count>', 'at most this many', whole('--limit', MAX_BIDS, 1))
    .action((options: NodeOption & { readonly limit?: number }) => rank(session, options));
  command
    .command('list')
    .description('bids in one state')
    .option('--state <state>', BID_STATES.join(', '), oneOf('--state', BID_STATES), 'accepted')
    .action((options: { readonly state: BidState }) => list(session, options.state));
  command
    .command('best')
    .description('the set of bids that earns most in the coming months')
    .option(...ONE_NODE)
    .option('--months <count>', 'how far to look', whole('--months', 60, 1), 12)
    .option('--later', 'a bid may begin in any month until it expires', false)
    .action((options: BestOptions) => best(session, options));
  command
    .command('revenue')
    .description('what accepted bids bring by minting period')
    .option(...ONE_NODE)
    .option('--split <rules>', RULE_SPLIT_IDS.join(', '), oneOf('--split', RULE_SPLIT_IDS), 'grid-v4')
    .option('--periods <count>', 'how many', whole('--periods', 120, 1), 12)
    .action((options: NodeOption & RevenueOptions) => revenue(session, options));
  command
    .command('reservations')
    .description('what is promised to accepted bids')
    .action(async () => {
      const { reservations } = await session.calls.bids.listReservations();
      session.print({ reservations: reservations.map(reservationJson) }, () =>
        reservations.length === 0
          ? 'Nothing is reserved.'
          : reservations
              .map(
                (entry) =>
                  `${entry.bidId}  ${entry.slices} x ${entry.kindId} on ${entry.nodeName}  until ${isoUtc(entry.endS)}`,
              )
              .join('\n'),
      );
    });
}

function defineDecisions(command: Command, session: CliSession): void {
  command
    .command('accept')
    .description('accept a bid and reserve its slices')
    .argument('<id>', 'the bid')
    .option(...ONE_NODE)
    .option('--slice <kind>', 'a kind of slice')
    .option('--start <time>', 'a later start', (text: string) => Math.floor(parseTimeS(text, '--start')))
    .option('--accept-loss', 'also if it costs more than it pays', false)
    .option('--reason <text>', 'why, kept with the bid')
    .action((id: string, options: AcceptOptions) => accept(session, id, options));
  command
    .command('counter')
    .description('ask another price')
    .argument('<id>', 'the bid')
    .requiredOption('--month <price>', "price a month, in the bid's currency", decimal('--month'))
    .option('--note <text>', 'what to say with it')
    .action(async (id: string, options: { readonly month: DecimalString; readonly note?: string }) => {
      const bid = await session.calls.bids.counter({
        id,
        priceMonth: options.month,
        note: options.note ?? null,
      });
      session.print(
        { countered: bid.id, bid: bidJson(bid) },
        () => `Asked ${options.month} ${bid.currency} of ${bid.buyer}.`,
      );
    });
  command
    .command('decline')
    .description('decline a bid')
    .argument('<id>', 'the bid')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, { reason }: { readonly reason: string }) => {
      const bid = await session.calls.bids.decline({ id, reason });
      session.print({ declined: bid.id, bid: bidJson(bid) }, () => `Declined "${id}".`);
    });
  command
    .command('reopen')
    .description('undo an acceptance, counter-offer or refusal')
    .argument('<id>', 'the bid')
    .action(async (id: string) => {
      const bid = await session.calls.bids.reopen({ id });
      session.print({ reopened: bid.id, bid: bidJson(bid) }, () => `"${id}" is open again.`);
    });
}

function defineSimulation(command: Command, session: CliSession): void {
  command
    .command('simulate')
    .description('add bids of a simulated market to practise on; --clear removes them')
    .option('--count <count>', 'how many', whole('--count', 10_000, 1), 50)
    .option('--seed <number>', 'the same seed gives the same bids', whole('--seed', 4_294_967_295), 1)
    .option('--clear', 'remove all simulated bids', false)
    .action(async (options: { readonly count: number; readonly seed: number; readonly clear: boolean }) => {
      if (options.clear) {
        const { removed } = await session.calls.bids.clearSimulated();
        session.print({ removed }, () => `Removed ${removed} simulated bids.`);
        return;
      }
      const { added } = await session.calls.bids.simulate({ count: options.count, seed: options.seed });
      session.print({ added, simulated: true }, () => `Added ${added} simulated bids.`);
    });
}

/** `farmer bids`: offers of buyers, by the income from them. */
export function define(command: Command, session: CliSession): void {
  defineQueries(command, session);
  defineDecisions(command, session);
  defineSimulation(command, session);
}
