import type { Command } from 'commander';
import { readWholeText } from '#main/app/data/read-whole-text.ts';
import { MAX_IMPORT_CHARACTERS } from '#shared/contract/nodes/nodes.ts';
import type { Receipt, ReceiptList } from '#shared/contract/uptime/receipts.ts';
import { fromMilliUsd } from '#shared/decimal.ts';
import { MILLI_USD, numberText } from '#shared/number-text.ts';
import { monthOfEnd } from '#shared/domain/uptime/receipt-totals.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { importPaths, PATHS_ARGUMENT } from '#main/hosts/cli/import-paths.ts';
import { nodeOption, oneOf } from '#main/hosts/cli/options/options.ts';
import { writeTextFile } from '#main/hosts/cli/options/output-file.ts';
import { isoUtc } from '#main/hosts/cli/options/time-option.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { tftBetweenText, tftText } from '#main/hosts/cli/text/amounts.ts';
import { renderTable, right, type Style } from '#main/hosts/cli/style.ts';
import { receiptsCsv, totalsCsv } from './receipts-csv.ts';

const JSON_NAMES = {
  measuredUptimeS: 'measured_uptime',
  isRemoved: 'node_removed',
};

const SPANS = ['month', 'year'] as const;

type Total = ReceiptList['totals']['all'];

interface Choice {
  readonly node?: number;
  readonly by?: (typeof SPANS)[number];
  readonly csv?: string;
}

const AS_IF_MINTED = 'Amounts marked * are as if minted: see "farmer rules minting".';
const mark = (isAsIfMinted: boolean) => (isAsIfMinted ? ' *' : '');

function between(interval: Receipt['ownTft']): string {
  if (interval === null) {
    return 'not known';
  }
  return tftBetweenText(interval);
}

const STANDINGS = {
  only: 'yes',
  'paid-most': 'yes, it paid most',
  'named-by-fixup': 'yes, corrected',
  'paid-less': 'no, another paid more',
  corrected: 'no, it was corrected',
} as const satisfies Record<Receipt['standing'], string>;

/** The payment status of a receipt. */
const PAYOUTS = {
  paid: 'yes',
  computed: 'not seen yet',
  late: 'not seen, late',
  'nothing-due': 'nothing to pay',
  unknown: 'not looked for',
} as const satisfies Record<Receipt['payoutState'], string>;

function render(style: Style, { receipts, fixups, retries, totals }: ReceiptList): string {
  if (receipts.length + fixups.length + retries.length === 0) {
    return 'No receipts yet: "farmer receipts import PATH" brings them in.';
  }
  const table = renderTable(
    style,
    ['Period', 'Node', right('TFT'), right('Own record TFT'), 'Counts', 'Paid', 'Differs because'],
    receipts.map(({ period, node, tft, ownTft, standing, causes, isAsIfMinted, payoutState, payout }) => [
      `${period.name}${mark(isAsIfMinted)}`,
      node.isRemoved ? `${node.name} (removed)` : node.name,
      tftText(tft),
      between(ownTft),
      STANDINGS[standing],
      payout === null ? PAYOUTS[payoutState] : isoUtc(payout.atS).slice(0, 10),
      causes.length === 0 ? 'it does not' : causes.join(', '),
    ]),
  );
  return [
    ...(receipts.length === 0 ? [] : [table]),
    ...fixups.map(
      ({ period, node, minted, correct, fixup }) =>
        `Fixup of ${period.name}, ${node.name}: ${tftText(minted.tft)} TFT corrected to ${tftText(correct.tft)} TFT, paid ${tftText(fixup.tft)} TFT.`,
    ),
    ...retries.map(
      ({ period, retryPeriod, tft }) =>
        `Payment of ${period.name} sent again in ${retryPeriod.name}: ${tftText(tft)} TFT, no further payment.`,
    ),
    ...(totals.all.isAsIfMinted ? [AS_IF_MINTED] : []),
  ].join('\n');
}

/** A sum, with the number of receipts in it if some lack the value. */
function ofKnown(sum: string | null, { receipts }: Total, missing: number): string {
  if (sum === null) {
    return 'not known';
  }
  return missing === 0 ? sum : `${sum}, of ${receipts - missing}`;
}

function unitsText(total: Total, unit: 'cu' | 'su' | 'nu' | 'ip'): string {
  return ofKnown(total[unit], total, unit === 'ip' ? total.ipMissing : total.unitsMissing);
}

/** The payments by month or year, latest first, and the total. */
function renderTotals(style: Style, by: 'month' | 'year', { totals }: ReceiptList): string {
  const { all } = totals;
  if (all.receipts === 0) {
    return 'No receipts that count yet: "farmer receipts import PATH" brings them in.';
  }
  const table = renderTable(
    style,
    [
      by === 'month' ? 'Month' : 'Year',
      ...['Nodes', 'Receipts', 'CU', 'SU', 'NU', 'IP', 'USD', 'TFT', 'Own record TFT'].map(right),
    ],
    [...(by === 'month' ? totals.months : totals.years), { ...all, span: 'All' }].map((total) => [
      `${total.span}${mark(total.isAsIfMinted)}`,
      String(total.nodes),
      String(total.receipts),
      ...(['cu', 'su', 'nu', 'ip'] as const).map((unit) => unitsText(total, unit)),
      numberText(fromMilliUsd(BigInt(total.musd)), 'en', MILLI_USD),
      tftText(total.tft),
      ofKnown(total.ownTft === null ? null : between(total.ownTft), total, total.ownMissing),
    ]),
  );
  return [
    table,
    '',
    `A period counts in the ${by} in which it ends, in UTC.`,
    ...(all.isAsIfMinted ? [AS_IF_MINTED] : []),
  ].join('\n');
}

const withPlace = <T extends { readonly node: { readonly id: number } | null; readonly period: Receipt['period'] }>(
  entry: T,
) => ({
  ...entry,
  node: entry.node?.id ?? null,
  month: monthOfEnd(entry.period.endS),
  period: entry.period.index,
  periodName: entry.period.name,
});

/** A receipt as JSON; `own_tft` is null if only its bounds are known. */
const listed = ({ id: _id, importedAtMs: _importedAtMs, ownTft, ...receipt }: Receipt) => ({
  ...withPlace(receipt),
  isRemoved: receipt.node.isRemoved,
  ownTft: ownTft !== null && ownTft.low === ownTft.high ? ownTft.low : null,
  ownTftInterval: ownTft,
});

/** The totals as JSON, each with its month or year. */
function totalsJson(by: 'month' | 'year', { months, years, all: { span: _none, ...total } }: ReceiptList['totals']) {
  const totals = (by === 'month' ? months : years).map(({ span, ...sums }) => ({ [by]: span, ...sums }));
  return { by, totals, total };
}

async function show(session: CliSession, { node, by, csv }: Choice): Promise<void> {
  const list = await session.calls.uptime.receipts.list({ nodeId: node ?? null });
  if (csv !== undefined) {
    const { months, years } = list.totals;
    const { text, rows } = by === undefined ? receiptsCsv(list) : totalsCsv(by, by === 'month' ? months : years);
    await writeTextFile(csv, text);
    session.print({ written: csv, rows }, () => `Wrote ${rows} lines to ${csv}.`);
    return;
  }
  const json = {
    receipts: list.receipts.map(listed),
    fixups: list.fixups.map(withPlace),
    retries: list.retries.map((retry) => ({ ...withPlace(retry), retryPeriod: retry.retryPeriod.index })),
    ...(by === undefined ? {} : totalsJson(by, list.totals)),
  };
  session.print(toSnakeCase(json, JSON_NAMES), () =>
    by === undefined ? render(session.style, list) : renderTotals(session.style, by, list),
  );
}

/** `farmer receipts`: what was paid, beside the own record. */
export function define(command: Command, session: CliSession): void {
  command
    .option(...nodeOption('default: every node'))
    .option('--by <span>', 'what was paid by month or year', oneOf('--by', SPANS))
    .option('--csv <file>', 'write what is shown as a table')
    .action((options: Choice) => show(session, options));
  command
    .command('import')
    .description('import minting receipts')
    .argument(...PATHS_ARGUMENT)
    .action((paths: readonly string[]) =>
      importPaths(session, paths, { imported: 0, duplicates: 0, fixups: 0, retries: 0 }, async ({ name, chunks }) => {
        const text = readWholeText({ chunks }, MAX_IMPORT_CHARACTERS);
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
