import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleSplitId } from '#shared/domain/economy/constants.ts';
import { RULE_SPLITS } from '#shared/domain/economy/splits.ts';
import { Decimal } from '#shared/decimal.ts';
import { api, type client } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { formatPeriodName } from '#renderer/ui/format-time.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { useMessage } from '#renderer/ui/message.ts';

/** Minting periods shown, from the current one on. */
const PERIODS = 12;

type Revenue = Awaited<ReturnType<typeof client.bids.revenue>>;

function RevenueTable({ periods }: { readonly periods: Revenue['periods'] }) {
  const { t } = useTranslation('bids');
  const translate = useMessage();
  const money = useMoney();
  const shares = periods[0]?.shares ?? [];
  return (
    <DataTable
      caption={t('revenue.title')}
      hideCaption
      columns={[
        {
          id: 'period',
          header: t('revenue.period'),
          kind: 'text',
          value: (row) => row.name,
          cell: (row) => formatPeriodName(row.name),
        },
        {
          id: 'grossUsd',
          header: t('revenue.gross'),
          unit: money.code,
          kind: 'number',
          value: (row) => row.grossUsd,
          cell: (row) => money.digits(row.grossUsd),
        },
        ...shares.map(({ id, label }) => ({
          id: `${id}Usd`,
          header: translate(label),
          unit: money.code,
          kind: 'number' as const,
          value: (row: Revenue['periods'][number]) => row.shares.find((share) => share.id === id)?.amount ?? null,
          cell: (row: Revenue['periods'][number]) =>
            money.digits(row.shares.find((share) => share.id === id)?.amount ?? '0'),
        })),
      ]}
      rows={periods}
      rowKey={(row) => String(row.index)}
      exportName="farmer-bid-revenue"
    />
  );
}

function isSplit(id: string): id is RuleSplitId {
  return RULE_SPLITS.some((split) => split.id === id);
}

/** The revenue of accepted bids by minting period, split by a rule set. */
export function RevenueSection({ nodeId }: { readonly nodeId: number | null }) {
  const { t } = useTranslation('bids');
  const translate = useMessage();
  const money = useMoney();
  const [split, setSplit] = useState<RuleSplitId>('grid-v4');
  const query = useQuery({
    ...api.bids.revenue.queryOptions({ input: { nodeId, split, periods: PERIODS } }),
    placeholderData: keepPreviousData,
  });
  return (
    <Section
      title={t('revenue.title')}
      tools={
        <SegmentedControl
          size="xs"
          aria-label={t('revenue.split')}
          data={RULE_SPLITS.map(({ id, label }) => ({ value: id, label: translate(label) }))}
          value={split}
          onChange={(next) => {
            if (isSplit(next)) setSplit(next);
          }}
        />
      }
    >
      <QueryView query={query}>
        {(revenue) => {
          const periods = revenue.periods.filter(({ grossUsd }) => !new Decimal(grossUsd).isZero());
          return periods.length === 0 ? (
            <Card>
              <EmptyState compact title={t('revenue.none')} purpose={t('revenue.noneHint', { count: PERIODS })} />
            </Card>
          ) : (
            <Card
              flush
              footer={t('revenue.total', {
                count: PERIODS,
                gross: money.format(revenue.grossUsd),
                farmer: money.format(revenue.farmerUsd),
              })}
            >
              <RevenueTable periods={periods} />
            </Card>
          );
        }}
      </QueryView>
    </Section>
  );
}
