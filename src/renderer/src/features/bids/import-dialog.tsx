import { Button, FileButton, Group, Modal, Stack } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { BID_COLUMNS } from '#shared/domain/bids/constants.ts';
import { MAX_BID_FILE_CHARACTERS } from '#shared/contract/bids/bids.ts';
import { api, type client } from '#renderer/client/client.ts';
import { numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { showFailed } from '#renderer/ui/confirm-undo.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { Notice } from '#renderer/ui/notice.tsx';
import classes from './bids.module.css';
import { useMessage } from '#renderer/ui/message.ts';

type Outcome = Awaited<ReturnType<typeof client.bids.importFile>>;

function Rejected({ rejected }: { readonly rejected: Outcome['rejected'] }) {
  const { t } = useTranslation('bids');
  const translate = useMessage();
  const columns: readonly Column<Outcome['rejected'][number]>[] = [
    numberColumn('line', t('import.line'), (row) => row.line),
    textColumn('reason', t('import.reason'), (row) => translate(row.reason)),
  ];
  return (
    <DataTable
      caption={t('import.rejectedRows')}
      columns={columns}
      rows={rejected}
      rowKey={(row) => `${row.line} ${translate(row.reason)}`}
      exportName="farmer-rejected-bids"
    />
  );
}

/** Imports a bid file of format 1, JSON or CSV, and lists invalid rows with their lines. */
export function ImportDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation(['bids', 'common']);
  const command = useCommand(api.bids.importFile);
  const outcome = command.data;
  const read = (file: File | null) => {
    if (file === null) return;
    if (file.size > MAX_BID_FILE_CHARACTERS) {
      showFailed(t('import.tooLarge'), t('import.tooLargeHint'));
      return;
    }
    void file.text().then((text) => command.run({ text }));
  };
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="lg"
      title={t('import.title')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="md">
        <p className={classes['quiet']}>{t('import.hint')}</p>
        <code className={classes['columns']}>{BID_COLUMNS.join(',')}</code>
        {outcome === undefined ? null : (
          <Notice
            tone={outcome.rejected.length === 0 ? 'good' : 'warn'}
            title={t('import.done', { count: outcome.imported })}
          >
            {outcome.rejected.length === 0 ? null : t('import.rejected', { count: outcome.rejected.length })}
          </Notice>
        )}
        {outcome === undefined || outcome.rejected.length === 0 ? null : <Rejected rejected={outcome.rejected} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:close')}
          </Button>
          <FileButton accept=".json,.csv,.farmer,application/json,text/csv" onChange={read}>
            {(props) => (
              <Button {...props} loading={command.isRunning} leftSection={<IconFileUpload size={16} aria-hidden />}>
                {t('import.choose')}
              </Button>
            )}
          </FileButton>
        </Group>
      </Stack>
    </Modal>
  );
}
