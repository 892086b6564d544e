import type { Command } from 'commander';
import type { Receipt } from '#shared/contract/uptime/receipts.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { importPaths, PATHS_ARGUMENT } from '#main/hosts/cli/import-paths.ts';
import { whole } from '#main/hosts/cli/options/options.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable, type Style } from '#main/hosts/cli/style.ts';

const JSON_NAMES = { measuredUptimeS: 'measured_uptime' };

function render(style: Style, receipts: readonly Receipt[]): string {
  if (receipts.length === 0) {
    return 'No receipts yet: "farmer receipts import PATH" brings them in.';
  }
  return renderTable(
    style,
    [
      { title: 'Period' },
      { title: 'Node' },
      { title: 'Paid TFT', align: 'right' },
      { title: 'Own record TFT', align: 'right' },
      { title: 'Differs because' },
    ],
    receipts.map(({ period, node, tft, ownTft, causes }) => [
      period.name,
      node.name,
      tft,
      ownTft ?? 'not known',
      causes.length === 0 ? 'it does not' : causes.join(', '),
    ]),
  );
}

/** `farmer receipts`: what was paid, beside the own record. */
export function define(command: Command, session: CliSession): void {
  command
    .option('--node <number>', 'default: every node', whole('--node', undefined, 1))
    .action(async (options: { readonly node?: number }) => {
      const { receipts } = await session.calls.uptime.receipts.list({ nodeId: options.node ?? null });
      const listed = receipts.map((receipt) => {
        const { measuredUptimeS, permille, musd, tft, ownTft, uptimeDifferenceS, tftDifference, causes } = receipt;
        const { node, period } = receipt;
        const place = { node: node.id, period: period.index, periodName: period.name };
        return { ...place, measuredUptimeS, permille, musd, tft, ownTft, uptimeDifferenceS, tftDifference, causes };
      });
      session.print(toSnakeCase({ receipts: listed }, JSON_NAMES), () => render(session.style, receipts));
    });
  command
    .command('import')
    .description('import minting receipts')
    .argument(...PATHS_ARGUMENT)
    .action((paths: readonly string[]) =>
      importPaths(session, paths, { imported: 0, duplicates: 0 }, async ({ chunks }) => {
        const text = [...chunks].join('');
        const { rejected, rejectedCount, ...counts } = await session.calls.uptime.receipts.importReceipts({ text });
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
