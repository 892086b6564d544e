import { MultiSelect } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { needsText } from '#shared/domain/earnings/needed-text.ts';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import { Decimal } from '#shared/decimal.ts';
import { api, type client } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { ChartFrame, ChartLegend, legendOf } from '#renderer/ui/chart-frame.tsx';
import { roundTicks, yearTicks } from '#renderer/ui/charts/round-ticks.ts';
import { SeriesChart } from '#renderer/ui/charts/series-chart.tsx';
import { numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { formatMoney, formatNumber, UNKNOWN } from '#renderer/ui/format.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { useSelectedNode } from '#renderer/ui/selected-node.ts';
import { usePaybackText, useRoiText } from './payback-text.ts';

type Machine = Awaited<ReturnType<typeof client.earnings.projections.compareMachines>>['machines'][number];

const MOST = 5;

function useColumns(): readonly Column<Machine>[] {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const paybackText = usePaybackText();
  const roiText = useRoiText();
  const translate = useMessage();
  const amount = (id: 'hardwareUsd' | 'netPerMonth' | 'totalNet', header: string): Column<Machine> =>
    numberColumn(id, header, (row) => (row.state === 'known' ? row[id] : null), {
      unit: money.code,
      format: money.digits,
    });
  return [
    textColumn('machine', t('machines.machine'), (row) => row.label),
    {
      ...amount('hardwareUsd', t('machines.price')),
      value: (row) => (row.state === 'missing' || row.roi === null ? null : row.hardwareUsd),
      cell: (row) => (row.state === 'missing' || row.roi === null ? UNKNOWN : money.digits(row.hardwareUsd)),
    },
    amount('netPerMonth', t('compare.netPerMonth')),
    amount('totalNet', t('compare.net')),
    numberColumn('netPerUsd', t('machines.perUsd'), (row) => (row.state === 'known' ? row.netPerUsd : null), {
      format: (netPerUsd) => formatMoney(netPerUsd),
    }),
    numberColumn('roi', t('payback.roiShort'), (row) => (row.state === 'known' ? row.roi : null), { format: roiText }),
    textColumn('payback', t('payback.title'), (row) =>
      row.state === 'known' ? paybackText(row) : translate(needsText(row.missing)),
    ),
  ];
}

function Comparison({ machines }: { readonly machines: readonly Machine[] }) {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const columns = useColumns();
  const known = machines.flatMap((machine) => (machine.state === 'known' ? [machine] : []));
  const months = known[0]?.cumulative.length ?? 0;
  const rate = Number(money.unitsPerUsd);
  const points = Array.from({ length: months }, (_, index) => ({
    x: index + 1,
    ...Object.fromEntries(
      known.map(({ position, cumulative }) => [`m${position}`, Number(cumulative[index] ?? 0) * rate]),
    ),
  }));
  const series = known.map(({ position, label }) => ({ key: `m${position}`, label, kind: 'line' as const }));
  return (
    <>
      <DataTable
        caption={t('machines.caption')}
        columns={columns}
        rows={machines}
        rowKey={(row) => String(row.position)}
        exportName="farmer-machines"
      />
      {known.length === 0 ? null : (
        <ChartFrame
          title={t('machines.chart')}
          x={{ label: t('chart.month'), unit: t('chart.periods') }}
          y={{ label: t('chart.cumulative'), unit: money.code }}
          summary={t('machines.summary', { best: known[0]?.label ?? '' })}
          table={{ columns, rows: machines, rowKey: (row) => String(row.position) }}
          legend={<ChartLegend entries={legendOf(series)} />}
        >
          <SeriesChart
            points={points}
            series={series}
            limits={known.some((machine) => machine.totalNet.startsWith('-')) ? [{ value: 0, label: '' }] : []}
            xTicks={yearTicks(months)}
            yTicks={roundTicks(known.flatMap(({ cumulative }) => cumulative.map((amount) => Number(amount) * rate)))}
            formatX={(x) => String(x)}
            formatY={(y) => formatNumber(new Decimal(y).toDecimalPlaces(2))}
          />
        </ChartFrame>
      )}
    </>
  );
}

/** Up to five machines side by side under the scenario on the screen: before one is bought. */
export function MachinesSection({ scenario }: { readonly scenario: Scenario }) {
  const { t } = useTranslation('earnings');
  const { node: selected, nodes } = useSelectedNode();
  const settings = useQuery(api.settings.get.queryOptions());
  const save = useCommand(api.settings.update);
  const known = nodes.filter((node) => node.resources !== null);
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const kept = (settings.data?.comparedNodes ?? []).filter((id) => known.some((node) => node.id === id));
  // The machine on the page first: it is the one that the others are compared with.
  const first = known.toSorted((a, b) => Number(b.id === selected?.id) - Number(a.id === selected?.id));
  const ids = chosen ?? (kept.length > 0 ? kept : first.slice(0, MOST).map((node) => node.id)).map(String);
  const choose = (next: readonly string[]) => {
    setChosen(next);
    save.run({ comparedNodes: next.map(Number) });
  };
  const subjects = ids.map((id) => ({ kind: 'node' as const, nodeId: Number(id) }));
  const query = useQuery(
    api.earnings.projections.compareMachines.queryOptions({
      input: { subjects, scenario },
      enabled: subjects.length > 0,
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <Section title={t('machines.title')}>
      <Card footer={t('machines.note')}>
        <MultiSelect
          label={t('machines.choose')}
          data={known.map((node) => ({ value: String(node.id), label: node.name }))}
          value={[...ids]}
          maxValues={MOST}
          onChange={choose}
        />
        {subjects.length === 0 ? (
          <EmptyState compact title={t('machines.none')} purpose={t('machines.purpose')} />
        ) : (
          <QueryView query={query}>{({ machines }) => <Comparison machines={machines} />}</QueryView>
        )}
      </Card>
    </Section>
  );
}
