import { Button, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import { paybackMonthsText } from '#shared/domain/earnings/payback-text.ts';
import { NO_RESOURCES } from '#shared/domain/hardware/resources.ts';
import { api, type client } from '#renderer/client/client.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { Card } from '#renderer/ui/card.tsx';
import { numberColumn, removeColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useMessage } from '#renderer/ui/message.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { Notice } from '#renderer/ui/notice.tsx';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { SizeInput } from '#renderer/ui/size-input.tsx';
import { WattsInput } from '#renderer/ui/watts-input.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { Form } from '#renderer/ui/form.tsx';
import { CountInput } from '#renderer/ui/count-input.tsx';
import { subjectOf } from './scenario-draft.ts';
import classes from './earnings.module.css';

const KINDS = ['memory', 'ssd', 'hdd', 'cpu'] as const;
type Kind = (typeof KINDS)[number];
type Gain = Awaited<ReturnType<typeof client.earnings.projections.rankParts>>['ranked'][number];
type Part = Gain['part'];

const EMPTY = { kind: 'memory', label: '', amount: '', priceUsd: '', watts: '' } as const;
type Draft = { readonly kind: Kind } & { readonly [K in 'label' | 'amount' | 'priceUsd' | 'watts']: string };

function partOf(draft: Draft, id: string, label: string): Part {
  const amount = Number(draft.amount);
  const adds = {
    ...NO_RESOURCES,
    ...(draft.kind === 'memory' ? { mruBytes: amount } : {}),
    ...(draft.kind === 'ssd' ? { sruBytes: amount } : {}),
    ...(draft.kind === 'hdd' ? { hruBytes: amount } : {}),
    ...(draft.kind === 'cpu' ? { cru: amount } : {}),
  };
  return {
    id,
    label,
    adds,
    priceUsd: draft.priceUsd,
    addsSlices: 0,
    addsWatts: draft.watts === '' ? '0' : draft.watts,
  };
}

function PartForm({ onAdd }: { readonly onAdd: (part: Part) => void }) {
  const { t } = useTranslation(['earnings', 'common']);
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const set = (patch: Partial<Draft>) => setDraft((before) => ({ ...before, ...patch }));
  const fields = bindFields(draft, set);
  const isWhole =
    draft.amount !== '' && Number(draft.amount) > 0 && draft.priceUsd !== '' && Number(draft.priceUsd) > 0;
  const fallback = t(`parts.kind.${draft.kind}`);
  return (
    <Form
      className={classes['row']}
      onSubmit={() => {
        if (!isWhole) return;
        onAdd(partOf(draft, crypto.randomUUID(), draft.label.trim() || fallback));
        setDraft({ ...EMPTY, kind: draft.kind });
      }}
    >
      <Select
        label={t('parts.what')}
        data={KINDS.map((kind) => ({ value: kind, label: t(`parts.kind.${kind}`) }))}
        value={draft.kind}
        onChange={(kind) => kind !== null && set({ kind, amount: '' })}
      />
      <TextField label={t('parts.name')} placeholder={fallback} maxLength={120} {...fields.text('label')} />
      {draft.kind === 'cpu' ? (
        <CountInput label={t('parts.threads')} min="1" {...fields.text('amount')} />
      ) : (
        <SizeInput label={t('parts.amount')} {...fields.text('amount')} />
      )}
      <MoneyInput label={t('parts.price')} min="0.01" {...fields.text('priceUsd')} />
      <WattsInput label={t('parts.watts')} {...fields.text('watts')} />
      <Button type="submit" disabled={!isWhole} leftSection={<IconPlus size={16} aria-hidden />}>
        {t('parts.add')}
      </Button>
    </Form>
  );
}

function useColumns(onRemove: (id: string) => void): readonly Column<Gain>[] {
  const { t } = useTranslation(['earnings', 'common']);
  const money = useMoney();
  const translate = useMessage();
  return [
    textColumn('part', t('parts.name'), (row) => row.part.label),
    numberColumn('priceUsd', t('parts.price'), (row) => row.part.priceUsd, { format: money.format }),
    numberColumn('gainPerMonthUsd', t('parts.gain'), (row) => row.gainPerMonth, {
      format: (gainPerMonth) => money.format(gainPerMonth, 'always'),
    }),
    numberColumn('gainPerUsd', t('parts.perUsd'), (row) => row.gainPerUsd),
    numberColumn('paybackMonths', t('payback.title'), (row) => row.paybackMonths, {
      cell: (row) =>
        row.paybackMonths === null ? t('payback.neverShort') : translate(paybackMonthsText(row.paybackMonths, true)),
    }),
    removeColumn(t('tariff.remove'), (row) => onRemove(row.part.id)),
  ];
}

interface CheapestFixProps {
  readonly node: FarmNode;
  readonly scenario: Scenario;
  readonly parts: readonly Part[];
  /** Whether any part pays back; otherwise "no part is needed" would read as advice against buying. */
  readonly hasPaying: boolean;
}

function CheapestFix({ node, scenario, parts, hasPaying }: CheapestFixProps) {
  const { t } = useTranslation(['earnings', 'common']);
  const money = useMoney();
  const translate = useMessage();
  const query = useQuery(
    api.earnings.projections.findCheapestFix.queryOptions({
      input: { subject: subjectOf(node), scenario, parts: parts.slice(0, 14) },
      placeholderData: keepPreviousData,
    }),
  );
  const fix = query.data?.fix;
  if (fix === undefined) return null;
  if (fix === null)
    return (
      <Notice tone="warn" title={t('fix.none')}>
        {t('fix.noneHint')}
      </Notice>
    );
  if (fix.parts.length === 0) return hasPaying ? null : <Notice tone="good" title={t('fix.notNeeded')} />;
  return (
    <Notice tone="info" title={t('fix.title', { price: money.format(fix.priceUsd) })}>
      {fix.parts.map((part) => part.label).join(', ')}.{' '}
      {fix.earnsPerMonth === null ? null : t('fix.earns', { amount: money.format(fix.earnsPerMonth) })}{' '}
      {fix.paybackMonths === null ? t('payback.neverShort') : translate(paybackMonthsText(fix.paybackMonths, true))}
    </Notice>
  );
}

/** The priced parts, best first, and the cheapest of them that make the machine eligible. */
export function PartsSection({ node, scenario }: { readonly node: FarmNode; readonly scenario: Scenario }) {
  const { t } = useTranslation(['earnings', 'common']);
  const [parts, setParts] = useState<readonly Part[]>([]);
  const columns = useColumns((id) => setParts((before) => before.filter((part) => part.id !== id)));
  const query = useQuery(
    api.earnings.projections.rankParts.queryOptions({
      input: { subject: subjectOf(node), scenario, parts: [...parts] },
      enabled: parts.length > 0,
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <Section title={t('parts.title')}>
      <CheapestFix
        node={node}
        scenario={scenario}
        parts={parts}
        hasPaying={query.data?.ranked.some(({ paybackMonths }) => paybackMonths !== null) === true}
      />
      <Card>
        <PartForm onAdd={(part) => setParts((before) => [...before, part])} />
        {parts.length === 0 ? (
          <EmptyState compact title={t('parts.none')} purpose={t('parts.purpose')} />
        ) : (
          <QueryView query={query}>
            {({ ranked }) => (
              <DataTable
                caption={t('parts.caption')}
                columns={columns}
                rows={ranked}
                rowKey={(row) => row.part.id}
                exportName="farmer-parts"
              />
            )}
          </QueryView>
        )}
      </Card>
    </Section>
  );
}
