import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { standardPackages } from '#shared/domain/slices/prices/band.ts';
import { Decimal, decimalOrNull } from '#shared/decimal.ts';
import type { client } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { exportColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatBand, formatUnitPrice } from '#renderer/ui/format.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { CardGrid, Section } from '#renderer/ui/page.tsx';
import { useKindName } from '#renderer/ui/slice-kind.tsx';
import { formatCost } from './format-cost.ts';
import { PriceEditor } from './price-editor.tsx';
import type { PlanAnswer } from './use-plan.ts';

/** The prices of a node's slices, with its costs. */
type PricesAnswer = Awaited<ReturnType<typeof client.slices.prices.list>>;

function CostCard({ answer, prices }: { readonly answer: PlanAnswer; readonly prices: PricesAnswer }) {
  const { t } = useTranslation('slices');
  const money = useMoney();
  const { costs } = answer;
  const pricing = prices.nodes[0];
  const wholeNodeUsd = pricing?.wholeNodeMonthUsd ?? null;
  const formatPart = (name: (typeof costs.missing)[number], usd: string) =>
    costs.missing.includes(name) ? t('cost.notGiven') : money.format(usd);
  return (
    <Card title={t('cost.title')} footer={t('cost.note', { share: pricing?.sharePercent ?? 0 })}>
      <FactList
        facts={[
          { name: t('cost.electricity'), value: formatPart('watts', costs.electricityUsd) },
          { name: t('cost.depreciation'), value: formatPart('hardware-cost', costs.depreciationUsd) },
          { name: t('cost.other'), value: money.format(costs.otherUsd) },
          {
            name: t('cost.total'),
            value: (
              <strong>{formatCost(t, costs.missing.length === 0, new Decimal(costs.totalUsd), money.format)}</strong>
            ),
          },
          {
            name: t('cost.wholeNode'),
            value: wholeNodeUsd === null ? t('cost.ccUnknown') : money.format(wholeNodeUsd),
          },
          {
            name: t('cost.rate'),
            term: 'cc',
            value:
              prices.usdPerCc === null
                ? t('cost.ccUnknown')
                : t('cost.cc', { price: formatUnitPrice(prices.usdPerCc, 'USD') }),
          },
        ]}
      />
    </Card>
  );
}

function PackagesCard() {
  const { t } = useTranslation('slices');
  const rows = standardPackages();
  const columns: readonly Column<(typeof rows)[number]>[] = [
    textColumn('package', t('packages.name'), (row) => row.id),
    numberColumn('memoryGib', t('packages.memory'), (row) => row.memoryGib, { unit: 'GiB' }),
    numberColumn('minMonth', t('packages.band'), (row) => row.band.min.toFixed(), {
      unit: 'USD',
      term: 'band',
      cell: (row) => formatBand(row.band),
    }),
    exportColumn('maxMonth', 'number', (row) => row.band.max.toFixed()),
  ];
  return (
    <Card title={t('packages.title')} footer={t('packages.note')}>
      <DataTable caption={t('packages.title')} hideCaption columns={columns} rows={rows} rowKey={(row) => row.id} />
    </Card>
  );
}

/** The price of each kind of slice. */
export function PricesSection({ answer, prices }: { readonly answer: PlanAnswer; readonly prices: PricesAnswer }) {
  const { t } = useTranslation('slices');
  const formatKind = useKindName();
  const [chosen, setChosen] = useState<string | null>(null);
  const slice = prices.slices.find((entry) => entry.id === chosen) ?? prices.slices[0];
  if (slice === undefined) {
    return <EmptyState compact title={t('price.none')} purpose={t('price.noneHint')} />;
  }
  return (
    <Section
      title={t('price.heading')}
      tools={
        prices.slices.length < 2 ? undefined : (
          <Select
            aria-label={t('price.slice')}
            data={prices.slices.map((entry) => ({
              value: entry.id,
              label: `${entry.count} × ${formatKind(entry.kindId)}`,
            }))}
            value={slice.id}
            onChange={setChosen}
          />
        )
      }
    >
      <PriceEditor
        key={`${slice.id} ${slice.priceMonth} ${slice.currency} ${slice.setAtMs ?? 0}`}
        slice={slice}
        plan={answer.plan}
        sharePercent={prices.nodes[0]?.sharePercent ?? 0}
        usdPerCc={decimalOrNull(prices.usdPerCc)}
        isCostKnown={answer.costs.missing.length === 0}
      />
      <CardGrid minWidth="22rem">
        <CostCard answer={answer} prices={prices} />
        <PackagesCard />
      </CardGrid>
    </Section>
  );
}
