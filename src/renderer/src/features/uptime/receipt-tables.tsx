import { useTranslation } from 'react-i18next';
import type { Receipt, ReceiptList } from '#shared/contract/uptime/receipts.ts';
import { exportColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { formatCapacity, formatNumber, formatPermille, formatTft, formatTftRange } from '#renderer/ui/format.ts';
import { formatPeriodName } from '#renderer/ui/format-time.ts';
import { usdOf } from '#renderer/ui/money.ts';

/** The total of a month, a year, or everything. */
export type Total = ReceiptList['totals']['all'];
type Fixup = ReceiptList['fixups'][number];
type Retry = ReceiptList['retries'][number];

function tft(value: string | null, sign: 'auto' | 'always' = 'auto'): string {
  return value === null ? '—' : formatTft(value, { maxPlaces: 2, sign });
}

/** Formats milli-USD as USD with up to three decimals, because rewards are exact to a milli-USD. */
export const formatMusd = (musd: number) => formatNumber(usdOf(musd), { minPlaces: 2, maxPlaces: 3 });

/** A month or year in the user's locale. */
export const formatSpan = (span: string) => (span.length === 4 ? span : formatPeriodName(span));

function useReceiptColumns(isFarm: boolean, hasOwnRecord: boolean): readonly Column<Receipt>[] {
  const { t } = useTranslation('uptime');
  const ownRecord = [
    numberColumn('ownTft', t('receipts.own'), (row: Receipt) => row.ownTft?.high ?? null, {
      unit: 'TFT',
      cell: ({ ownTft }: Receipt) => (ownTft === null ? '—' : formatTftRange(ownTft)),
    }),
    numberColumn('tftDifference', t('receipts.difference'), (row: Receipt) => row.tftDifference, {
      unit: 'TFT',
      format: (tftDifference) => tft(tftDifference, 'always'),
    }),
  ];
  const nodeName = ({ node }: Receipt) => (node.isRemoved ? t('receipts.removed', { node: node.name }) : node.name);
  return [
    textColumn('period', t('receipts.period'), (row) => row.period.name, {
      cell: ({ period, isAsIfMinted }) =>
        isAsIfMinted
          ? t('receipts.asIfMinted', { period: formatPeriodName(period.name) })
          : formatPeriodName(period.name),
    }),
    ...(isFarm ? [textColumn('node', t('receipts.node'), nodeName)] : []),
    numberColumn('permille', t('receipts.uptime'), (row) => row.permille, { format: formatPermille }),
    numberColumn('tft', t('receipts.paid'), (row) => row.tft, { unit: 'TFT', format: tft }),
    textColumn('standing', t('receipts.counts'), (row) => t(`receipts.standing.${row.standing}`)),
    ...(hasOwnRecord
      ? ownRecord
      : ['ownTft', 'tftDifference'].map((id) => exportColumn<Receipt>(id, 'number', () => null))),
    textColumn('causes', t('receipts.causes'), (row) => row.causes.join(' '), {
      cell: (row) =>
        row.causes.length === 0
          ? t('receipts.agrees')
          : row.causes.map((cause) => t(`receipts.cause.${cause}`)).join(' · '),
    }),
    // With the node column of a whole farm, there is no room for this column.
    isFarm
      ? exportColumn<Receipt>('hash', 'text', (row) => row.hash)
      : textColumn('hash', t('receipts.hash'), (row: Receipt) => row.hash, {
          cell: ({ hash, verification }) =>
            hash === null ? '—' : `${hash.slice(0, 8)}… ${t(`receipts.verification.${verification}`)}`,
        }),
    exportColumn('gridNodeId', 'number', (row) => row.gridNodeId),
    exportColumn('gridFarmId', 'number', (row) => row.gridFarmId),
    exportColumn('policyId', 'number', (row) => row.policyId),
    exportColumn('cu', 'number', (row) => row.cu),
    exportColumn('su', 'number', (row) => row.su),
    exportColumn('nu', 'number', (row) => row.nu),
    exportColumn('ip', 'number', (row) => row.ip),
    exportColumn('rewardMusd', 'number', (row) => row.musd),
    exportColumn('connectionPriceMusd', 'number', (row) => row.connectionPriceMusd),
    exportColumn('ownTftLow', 'number', (row) => row.ownTft?.low ?? null),
    exportColumn('payoutAddress', 'text', (row) => row.payoutAddress),
    exportColumn('verification', 'text', (row) => row.verification),
    exportColumn('isCounted', 'text', (row) => row.isCounted),
    exportColumn('isAsIfMinted', 'text', (row) => row.isAsIfMinted),
  ];
}

function FixupTable({ fixups, isFarm }: { readonly fixups: readonly Fixup[]; readonly isFarm: boolean }) {
  const { t } = useTranslation('uptime');
  return (
    <DataTable
      caption={t('receipts.fixups')}
      columns={[
        textColumn('period', t('receipts.period'), (row: Fixup) => row.period.name, { format: formatPeriodName }),
        ...(isFarm ? [textColumn('node', t('receipts.node'), (row: Fixup) => row.node.name)] : []),
        numberColumn('minted', t('receipts.minted'), (row: Fixup) => row.minted.tft, { unit: 'TFT', format: tft }),
        numberColumn('correct', t('receipts.correct'), (row: Fixup) => row.correct.tft, { unit: 'TFT', format: tft }),
        numberColumn('fixup', t('receipts.correctionPaid'), (row: Fixup) => row.fixup.tft, {
          unit: 'TFT',
          format: tft,
        }),
        textColumn('isCounted', t('receipts.counts'), (row: Fixup) =>
          t(row.isCounted ? 'receipts.fixupCounts' : 'receipts.fixupCountsNot'),
        ),
      ]}
      rows={fixups}
      rowKey={(row) => String(row.id)}
      exportName="fixups"
      isDense
    />
  );
}

function RetryTable({ retries, isFarm }: { readonly retries: readonly Retry[]; readonly isFarm: boolean }) {
  const { t } = useTranslation('uptime');
  return (
    <DataTable
      caption={t('receipts.retries')}
      columns={[
        textColumn('period', t('receipts.period'), (row: Retry) => row.period.name, { format: formatPeriodName }),
        ...(isFarm ? [textColumn('node', t('receipts.node'), (row: Retry) => row.node?.name ?? null)] : []),
        textColumn('retryPeriod', t('receipts.sentAgain'), (row: Retry) => row.retryPeriod.name, {
          format: formatPeriodName,
        }),
        numberColumn('tft', t('receipts.paid'), (row: Retry) => row.tft, { unit: 'TFT', format: tft }),
        textColumn('counts', t('receipts.counts'), () => t('receipts.retryCounts')),
      ]}
      rows={retries}
      rowKey={(row) => String(row.id)}
      exportName="retries"
    />
  );
}

/** All receipts next to the node's own record, with corrections and repeated payments. */
export function ReceiptTables({ list, isFarm }: { readonly list: ReceiptList; readonly isFarm: boolean }) {
  const { t } = useTranslation('uptime');
  const columns = useReceiptColumns(
    isFarm,
    list.receipts.some(({ ownTft }) => ownTft !== null),
  );
  return (
    <>
      {list.receipts.length === 0 ? null : (
        <DataTable
          caption={t('receipts.caption')}
          columns={columns}
          rows={list.receipts}
          rowKey={(row) => String(row.id)}
          exportName="receipts"
          isDense
          initialSort={{ columnId: 'period', direction: 'descending' }}
        />
      )}
      {list.fixups.length === 0 ? null : <FixupTable fixups={list.fixups} isFarm={isFarm} />}
      {list.retries.length === 0 ? null : <RetryTable retries={list.retries} isFarm={isFarm} />}
    </>
  );
}

/** Payments by month or year, with the overall total. */
export function TotalTable({
  by,
  totals,
  isFarm,
}: {
  readonly by: 'month' | 'year';
  readonly totals: ReceiptList['totals'];
  readonly isFarm: boolean;
}) {
  const { t } = useTranslation('uptime');
  const units = UNITS.map((unit) =>
    numberColumn(unit, unit.toUpperCase(), (row: Total) => row[unit], {
      cell: (row) => unitsText(row, unit, (count) => t('receipts.ownOf', { count })),
    }),
  );
  return (
    <DataTable
      caption={t(by === 'month' ? 'receipts.byMonth' : 'receipts.byYear')}
      columns={[
        textColumn(by, t(by === 'month' ? 'receipts.month' : 'receipts.year'), (row: Total) => row.span, {
          cell: ({ span, isAsIfMinted }) =>
            isAsIfMinted ? t('receipts.asIfMinted', { period: formatSpan(span) }) : formatSpan(span),
        }),
        ...(isFarm ? [numberColumn('nodes', t('receipts.nodes'), (row: Total) => row.nodes)] : []),
        numberColumn('receipts', t('receipts.counted'), (row: Total) => row.receipts),
        ...units,
        numberColumn('rewardMusd', t('receipts.reward'), (row: Total) => row.musd, { unit: 'USD', format: formatMusd }),
        numberColumn('rewardTft', t('receipts.paid'), (row: Total) => row.tft, { unit: 'TFT', format: tft }),
        numberColumn('ownTft', t('receipts.own'), (row: Total) => row.ownTft?.high ?? null, {
          unit: 'TFT',
          cell: (row) => ownText(row, (count) => t('receipts.ownOf', { count })),
        }),
        exportColumn('ownTftLow', 'number', (row: Total) => row.ownTft?.low ?? null),
        exportColumn('ownMissing', 'number', (row: Total) => row.ownMissing),
        exportColumn('unitsMissing', 'number', (row: Total) => row.unitsMissing),
        exportColumn('ipMissing', 'number', (row: Total) => row.ipMissing),
        exportColumn('isAsIfMinted', 'text', (row: Total) => row.isAsIfMinted),
      ]}
      rows={by === 'month' ? totals.months : totals.years}
      rowKey={(row) => row.span}
      exportName={`receipts-by-${by}`}
      isDense
      initialSort={{ columnId: by, direction: 'descending' }}
    />
  );
}

export const UNITS = ['cu', 'su', 'nu', 'ip'] as const;

type CountText = (count: number) => string;

function ofKnown(text: string, { receipts }: Total, missing: number, of: CountText): string {
  return missing === 0 ? text : `${text} (${of(receipts - missing)})`;
}

/** The units of a total; when some receipts have none, also the number of receipts included. */
export function unitsText(row: Total, unit: (typeof UNITS)[number], of: CountText): string {
  const sum = row[unit];
  return sum === null ? '—' : ofKnown(formatCapacity(sum), row, unit === 'ip' ? row.ipMissing : row.unitsMissing, of);
}

/** The node's own record of a total; when some receipts have none, also the number of receipts included. */
export function ownText(row: Total, of: CountText): string {
  return row.ownTft === null ? '—' : ofKnown(formatTftRange(row.ownTft), row, row.ownMissing, of);
}
