import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { computeBurnedTft } from '#shared/domain/economy/cloud-credit.ts';
import { type Translated, translateAll } from '#shared/message.ts';
import { api, type client } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import type { TableColumn } from '#renderer/ui/export-table.ts';
import { formatMoney, formatShortTft } from '#renderer/ui/format.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { TableExport } from '#renderer/ui/table-export.tsx';
import { Tag } from '#renderer/ui/tag.tsx';
import { useMessage } from '#renderer/ui/message.ts';
import classes from './plans.module.css';

type Split = Translated<Awaited<ReturnType<typeof client.economy.compareSplits>>['splits'][number]>;

type Share = Split['shares'][number];

/** An exported row: one receiver of one split, with the exact amount and the amount paid in cents. */
interface ExportRow {
  readonly split: string;
  readonly receiver: string;
  readonly percent: number;
  readonly exact: string;
  readonly paid: string;
}

const EXPORT_NAME = 'farmer-splits';
const EXPORT_COLUMNS: readonly TableColumn<ExportRow>[] = [
  { id: 'split', kind: 'text', value: (row) => row.split },
  { id: 'receiver', kind: 'text', value: (row) => row.receiver },
  { id: 'percent', kind: 'number', value: (row) => row.percent },
  { id: 'exactUsd', kind: 'number', value: (row) => row.exact },
  { id: 'paidUsd', kind: 'number', value: (row) => row.paid },
];

function exportRows(splits: readonly Split[]): readonly ExportRow[] {
  return splits.flatMap((split) =>
    split.shares.map((share, index) => ({
      split: split.label,
      receiver: share.label,
      percent: share.percent,
      exact: share.amount,
      paid: paidAmount(split, index),
    })),
  );
}

/** The amount paid to a receiver, in cents; the amounts of all receivers add up to the revenue. */
function paidAmount(split: Split, index: number): string {
  return split.payable[index]?.amount ?? split.shares[index]?.amount ?? '0';
}

/** A bar of the shares, each as wide as its percentage. */
function ShareBar({ shares }: { readonly shares: readonly Share[] }) {
  return (
    <span className={classes['bar']}>
      {shares.map((share) => (
        <span key={share.id} data-farmer={share.id === FARMER} style={{ inlineSize: `${share.percent}%` }}>
          {share.percent}
        </span>
      ))}
    </span>
  );
}

const FARMER = 'farmer';

function useColumns(): readonly Column<Split>[] {
  const { t } = useTranslation('economy');
  const farmerAmount = (split: Split) =>
    paidAmount(
      split,
      Math.max(
        0,
        split.shares.findIndex((share) => share.id === FARMER),
      ),
    );
  const othersOf = (split: Split) =>
    split.shares
      .flatMap((share, index) =>
        share.id === FARMER ? [] : [`${share.label} ${formatMoney(paidAmount(split, index))}`],
      )
      .join(' · ');
  return [
    textColumn('split', t('split.rule'), (split) => split.label, {
      cell: (split) => (
        <>
          {split.label} {split.isRule ? null : <Tag>{t('split.comparison')}</Tag>}
        </>
      ),
    }),
    textColumn('percent', t('split.shares'), (split) => split.shares.map((share) => share.percent).join('/'), {
      unit: '%',
      cell: (split) => <ShareBar shares={split.shares} />,
    }),
    numberColumn('farmerUsd', t('split.farmer'), farmerAmount, {
      unit: 'USD',
      cell: (split) => formatMoney(farmerAmount(split)),
    }),
    textColumn('othersUsd', t('split.others'), othersOf, { unit: 'USD' }),
  ];
}

/** The same revenue under every public split, and the TFT bought with the burned part. */
export function SplitSection({ tftPriceUsd }: { readonly tftPriceUsd: string | null }) {
  const { t } = useTranslation('economy');
  const [amount, setAmount] = useState('100');
  const columns = useColumns();
  const query = useQuery(
    api.economy.compareSplits.queryOptions({
      input: { amount: amount === '' ? '0' : amount },
      placeholderData: keepPreviousData,
    }),
  );
  const translate = useMessage();
  const translated = useMemo(() => translateAll(query.data?.splits ?? [], translate), [query.data, translate]);
  const burned =
    tftPriceUsd === null || amount === '' ? null : computeBurnedTft(new Decimal(amount), new Decimal(tftPriceUsd));
  return (
    <Section
      title={t('split.title')}
      tools={<TableExport name={EXPORT_NAME} columns={EXPORT_COLUMNS} rows={exportRows(translated)} />}
    >
      <Card
        footer={
          burned === null ? undefined : t('split.burn', { tft: formatShortTft(toPlain(burned)), price: tftPriceUsd })
        }
      >
        <div className={classes['narrow']}>
          <MoneyInput label={t('split.amount')} value={amount} onChange={setAmount} />
        </div>
        <QueryView query={query}>
          {() => (
            <DataTable caption={t('split.caption')} columns={columns} rows={translated} rowKey={(split) => split.id} />
          )}
        </QueryView>
      </Card>
    </Section>
  );
}
