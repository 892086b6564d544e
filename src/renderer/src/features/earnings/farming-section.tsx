import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import { api, type client } from '#renderer/client/client.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { Card } from '#renderer/ui/card.tsx';
import { numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatNumber, formatShortTft, formatUnitPrice } from '#renderer/ui/format.ts';
import { formatInstant, formatPeriodName } from '#renderer/ui/format-time.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { CountInput } from '#renderer/ui/count-input.tsx';
import classes from './earnings.module.css';

const ZONES = ['other', 'emerging'] as const;

interface Draft {
  readonly price: string;
  readonly farmed: string;
  readonly uptimePercent: string | null;
  readonly utilisationPercent: string | null;
  readonly monthsSinceStart: number | null;
  readonly bandwidthMbps: string | null;
  readonly zone: (typeof ZONES)[number];
}

const INITIAL: Draft = {
  price: '0.15',
  farmed: '0',
  uptimePercent: null,
  utilisationPercent: null,
  monthsSinceStart: null,
  bandwidthMbps: null,
  zone: 'other',
};
type Scheduled = Awaited<ReturnType<typeof client.economy.listPriceSchedule>>['months'][number];

function Fields({ draft, set }: { readonly draft: Draft; readonly set: (patch: Partial<Draft>) => void }) {
  const { t } = useTranslation('earnings');
  const fields = bindFields(draft, set);
  const percent = { unit: '%', min: '0', max: '100' } as const;
  return (
    <div className={classes['form']}>
      <MoneyInput label={t('farming.price')} min="0.00000001" {...fields.text('price')} />
      <DecimalInput label={t('farming.farmed')} unit="TFT" min="0" {...fields.text('farmed')} />
      <DecimalInput label={t('farming.uptime')} {...percent} {...fields.optional('uptimePercent')} />
      <DecimalInput label={t('farming.utilisation')} {...percent} {...fields.optional('utilisationPercent')} />
      <CountInput label={t('farming.months')} {...fields.optionalCount('monthsSinceStart')} />
      <DecimalInput label={t('farming.bandwidth')} unit="Mbit/s" min="0" {...fields.optional('bandwidthMbps')} />
      <Select
        label={t('farming.zone')}
        data={ZONES.map((zone) => ({ value: zone, label: t(`farming.zones.${zone}`) }))}
        value={draft.zone}
        onChange={(zone) => zone !== null && set({ zone })}
      />
    </div>
  );
}

interface RewardProps {
  readonly node: FarmNode;
  readonly resources: Resources;
  readonly draft: Draft;
}

function Reward({ node, resources, draft: { price, farmed, ...whatIf } }: RewardProps) {
  const { t } = useTranslation('earnings');
  const query = useQuery(
    api.earnings.rewards.computeFarming20.queryOptions({
      input: {
        resources,
        certification: node.certification,
        tftPriceUsd: price,
        farmedTft: farmed,
        whatIf,
      },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <QueryView query={query}>
      {({ paidTft, factors, difficultyFactor, cpr }) => (
        <>
          <Figure label={t('farming.reward')} value={formatShortTft(paidTft)} unit="TFT" />
          <FactList
            facts={[
              { name: t('farming.cpr'), term: 'cpr', value: formatNumber(cpr, { maxPlaces: 4 }) },
              { name: t('farming.difficulty'), value: formatNumber(difficultyFactor) },
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
  const query = useQuery(api.economy.listPriceSchedule.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));
  const columns: readonly Column<Scheduled>[] = [
    textColumn('month', t('farming.month'), (row) => row.month, { format: formatPeriodName }),
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

/** Farming 2.0 with its thresholds that were never activated, its price schedule and its payout calendar. */
export function FarmingSection({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('earnings');
  const [draft, setDraft] = useState(INITIAL);
  return (
    <Section title={t('farming.title')}>
      <Card footer={t('farming.purpose')}>
        <Fields draft={draft} set={(patch) => setDraft((before) => ({ ...before, ...patch }))} />
        {draft.price !== '' && draft.farmed !== '' && node.resources !== null ? (
          <Reward node={node} resources={node.resources} draft={draft} />
        ) : (
          <p className={classes['ruleNote']}>{t('farming.fill')}</p>
        )}
      </Card>
      <Schedule />
    </Section>
  );
}
