import { Button, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ExportTable } from '#shared/contract/data/exports.ts';
import { client } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { commandOf, useCommand } from '#renderer/ui/command.ts';
import { saveFile } from '#renderer/ui/export-table.ts';

const TABLES = ['nodes', 'readings', 'receipts'] as const satisfies readonly ExportTable[];

interface Wanted {
  readonly table: ExportTable;
  readonly format: 'csv' | 'json';
}

async function saveTable({ table, format }: Wanted): Promise<void> {
  if (format === 'csv') {
    const { fileName, text } = await client.data.exports.readCsv({ table });
    saveFile(fileName, text, 'text/csv;charset=utf-8');
    return;
  }
  const { columns, rows } = await client.data.exports.read({ table });
  const objects = rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
  saveFile(`farmer-${table}.json`, JSON.stringify(objects, null, 2), 'application/json');
}

/** Exports of the farmer's data for other programs. */
export function ExportCard() {
  const { t } = useTranslation('settings');
  const save = useCommand(commandOf(saveTable));
  return (
    <Card title={t('export.title')} footer={t('export.note')}>
      {TABLES.map((table) => (
        <Group key={table} justify="space-between">
          <span>{t(`export.table.${table}`)}</span>
          <Group gap="xs">
            {(['csv', 'json'] as const).map((format) => (
              <Button
                key={format}
                variant="default"
                size="compact-sm"
                leftSection={<IconDownload size={14} aria-hidden />}
                aria-label={t('export.save', { table: t(`export.table.${table}`), format: format.toUpperCase() })}
                onClick={() => save.run({ table, format })}
              >
                {format.toUpperCase()}
              </Button>
            ))}
          </Group>
        </Group>
      ))}
    </Card>
  );
}
