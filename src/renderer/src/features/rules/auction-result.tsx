import { useTranslation } from 'react-i18next';
import { Decimal, toPlain } from '#shared/decimal.ts';
import type { client } from '#renderer/client/client.ts';
import { numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatMoney, formatNumber, formatUnitPrice } from '#renderer/ui/format.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import { CardGrid } from '#renderer/ui/page.tsx';
import { Source } from '#renderer/ui/source.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import classes from './plans.module.css';

type Result = Awaited<ReturnType<typeof client.economy.clearAuction>>;
type Step = Result['steps'][number];

const USD = 'USD';
const PER_TFT = 'USD / TFT';
const UNITS = { amount: 'TFT', minPrice: PER_TFT, filled: 'TFT', margin: USD } as const;

function useColumns({ highestPrice, max, filled, steps }: Result): readonly Column<Step>[] {
  const { t } = useTranslation('economy');
  const translate = useMessage();
  const left = toPlain(new Decimal(max).minus(filled));
  const outcomeText = (row: Step) =>
    t(`auction.outcome.${row.outcome}`, {
      price: formatUnitPrice(highestPrice ?? '0'),
      left: formatNumber(left),
    });
  // All values of a column have the same number of decimals, so that the decimal points align.
  const places = (id: keyof typeof UNITS) => Math.max(0, ...steps.map((row) => new Decimal(row[id]).decimalPlaces()));
  const amount = (id: keyof typeof UNITS): Column<Step> =>
    numberColumn(id, t(`auction.column.${id}`), (row) => row[id], {
      unit: UNITS[id],
      cell: (row) => (id === 'margin' ? formatMoney(row[id]) : formatNumber(row[id], { minPlaces: places(id) })),
    });
  return [
    textColumn('lp', t('auction.column.lp'), (row) => row.lp),
    amount('amount'),
    amount('minPrice'),
    amount('filled'),
    amount('margin'),
    textColumn(
      'outcome',
      t('auction.column.outcome'),
      (row) => (row.outcome === 'accepted' ? row.outcome : `${row.outcome}: ${translate(row.reason)}`),
      {
        cell: (row) => (
          <>
            <StatusBadge plain tone={row.outcome === 'accepted' ? 'good' : 'warn'} word={outcomeText(row)} />
            {row.outcome === 'lifetime-cap' ? <div className={classes['quiet']}>{translate(row.reason)}</div> : null}
          </>
        ),
      },
    ),
  ];
}

function OwnOutcome({ step, price }: { readonly step: Step; readonly price: string | null }) {
  const { t } = useTranslation('economy');
  const translate = useMessage();
  return step.outcome === 'accepted' && price !== null ? (
    <Notice tone="good" title={t('auction.ownAccepted', { price: formatUnitPrice(price, PER_TFT) })}>
      {t('auction.ownMargin', { margin: formatMoney(step.margin, USD) })}
    </Notice>
  ) : (
    <Notice tone="warn" title={t('auction.ownRejected')}>
      {translate(step.reason)}
    </Notice>
  );
}

/** A cleared round: its price, the filled amount, the remaining margin, and every bid in the order of the auction. */
export function AuctionResult({ result, ownName }: { readonly result: Result; readonly ownName: string }) {
  const { t } = useTranslation('economy');
  const columns = useColumns(result);
  const own = result.steps.findLast((step) => step.lp === ownName);
  return (
    <>
      {own === undefined ? null : <OwnOutcome step={own} price={result.clearingPrice} />}
      <CardGrid minWidth="13rem">
        <Figure
          size="medium"
          label={t('auction.clearing')}
          value={result.clearingPrice === null ? null : formatUnitPrice(result.clearingPrice)}
          unit={PER_TFT}
          caption={result.clearingPrice === null ? t('auction.nobody') : t('auction.onePrice')}
        />
        <Figure
          size="medium"
          label={t('auction.filled')}
          value={formatNumber(result.filled)}
          unit="TFT"
          caption={t('auction.of', { max: formatNumber(result.max) })}
        />
        <div className={classes['beside']}>
          <Figure
            size="medium"
            label={t('auction.margin')}
            value={formatMoney(result.marginKept)}
            unit={USD}
            caption={t('auction.marginNote')}
          />
          <Source
            of={t('auction.margin')}
            formula={t('auction.marginFormula')}
            source="tfgrid docs_tfgrid_economics"
            status="plan"
          >
            {t('auction.assumed')}
          </Source>
        </div>
        {result.discountKept === null ? null : (
          <Figure
            size="medium"
            label={t('auction.discount')}
            value={formatMoney(result.discountKept)}
            unit={USD}
            caption={t('auction.highest', { price: formatUnitPrice(result.highestPrice ?? '0', PER_TFT) })}
          />
        )}
      </CardGrid>
      <DataTable
        caption={t('auction.steps')}
        columns={columns}
        rows={result.steps}
        rowKey={(row) => String(row.position)}
        isMarked={(row) => row.lp === ownName}
        exportName="farmer-auction"
        isDense
      />
    </>
  );
}
