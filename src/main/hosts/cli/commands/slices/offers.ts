import type { Command } from 'commander';
import type { Offer } from '#shared/contract/slices/prices.ts';
import { ensureFarmNode } from '../nodes/farm-nodes.ts';
import { nodeOption, oneOf } from '#main/hosts/cli/options/options.ts';
import { writeTextFile } from '#main/hosts/cli/options/output-file.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { moneyText } from '#shared/number-text.ts';
import { renderTable, right } from '#main/hosts/cli/style.ts';
import { shortText } from '#main/hosts/cli/text/amounts.ts';

interface OffersOptions {
  readonly node?: number;
  readonly format?: 'json' | 'csv';
  readonly out?: string;
}

function renderOffers(session: CliSession, offers: readonly Offer[]): string {
  return renderTable(
    session.style,
    ['Slice', right('Free'), right('vCPUs'), right('Memory'), right('SSD'), right('A month')],
    offers.map((offer) => [
      offer.sliceId,
      `${offer.free} of ${offer.count}`,
      offer.vcpus,
      `${shortText(offer.memoryGib)} GiB`,
      `${shortText(offer.ssdGib)} GiB`,
      `${moneyText(offer.prices.month)} ${offer.currency}`,
    ]),
  );
}

/** `farmer offers`: the offer sheet, for publishing. */
export function define(command: Command, session: CliSession): void {
  command
    .option(...nodeOption('one node'))
    .option('--format <format>', 'json or csv', oneOf('--format', ['json', 'csv']))
    .option('--out <file>', 'write it to a file')
    .action(async (options: OffersOptions) => {
      await ensureFarmNode(session);
      const { offers, csv, json } = await session.calls.slices.prices.listOffers({ nodeId: options.node ?? null });
      const sheet = options.format === 'csv' ? csv : json;
      if (options.out !== undefined) {
        await writeTextFile(options.out, sheet);
        session.print(
          { written: options.out, offers: offers.length },
          () => `Wrote ${offers.length} offers to ${options.out}.`,
        );
        return;
      }
      session.print(JSON.parse(json), () =>
        options.format === undefined ? renderOffers(session, offers) : sheet.trimEnd(),
      );
    });
}
