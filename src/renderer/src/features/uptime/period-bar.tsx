import { Button, Menu, Select } from '@mantine/core';
import { IconDotsVertical, IconDownload, IconFileImport } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { api, client } from '#renderer/client/client.ts';
import { commandOf, useCommand } from '#renderer/ui/command.ts';
import { saveFile } from '#renderer/ui/export-table.ts';
import { formatPeriodName } from '#renderer/ui/format-time.ts';
import { goTo, useHashParam } from '#renderer/ui/hash-location.ts';

/** Chooses the minting period: the current one, or an earlier one with data. */
export function PeriodPicker({ node, index }: { readonly node: FarmNode; readonly index: number | null }) {
  const { t } = useTranslation('uptime');
  const [, setPeriod] = useHashParam('period');
  const { data } = useQuery(api.uptime.listPeriods.queryOptions({ input: { nodeId: node.id } }));
  const periods = data?.periods ?? [];
  const current = periods[0];
  if (current === undefined) return null;
  return (
    <Select
      aria-label={t('period.picker')}
      w={176}
      data={periods.map((period) => ({
        value: String(period.index),
        label:
          period === current
            ? t('period.current', { name: formatPeriodName(period.name) })
            : formatPeriodName(period.name),
      }))}
      value={String(index ?? current.index)}
      searchable={periods.length > 12}
      onChange={(value) => setPeriod(value === String(current.index) ? null : value)}
    />
  );
}

/** Import and export of a node's reports and receipts. */
export function FileMenu({ node, index }: { readonly node: FarmNode; readonly index: number | null }) {
  const { t } = useTranslation('uptime');
  const save = useCommand(
    commandOf(async (format: 'csv' | 'json') => {
      const { text } = await client.uptime.exportEvents({ nodeId: node.id, periodIndex: index, format });
      saveFile(`uptime-${node.id}.${format}`, text, format === 'csv' ? 'text/csv;charset=utf-8' : 'application/json');
    }),
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
