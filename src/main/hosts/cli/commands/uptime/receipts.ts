import type { Command } from 'commander';
import type { Receipt, ReceiptList } from '#shared/contract/uptime/receipts.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { importPaths, PATHS_ARGUMENT } from '#main/hosts/cli/import-paths.ts';
import { whole } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable, type Style } from '#main/hosts/cli/style.ts';

const JSON_NAMES = { measuredUptimeS: 'measured_uptime', isCounted: 'counted' };

function between(interval: Receipt['ownTft']): string {
  if (interval === null) {
    return 'not known';
  }
  return interval.low === interval.high ? interval.low : `${interval.low} to ${interval.high}`;
}

const STANDINGS = {
  only: 'yes',
  'paid-most': 'yes, it paid most',
  'named-by-fixup': 'yes, corrected',
  'paid-less': 'no, another paid more',
  corrected: 'no, it was corrected',
} as const satisfies Record<Receipt['standing'], string>;

function render(style: Style, { receipts, fixups, retries }: ReceiptList): string {
  if (receipts.length + fixups.length + retries.length === 0) {
    return 'No receipts yet: "farmer receipts import PATH" brings them in.';
  }
  const table = renderTable(
    style,
    [
      { title: 'Period' },
      { title: 'Node' },
      { title: 'Paid TFT', align: 'right' },
      { title: 'Own record TFT', align: 'right' },
      { title: 'Counts' },
      { title: 'Differs because' },
    ],
    receipts.map(({ period, node, tft, ownTft, standing, causes }) => [
      period.name,
      node.name,
      tft,
      between(ownTft),
      STANDINGS[standing],
      causes.length === 0 ? 'it does not' : causes.join(', '),
    ]),
  );
  return [
    ...(receipts.length === 0 ? [] : [table]),
    ...fixups.map(
      ({ period, node, minted, correct, fixup }) =>
        `Fixup of ${period.name}, ${node.name}: ${minted.tft} TFT corrected to ${correct.tft} TFT, paid ${fixup.tft} TFT.`,
    ),
    ...retries.map(
      ({ period, retryPeriod, tft }) =>
        `Payment of ${period.name} sent again in ${retryPeriod.name}: ${tft} TFT, no further payment.`,
    ),
  ].join('\n');
}

/** The fields of a receipt that scripts get; `own_tft` is null where only its bounds are known. */
function listed(receipt: Receipt) {
  const { measuredUptimeS, permille, musd, tft, ownTft, uptimeDifferenceS, tftDifference, causes } = receipt;
  const { node, period, hash, verification, standing, isCounted, policyId, connectionPriceMusd } = receipt;
  const { gridNodeId, gridFarmId, payoutAddress, certification, cu, su, nu, ip } = receipt;
  return {
    node: node.id,
    period: period.index,
    periodName: period.name,
    measuredUptimeS,
    permille,
    musd,
    tft,
    ownTft: ownTft !== null && ownTft.low === ownTft.high ? ownTft.low : null,
    ownTftInterval: ownTft,
    uptimeDifferenceS,
    tftDifference,
    causes,
    isCounted,
    standing,
    hash,
    verification,
    gridNodeId,
    gridFarmId,
    payoutAddress,
    policyId,
    certification,
    connectionPriceMusd,
    cu,
    su,
    nu,
    ip,
  };
}

const withPlace = <T extends { readonly node: { readonly id: number } | null; readonly period: Receipt['period'] }>(
  entry: T,
) => ({ ...entry, node: entry.node?.id ?? null, period: entry.period.index, periodName: entry.period.name });

/** `farmer receipts`: what was paid, beside the own record. */
export function define(command: Command, session: CliSession): void {
  command
    .option('--node <number>', 'default: every node', whole('--node', undefined, 1))
    .action(async (options: { readonly node?: number }) => {
      const list = await session.calls.uptime.receipts.list({ nodeId: options.node ?? null });
      const json = {
        receipts: list.receipts.map(listed),
        fixups: list.fixups.map(withPlace),
        retries: list.retries.map((retry) => ({ ...withPlace(retry), retryPeriod: retry.retryPeriod.index })),
      };
      session.print(toSnakeCase(json, JSON_NAMES), () => render(session.style, list));
    });
  command
    .command('import')
    .description('import minting receipts')
    .argument(...PATHS_ARGUMENT)
    .action((paths: readonly string[]) =>
      importPaths(session, paths, { imported: 0, duplicates: 0, fixups: 0, retries: 0 }, async ({ name, chunks }) => {
        const text = [...chunks].join('');
        const { rejected, rejectedCount, ...counts } = await session.calls.uptime.receipts.importReceipts({
          text,
          file: name,
        });
        return { counts, rejected, rejectedCount };
      }),
    );
  command
    .command('export')
    .description('print the receipts as they came')
    .action(async () => {
      const { node } = command.opts<{ readonly node?: number }>();
      const { text } = await session.calls.uptime.receipts.exportReceipts({ nodeId: node ?? null });
      session.io.stdout(text);
    });
}
