import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSplitId } from '#shared/domain/economy/constants.ts';
import { RULE_SPLITS } from '#shared/domain/economy/splits.ts';
import { Decimal } from '#shared/decimal.ts';
import { api, type client } from '#renderer/client/client.ts';
import { numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column } from '#renderer/ui/data-table.tsx';
import { formatPeriodName } from '#renderer/ui/format-time.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { useMessage } from '#renderer/ui/message.ts';
import { TableCard } from '#renderer/ui/table-card.tsx';

/** Minting periods shown, from the current one on. */
const PERIODS = 12;

type Revenue = Awaited<ReturnType<typeof client.bids.revenue>>;
type Period = Revenue['periods'][number];

function amountOf({ shares }: Period, shareId: string): string | null {
  return shares.find(({ id }) => id === shareId)?.amount ?? null;
}

function RevenueTable({ revenue }: { readonly revenue: Revenue }) {
  const { t } = useTranslation('bids');
  const translate = useMessage();
  const money = useMoney();
  const periods = revenue.periods.filter(({ grossUsd }) => !new Decimal(grossUsd).isZero());
  const drawing = { unit: money.code, format: money.digits };
  const columns: readonly Column<Period>[] = [
    textColumn('period', t('revenue.period'), (row) => row.name, { format: formatPeriodName }),
    numberColumn('grossUsd', t('revenue.gross'), (row) => row.grossUsd, drawing),
    ...(periods[0]?.shares ?? []).map(({ id, label }) =>
      numberColumn(`${id}Usd`, translate(label), (row: Period) => amountOf(row, id), drawing),
    ),
  ];
  return (
    <TableCard
      caption={t('revenue.title')}
      columns={columns}
      rows={periods}
      rowKey={(row) => String(row.index)}
      exportName="farmer-bid-revenue"
      empty={{ title: t('revenue.none'), purpose: t('revenue.noneHint', { count: PERIODS }) }}
      footer={t('revenue.total', {
        count: PERIODS,
        gross: money.format(revenue.grossUsd),
        farmer: money.format(revenue.farmerUsd),
      })}
    />
  );
}

/** The revenue of accepted bids by minting period, split by a rule set. */
export function RevenueSection() {
  const { t } = useTranslation('bids');
  const translate = useMessage();
  const [split, setSplit] = useState<RuleSplitId>('grid-v4');
  const query = useQuery(
    api.bids.revenue.queryOptions({
      input: { nodeId: null, split, periods: PERIODS },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <Section
      title={t('revenue.title')}
      tools={
        <SegmentedControl
          size="xs"
          aria-label={t('revenue.split')}
          data={RULE_SPLITS.map(({ id, label }) => ({ value: id, label: translate(label) }))}
          value={split}
          onChange={setSplit}
        />
      }
    >
      <QueryView query={query}>{(revenue) => <RevenueTable revenue={revenue} />}</QueryView>
    </Section>
  );
}
