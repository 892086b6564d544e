import { Button, Menu } from '@mantine/core';
import { IconCopy, IconDownload, IconTableExport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCopy } from './copy.ts';
import type { CellValue, TableColumn } from './export-table.ts';
import { saveFile, toCsv, toJson } from './export-table.ts';

/** Copies or saves what a table shows, as CSV or JSON. */
export function TableExport<Row>({
  name,
  columns,
  rows,
}: {
  readonly name: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
}) {
  const { t } = useTranslation('common');
  const data = columns.filter((column) => column.isAction !== true);
  const heads = data.map((column) => ({ id: column.id, isNumber: column.kind === 'number' }));
  const cells = (): readonly (readonly CellValue[])[] => rows.map((row) => data.map((column) => column.value(row)));
  const copy = useCopy();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconTableExport size={16} aria-hidden />}>
          {t('table.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => copy(toCsv(heads, cells()))}>
          {t('table.copyCsv')}
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => copy(toJson(heads, cells()))}>
          {t('table.copyJson')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconDownload size={16} />}
          onClick={() => saveFile(`${name}.csv`, toCsv(heads, cells()), 'text/csv;charset=utf-8')}
        >
          {t('table.saveCsv')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconDownload size={16} />}
          onClick={() => saveFile(`${name}.json`, toJson(heads, cells()), 'application/json')}
        >
          {t('table.saveJson')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
