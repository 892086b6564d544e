import { Button, Group, Switch } from '@mantine/core';
import { IconArchive, IconRestore, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { client } from '#renderer/client/client.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { actionColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { formatFileSize } from '#renderer/ui/format.ts';
import { formatInstant } from '#renderer/ui/format-time.ts';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { Instant } from '#renderer/ui/time.tsx';
import { RestoreDialog } from '#renderer/ui/restore-dialog.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { CountInput } from '#renderer/ui/count-input.tsx';
import { CreateBackupDialog, RemoveBackupDialog, backupTime } from './backup-dialogs.tsx';
import { SettingCard } from './setting-card.tsx';
import { useSetting } from './use-setting.ts';
import classes from './settings.module.css';

/** A stored backup. */
export type StoredBackup = Awaited<ReturnType<typeof client.data.backups.list>>['backups'][number];

interface RowActions {
  readonly onRestore: (backup: StoredBackup) => void;
  readonly onRemove: (backup: StoredBackup) => void;
}

function useColumns({ onRestore, onRemove }: RowActions): readonly Column<StoredBackup>[] {
  const { t } = useTranslation('settings');
  return [
    textColumn('createdAtMs', t('backups.when'), (row) => row.createdAtMs, {
      format: (createdAtMs) => <Instant atS={Math.floor(createdAtMs / 1000)} />,
    }),
    textColumn('reason', t('backups.reason'), (row) => row.reason, {
      cell: (row) => t(`backups.reasons.${row.reason}`) + (row.isEncrypted ? ` · ${t('backups.encrypted')}` : ''),
    }),
    numberColumn('sizeBytes', t('backups.size'), (row) => row.sizeBytes, { format: formatFileSize }),
    actionColumn('tools', '', (row) => (
      <Group gap={4} justify="flex-end" wrap="nowrap">
        <IconButton
          icon={IconRestore}
          label={t('backups.restoreOf', { when: formatInstant(Math.floor(row.createdAtMs / 1000)) })}
          onClick={() => onRestore(row)}
        />
        <IconButton
          icon={IconTrash}
          label={t('backups.removeOf', { when: formatInstant(Math.floor(row.createdAtMs / 1000)) })}
          onClick={() => onRemove(row)}
        />
      </Group>
    )),
  ];
}

type Dialog = { readonly kind: 'keep' } | { readonly kind: 'restore' | 'remove'; readonly backup: StoredBackup };

/** The stored backups: create, restore, delete. */
export function BackupsCard() {
  const { t } = useTranslation('settings');
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const list = useQuery(api.data.backups.list.queryOptions());
  const columns = useColumns({
    onRestore: (backup) => setDialog({ kind: 'restore', backup }),
    onRemove: (backup) => setDialog({ kind: 'remove', backup }),
  });
  const close = () => setDialog(null);
  return (
    <Card title={t('backups.title')} footer={t('backups.note')}>
      <QueryView query={list}>
        {({ backups }) => (
          <DataTable
            caption={t('backups.caption')}
            hideCaption
            columns={columns}
            rows={backups}
            rowKey={(row) => row.name}
            emptyText={t('backups.none')}
          />
        )}
      </QueryView>
      <div>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconArchive size={16} aria-hidden />}
          onClick={() => setDialog({ kind: 'keep' })}
        >
          {t('backups.keep')}
        </Button>
      </div>
      {dialog?.kind === 'keep' ? <CreateBackupDialog onClose={close} /> : null}
      {dialog?.kind === 'restore' ? (
        <RestoreDialog
          title={t('backups.restoreTitle', { when: backupTime(dialog.backup) })}
          source={{ name: dialog.backup.name }}
          isEncrypted={dialog.backup.isEncrypted}
          onClose={close}
        />
      ) : null}
      {dialog?.kind === 'remove' ? <RemoveBackupDialog backup={dialog.backup} onClose={close} /> : null}
    </Card>
  );
}

/** How many backups are kept, and their maximum total size. */
export function BackupRulesCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('backups');
  return (
    <SettingCard title={t('backupRules.title')} field={field}>
      {(_, fields) => (
        <>
          <Switch label={t('backupRules.isDaily')} {...fields.flag('isDaily')} />
          <div className={classes['pair']}>
            <CountInput
              label={t('backupRules.keepCount')}
              unit={t('backupRules.copies')}
              min="1"
              max="100"
              {...fields.count('keepCount')}
            />
            <DecimalInput
              label={t('backupRules.keepMebibytes')}
              unit="MiB"
              min="10"
              max="100000"
              maxPlaces={0}
              step="10"
              {...fields.count('keepMebibytes')}
            />
          </div>
        </>
      )}
    </SettingCard>
  );
}
