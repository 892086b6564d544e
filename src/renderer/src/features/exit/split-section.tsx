import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { api, type client } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { formatMoney, formatNumber } from '#renderer/ui/format.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { Tag } from '#renderer/ui/tag.tsx';
import classes from './exit.module.css';

type Split = Awaited<ReturnType<typeof client.economy.compareSplits>>['splits'][number];

interface Row {
  readonly key: string;
  readonly split: string;
  readonly isRule: boolean;
  readonly receiver: string;
  readonly percent: number;
  readonly exact: string;
  readonly paid: string;
}

function rowsOf(splits: readonly Split[]): readonly Row[] {
  return splits.flatMap((split) =>
    split.shares.map((share, index) => ({
      key: `${split.id}-${share.id}`,
      split: split.label,
      isRule: split.isRule,
      receiver: share.label,
      percent: share.percent,
      exact: share.amount,
      paid: split.payable[index]?.amount ?? share.amount,
    })),
  );
}

function useColumns(): readonly Column<Row>[] {
  const { t } = useTranslation('exit');
  return [
    {
      id: 'split',
      header: t('split.rule'),
      kind: 'text',
      value: (row) => row.split,
      cell: (row) => (
        <>
          {row.split} {row.isRule ? null : <Tag>{t('split.comparison')}</Tag>}
        </>
      ),
    },
    { id: 'receiver', header: t('split.receiver'), kind: 'text', value: (row) => row.receiver },
    { id: 'percent', header: '%', kind: 'number', value: (row) => row.percent },
    {
      id: 'exactUsd',
      header: t('split.exact'),
      unit: 'USD',
      kind: 'number',
      value: (row) => row.exact,
      cell: (row) => formatNumber(row.exact),
    },
    {
      id: 'paidUsd',
      header: t('split.paid'),
      unit: 'USD',
      kind: 'number',
      value: (row) => row.paid,
      cell: (row) => formatMoney(row.paid),
    },
  ];
}

/** The same revenue under every public split, and what its burned tenth buys. */
export function SplitSection({ tftPriceUsd }: { readonly tftPriceUsd: string | null }) {
  const { t } = useTranslation('exit');
  const [amount, setAmount] = useState('100');
  const columns = useColumns();
  const query = useQuery({
    ...api.economy.compareSplits.queryOptions({ input: { amount: amount === '' ? '0' : amount } }),
    placeholderData: keepPreviousData,
  });
  const burned = tftPriceUsd === null || amount === '' ? null : new Decimal(amount).div(10).div(tftPriceUsd);
  return (
    <Section title={t('split.title')}>
      <Card
        footer={
          burned === null
            ? undefined
            : t('split.burn', { tft: formatNumber(toPlain(burned.toDecimalPlaces(7))), price: tftPriceUsd })
        }
      >
        <div className={classes['narrow']}>
          <MoneyInput label={t('split.amount')} currency="USD" value={amount} onChange={setAmount} />
        </div>
        <QueryView query={query}>
          {({ splits }) => (
            <DataTable
              caption={t('split.caption')}
              columns={columns}
              rows={rowsOf(splits)}
              rowKey={(row) => row.key}
              isMarked={(row) => row.receiver === 'Farmer' && row.isRule}
              exportName="farmer-splits"
            />
          )}
        </QueryView>
      </Card>
    </Section>
  );
}
