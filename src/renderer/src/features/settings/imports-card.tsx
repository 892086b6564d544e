import { Button } from '@mantine/core';
import { IconArrowBackUp, IconFileImport } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Import } from '#shared/contract/data/imports.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { actionColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { formatNumber } from '#renderer/ui/format.ts';
import { useHashParam } from '#renderer/ui/hash-location.ts';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { Instant } from '#renderer/ui/time.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';

function useColumns(onUndo: (id: number) => void): readonly Column<Import>[] {
  const { t } = useTranslation('settings');
  return [
    textColumn<Import, number>('atMs', t('imports.when'), (row) => row.atMs, {
      format: (atMs) => <Instant atS={Math.floor(atMs / 1000)} />,
    }),
    textColumn<Import, string>('kind', t('imports.kind'), (row) => t(`imports.kinds.${row.kind}`)),
    textColumn<Import, string>('file', t('imports.file'), (row) => row.file || t('imports.pasted')),
    numberColumn<Import, number>('rowCount', t('imports.rows'), (row) => row.rowCount, {
      format: (count) => formatNumber(count),
    }),
    actionColumn<Import>('undo', '', (row) => (
      <IconButton
        icon={IconArrowBackUp}
        label={t('imports.undo', { file: row.file || t('imports.pasted') })}
        onClick={() => onUndo(row.id)}
      />
    )),
  ];
}

/** The list of file imports, with undo. */
export function ImportsCard() {
  const { t } = useTranslation('settings');
  const list = useQuery(api.data.imports.list.queryOptions());
  const queries = useQueryClient();
  const undo = useCommand(api.data.imports.undo, {
    doneText: t('imports.undone'),
    onDone: () => void queries.invalidateQueries({ queryKey: api.key() }),
  });
  const [, setImporting] = useHashParam('import');
  const columns = useColumns((id) => undo.run({ id }));
  return (
    <Card title={t('imports.title')} footer={t('imports.note')}>
      <QueryView query={list}>
        {({ imports }) => (
          <DataTable
            caption={t('imports.title')}
            hideCaption
            columns={columns}
            rows={imports}
            rowKey={(row) => String(row.id)}
            emptyText={t('imports.none')}
          />
        )}
      </QueryView>
      <div>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconFileImport size={16} aria-hidden />}
          onClick={() => setImporting('files')}
        >
          {t('imports.add')}
        </Button>
      </div>
    </Card>
  );
}
