import { Button, Menu, Select } from '@mantine/core';
import { IconDotsVertical, IconDownload, IconFileImport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes.ts';
import { api, client } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { saveFile } from '#renderer/ui/export-table.ts';
import { formatPeriodName } from '#renderer/ui/format-time.ts';
import { goTo, useHashParam } from '#renderer/ui/hash-location.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { NodePicker } from '#renderer/ui/node-picker.tsx';
import { Page, PageHeader } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { useSelectedNode } from '#renderer/ui/selected-node.ts';
import { BudgetChart } from './budget-chart.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { OutageSection } from './outage-section.tsx';
import { PlannerSection } from './planner-section.tsx';
import { ReceiptsSection } from './receipts-section.tsx';
import { RecorderLine } from './recorder-line.tsx';
import { StateStrip } from './state-strip.tsx';
import { UptimeCards } from './uptime-cards.tsx';
import { WakeUpSection } from './wake-up-section.tsx';

const MINUTE_MS = 60_000;

function PeriodPicker({ node, index }: { readonly node: FarmNode; readonly index: number | null }) {
  const { t } = useTranslation('uptime');
  const [, setPeriod] = useHashParam('period');
  const { data } = useQuery(api.uptime.listPeriods.queryOptions({ input: { nodeId: node.id } }));
  const periods = data?.periods ?? [];
  const current = periods[0];
  if (current === undefined) return null;
  return (
    <Select
      aria-label={t('period.picker')}
      data={periods.map((period) => ({
        value: String(period.index),
        label:
          period === current
            ? t('period.current', { name: formatPeriodName(period.name) })
            : formatPeriodName(period.name),
      }))}
      value={String(index ?? current.index)}
      allowDeselect={false}
      searchable={periods.length > 12}
      onChange={(value) => setPeriod(value === String(current.index) ? null : value)}
    />
  );
}

function FileMenu({ node, index }: { readonly node: FarmNode; readonly index: number | null }) {
  const { t } = useTranslation('uptime');
  const save = useCommand(
    {
      mutationOptions: () => ({
        mutationFn: async (format: 'csv' | 'json') => ({
          format,
          ...(await client.uptime.exportEvents({ nodeId: node.id, periodIndex: index, format })),
        }),
      }),
    },
    {
      onDone: ({ format, text }) =>
        saveFile(`uptime-${node.id}.${format}`, text, format === 'csv' ? 'text/csv;charset=utf-8' : 'application/json'),
    },
  );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" rightSection={<IconDotsVertical size={16} aria-hidden />}>
          {t('files.title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFileImport size={16} />} onClick={() => goTo('/uptime', { import: 'reports' })}>
          {t('files.importReports')}
        </Menu.Item>
        <Menu.Item leftSection={<IconFileImport size={16} />} onClick={() => goTo('/uptime', { import: 'receipt' })}>
          {t('files.importReceipts')}
        </Menu.Item>
        <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => save.run('csv')}>
          {t('files.exportCsv')}
        </Menu.Item>
        <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => save.run('json')}>
          {t('files.exportJson')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function NodeUptime({ node, index }: { readonly node: FarmNode; readonly index: number | null }) {
  const summary = useQuery({
    ...api.uptime.getSummary.queryOptions({ input: { nodeId: node.id, periodIndex: index } }),
    refetchInterval: MINUTE_MS,
  });
  return (
    <>
      <QueryView query={summary} loading={<LoadingSkeleton count={3} />}>
        {(data) => (
          <>
            <UptimeCards summary={data} />
            <Card>
              <StateStrip summary={data} />
            </Card>
            <Card>
              <BudgetChart summary={data} />
            </Card>
            <OutageSection summary={data} />
            {data.isClosed ? null : <PlannerSection node={node} summary={data} />}
          </>
        )}
      </QueryView>
      <WakeUpSection node={node} index={index} />
      <ReceiptsSection node={node} />
    </>
  );
}

function toIndex(text: string | null): number | null {
  return text !== null && /^\d{1,5}$/.test(text) ? Number(text) : null;
}

/** Whether the uptime suffices, what each outage cost, and whether a reboot is safe. */
export default function UptimePage() {
  const { t } = useTranslation('uptime');
  const { node, isLoading } = useSelectedNode();
  const [period] = useHashParam('period');
  const index = toIndex(period);
  const isWatched = node !== null && node.kind !== 'planned';
  return (
    <Page>
      <PageHeader
        title={t('title')}
        lede={node?.kind === 'this-machine' ? <RecorderLine /> : t('lede')}
        picker={
          <>
            <NodePicker />
            {isWatched ? <PeriodPicker node={node} index={index} /> : null}
          </>
        }
        tools={isWatched ? <FileMenu node={node} index={index} /> : undefined}
      />
      {isWatched ? (
        <NodeUptime key={node.id} node={node} index={index} />
      ) : isLoading ? (
        <LoadingSkeleton count={3} />
      ) : (
        <EmptyState
          title={t(node === null ? 'none.title' : 'planned.title')}
          purpose={t(node === null ? 'none.purpose' : 'planned.purpose')}
          action={<Button onClick={() => goTo('/hardware')}>{t('none.action')}</Button>}
          alternative={
            <Button variant="subtle" onClick={() => goTo('/uptime', { import: 'receipt' })}>
              {t('files.importReceipts')}
            </Button>
          }
        />
      )}
      <ImportDialog node={isWatched ? node : null} />
    </Page>
  );
}
