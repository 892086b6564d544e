import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { api, type client } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatNumber, formatTft, formatUnitPrice } from '#renderer/ui/format.ts';
import { formatInstant } from '#renderer/ui/format-time.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import classes from './earnings.module.css';
import { orNull } from './form-values.ts';

const EMPTY = {
  price: '0.15',
  farmed: '0',
  uptime: '',
  utilisation: '',
  months: '',
  bandwidth: '',
  zone: 'other',
} as const;
type Draft = { readonly [K in Exclude<keyof typeof EMPTY, 'zone'>]: string } & { readonly zone: 'other' | 'emerging' };
type Scheduled = Awaited<ReturnType<typeof client.economy.listPriceSchedule>>['months'][number];

function Fields({ draft, set }: { readonly draft: Draft; readonly set: (patch: Partial<Draft>) => void }) {
  const { t } = useTranslation('earnings');
  const percent = { unit: '%', min: '0', max: '100' } as const;
  return (
    <div className={classes['form']}>
      <MoneyInput
        label={t('farming.price')}
        currency="USD"
        min="0.00000001"
        value={draft.price}
        onChange={(price) => set({ price })}
      />
      <DecimalInput
        label={t('farming.farmed')}
        unit="TFT"
        min="0"
        value={draft.farmed}
        onChange={(farmed) => set({ farmed })}
      />
      <DecimalInput
        {...percent}
        label={t('farming.uptime')}
        value={draft.uptime}
        onChange={(uptime) => set({ uptime })}
      />
      <DecimalInput
        {...percent}
        label={t('farming.utilisation')}
        value={draft.utilisation}
        onChange={(utilisation) => set({ utilisation })}
      />
      <DecimalInput
        label={t('farming.months')}
        min="0"
        maxPlaces={0}
        value={draft.months}
        onChange={(months) => set({ months })}
      />
      <DecimalInput
        label={t('farming.bandwidth')}
        unit="Mbit/s"
        min="0"
        value={draft.bandwidth}
        onChange={(bandwidth) => set({ bandwidth })}
      />
      <Select
        label={t('farming.zone')}
        data={(['other', 'emerging'] as const).map((zone) => ({ value: zone, label: t(`farming.zones.${zone}`) }))}
        value={draft.zone}
        allowDeselect={false}
        onChange={(zone) => set({ zone: zone === 'emerging' ? 'emerging' : 'other' })}
      />
    </div>
  );
}

function Reward({
  node,
  resources,
  draft,
}: {
  readonly node: FarmNode;
  readonly resources: Resources;
  readonly draft: Draft;
}) {
  const { t } = useTranslation('earnings');
  const query = useQuery({
    ...api.earnings.rewards.computeFarming20.queryOptions({
      input: {
        resources,
        certification: node.certification,
        tftPriceUsd: draft.price,
        farmedTft: draft.farmed,
        whatIf: {
          uptimePercent: orNull(draft.uptime),
          utilisationPercent: orNull(draft.utilisation),
          monthsSinceStart: draft.months === '' ? null : Number(draft.months),
          bandwidthMbps: orNull(draft.bandwidth),
          zone: draft.zone,
        },
      },
    }),
    placeholderData: keepPreviousData,
  });
  return (
    <QueryView query={query}>
      {({ paidTft, factors, difficultyFactor, cpr }) => (
        <>
          <Figure size="large" label={t('farming.reward')} value={formatTft(paidTft)} unit="TFT" />
          <FactList
            facts={[
              { name: t('farming.cpr'), value: formatNumber(toPlain(new Decimal(cpr).toDecimalPlaces(4))) },
              {
                name: t('farming.difficulty'),
                value: formatNumber(toPlain(new Decimal(difficultyFactor).toDecimalPlaces(9))),
              },
              { name: t('farming.factors'), value: `${factors.uptime}, ${factors.utilisation}, ${factors.bandwidth}` },
            ]}
          />
        </>
      )}
    </QueryView>
  );
}

const day = (atS: number) => formatInstant(atS, { precision: 'date' });

function Schedule() {
  const { t } = useTranslation('earnings');
  const query = useQuery({ ...api.economy.listPriceSchedule.queryOptions(), staleTime: Number.POSITIVE_INFINITY });
  const columns: readonly Column<Scheduled>[] = [
    textColumn('month', t('farming.month'), (row) => row.month),
    numberColumn('priceUsd', t('farming.scheduled'), (row) => row.priceUsd, { unit: 'USD', format: formatUnitPrice }),
    textColumn('computedAt', t('farming.computed'), (row) => row.computedAtS, { format: day }),
    textColumn('paidAt', t('farming.paid'), (row) => row.paidAtS, { format: day }),
  ];
  return (
    <Card>
      <QueryView query={query}>
        {({ months }) => (
          <DataTable
            caption={t('farming.schedule')}
            columns={columns}
            rows={months}
            rowKey={(row) => row.month}
            exportName="farmer-prices-2020"
          />
        )}
      </QueryView>
    </Card>
  );
}

/** Farming 2.0 with the thresholds it never switched on, its price schedule and its payout calendar. */
export function FarmingSection({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('earnings');
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const isReady = draft.price !== '' && draft.farmed !== '' && node.resources !== null;
  return (
    <Section title={t('farming.title')}>
      <Card footer={t('farming.purpose')}>
        <Fields draft={draft} set={(patch) => setDraft((before) => ({ ...before, ...patch }))} />
        {isReady && node.resources !== null ? (
          <Reward node={node} resources={node.resources} draft={draft} />
        ) : (
          <p className={classes['ruleNote']}>{t('farming.fill')}</p>
        )}
      </Card>
      <Schedule />
    </Section>
  );
}
