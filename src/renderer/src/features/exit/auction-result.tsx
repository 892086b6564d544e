import { useTranslation } from 'react-i18next';
import type { client } from '#renderer/client/client.ts';
import type { Column } from '#renderer/ui/data-table.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatNumber } from '#renderer/ui/format.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import { CardGrid } from '#renderer/ui/page.tsx';
import { Source } from '#renderer/ui/source.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import classes from './exit.module.css';

type Result = Awaited<ReturnType<typeof client.economy.clearAuction>>;
type Step = Result['steps'][number];

function useColumns(): readonly Column<Step>[] {
  const { t } = useTranslation('exit');
  const amount = (id: 'amount' | 'minPrice' | 'filled' | 'margin'): Column<Step> => ({
    id,
    header: t(`auction.column.${id}`),
    kind: 'number',
    value: (row) => row[id],
    cell: (row) => formatNumber(row[id]),
  });
  return [
    { id: 'lp', header: t('auction.column.lp'), kind: 'text', value: (row) => row.lp },
    amount('amount'),
    amount('minPrice'),
    {
      id: 'outcome',
      header: t('auction.column.outcome'),
      kind: 'text',
      value: (row) => row.outcome,
      cell: (row) => (
        <StatusBadge
          plain
          tone={row.outcome === 'accepted' ? 'good' : 'warn'}
          word={t(`auction.outcome.${row.outcome}`)}
        />
      ),
    },
    amount('filled'),
    amount('margin'),
    { id: 'reason', header: t('auction.column.reason'), kind: 'text', value: (row) => row.reason },
  ];
}

function OwnOutcome({ step, price }: { readonly step: Step; readonly price: string | null }) {
  const { t } = useTranslation('exit');
  return step.outcome === 'accepted' && price !== null ? (
    <Notice tone="good" title={t('auction.ownAccepted', { price: formatNumber(price) })}>
      {t('auction.ownMargin', { margin: formatNumber(step.margin) })}
    </Notice>
  ) : (
    <Notice tone="warn" title={t('auction.ownRejected')}>
      {step.reason}
    </Notice>
  );
}

/** A cleared round: the one price, what leaves, what stays with the others, and every bid in the order it was looked at. */
export function AuctionResult({ result, ownName }: { readonly result: Result; readonly ownName: string }) {
  const { t } = useTranslation('exit');
  const columns = useColumns();
  const own = result.steps.findLast((step) => step.lp === ownName);
  return (
    <>
      {own === undefined ? null : <OwnOutcome step={own} price={result.clearingPrice} />}
      <CardGrid minWidth="12rem">
        <Figure
          label={t('auction.clearing')}
          value={result.clearingPrice === null ? null : formatNumber(result.clearingPrice)}
          caption={result.clearingPrice === null ? t('auction.nobody') : t('auction.onePrice')}
        />
        <Figure
          label={t('auction.filled')}
          value={formatNumber(result.filled)}
          caption={t('auction.of', { max: formatNumber(result.max) })}
        />
        <div className={classes['beside']}>
          <Figure
            label={t('auction.margin')}
            value={formatNumber(result.marginKept)}
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
            label={t('auction.discount')}
            value={formatNumber(result.discountKept)}
            caption={t('auction.highest', { price: formatNumber(result.highestPrice ?? '0') })}
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
      />
    </>
  );
}
