import { Button, Group } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Decimal } from '#shared/decimal.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { DAY_S } from '#shared/units.ts';
import { api, type client } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { ChartFrame } from '#renderer/ui/chart-frame.tsx';
import { PALETTE_SIZE } from '#renderer/ui/charts/series-chart-types.ts';
import { SeriesChart } from '#renderer/ui/charts/series-chart.tsx';
import { numberColumn, removeColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { formatNumber, formatRatio } from '#renderer/ui/format.ts';
import { formatInstant } from '#renderer/ui/format-time.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { useNowS } from '#renderer/ui/now.ts';
import { TextField } from '#renderer/ui/text-field.tsx';
import { Form } from '#renderer/ui/form.tsx';
import classes from './plans.module.css';

type Position = Parameters<typeof client.economy.sharePool>[0]['positions'][number];
type Shares = Awaited<ReturnType<typeof client.economy.sharePool>>['instants'];

const POINTS = 24;

/** Evenly spaced instants from the first position to a year from now. */
function listInstants(positions: readonly Position[], nowS: number): number[] {
  const from = Math.min(...positions.map((position) => position.sinceS), nowS);
  const until = nowS + 365 * DAY_S;
  return Array.from({ length: POINTS + 1 }, (_, index) => from + Math.round(((until - from) * index) / POINTS));
}

function dayStartS(day: string): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / 1000);
}

function PositionForm({ onAdd }: { readonly onAdd: (position: Position) => void }) {
  const { t } = useTranslation('economy');
  const [provider, setProvider] = useState('');
  const [amount, setAmount] = useState('');
  const [day, setDay] = useState('');
  const isComplete = provider.trim() !== '' && amount !== '' && Number(amount) > 0 && day !== '';
  return (
    <Form
      className={classes['row']}
      onSubmit={() => {
        if (!isComplete) return;
        onAdd({ id: crypto.randomUUID(), provider: provider.trim(), token: 'TFT', amount, sinceS: dayStartS(day) });
        setAmount('');
      }}
    >
      <TextField label={t('pool.provider')} value={provider} maxLength={80} onChange={setProvider} />
      <DecimalInput label={t('pool.amount')} unit="TFT" min="0" value={amount} onChange={setAmount} />
      <TextField label={t('pool.since')} type="date" value={day} onChange={setDay} />
      <Button type="submit" disabled={!isComplete} leftSection={<IconPlus size={16} aria-hidden />}>
        {t('pool.add')}
      </Button>
    </Form>
  );
}

function useColumns(
  shareNow: ReadonlyMap<string, string>,
  onRemove: (id: string) => void,
): readonly Column<Position>[] {
  const { t } = useTranslation('economy');
  return [
    textColumn('provider', t('pool.provider'), (row) => row.provider),
    numberColumn('amountTft', t('pool.amount'), (row) => row.amount, { unit: 'TFT', format: formatNumber }),
    textColumn('since', t('pool.since'), (row) => new Date(row.sinceS * 1000).toISOString().slice(0, 10), {
      cell: (row) => formatInstant(row.sinceS, { precision: 'date' }),
    }),
    numberColumn('share', t('pool.shareNow'), ({ id }) => shareNow.get(id) ?? null, {
      cell: ({ id }) => (shareNow.has(id) ? formatRatio(shareNow.get(id) ?? '0', 2) : t('pool.noShare')),
    }),
    removeColumn(t('pool.remove'), (row) => onRemove(row.id)),
  ];
}

const percent = (share: string | undefined) => (share === undefined ? null : new Decimal(share).times(100).toNumber());

function ShareChart({ positions, instants }: { readonly positions: readonly Position[]; readonly instants: Shares }) {
  const { t } = useTranslation('economy');
  const series = positions.slice(0, PALETTE_SIZE).map(({ id, provider, amount }) => ({
    key: id,
    label: `${provider} ${formatNumber(amount)}`,
    kind: 'line' as const,
  }));
  const rows = instants.map(({ atS, shares }) => ({
    atS,
    shares: new Map(shares.map((share) => [share.id, share.share])),
  }));
  type Row = (typeof rows)[number];
  const columns: readonly Column<Row>[] = [
    textColumn('at', t('pool.time'), (row) => formatInstant(row.atS, { precision: 'date' })),
    ...series.map(({ key, label }, index) =>
      numberColumn(`p${index}`, label, (row: Row) => row.shares.get(key) ?? null),
    ),
  ];
  return (
    <ChartFrame
      title={t('pool.chart')}
      x={{ label: t('pool.time'), unit: '' }}
      y={{ label: t('pool.share'), unit: '%' }}
      summary={t('pool.summary', { count: positions.length })}
      table={{ columns, rows, rowKey: (row) => String(row.atS), exportName: 'farmer-liquidity-shares' }}
      note={t('pool.note')}
    >
      <SeriesChart
        points={rows.map((row) => ({
          x: row.atS,
          ...Object.fromEntries(series.map(({ key }) => [key, percent(row.shares.get(key))])),
        }))}
        series={series}
        formatX={(x) => formatInstant(x, { precision: 'date' })}
        formatY={(y) => formatNumber(new Decimal(y).toDecimalPlaces(1))}
        yDomain={[0, 100]}
      />
    </ChartFrame>
  );
}

/**
 * Example positions that show the effect of amount and time: an early small one, a late large one, and one in between.
 */
function examplePositions(nowS: number, name: string): readonly Position[] {
  return [
    { amount: '100000', months: 24 },
    { amount: '400000', months: 6 },
    { amount: '200000', months: 12 },
  ].map(({ amount, months }, index) => ({
    id: `example-${index}`,
    provider: `${name} ${index + 1}`,
    token: 'TFT',
    amount,
    sinceS: nowS - months * PERIOD_LENGTH_S,
  }));
}

/** Liquidity positions and how their shares depend on amount and time. */
export function PoolSection() {
  const { t } = useTranslation('economy');
  const [positions, setPositions] = useState<readonly Position[]>([]);
  const nowS = Math.floor(useNowS(3600));
  const query = useQuery(
    api.economy.sharePool.queryOptions({
      input: { positions: [...positions], instantsS: [nowS, ...listInstants(positions, nowS)] },
      enabled: positions.length > 0,
      placeholderData: keepPreviousData,
    }),
  );
  const [now, ...overTime] = query.data?.instants ?? [];
  const shareNow = new Map((now?.shares ?? []).map((share) => [share.id, share.share]));
  const columns = useColumns(shareNow, (id) =>
    setPositions((before) => before.filter((position) => position.id !== id)),
  );
  return (
    <Section title={t('pool.title')}>
      <Card footer={t('pool.rule')}>
        <PositionForm onAdd={(position) => setPositions((before) => [...before, position])} />
        {positions.length === 0 ? (
          <EmptyState
            compact
            title={t('pool.none')}
            purpose={t('pool.purpose')}
            action={
              <Button variant="default" onClick={() => setPositions(examplePositions(nowS, t('pool.example')))}>
                {t('pool.tryExample')}
              </Button>
            }
          />
        ) : (
          <Group gap="md" align="stretch" style={{ flexDirection: 'column' }}>
            <DataTable
              caption={t('pool.caption')}
              columns={columns}
              rows={positions}
              rowKey={(row) => row.id}
              exportName="farmer-liquidity"
            />
            <QueryView query={query}>{() => <ShareChart positions={positions} instants={overTime} />}</QueryView>
          </Group>
        )}
      </Card>
    </Section>
  );
}
