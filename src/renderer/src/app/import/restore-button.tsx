import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WaitingFile } from '#shared/contract/data/imports.ts';
import { RestoreDialog } from '#renderer/ui/restore-dialog.tsx';

/** A backup is restored alone, because it replaces all data. */
export function RestoreButton({
  backup,
  onRestored,
}: {
  readonly backup: WaitingFile;
  readonly onRestored: () => void;
}) {
  const { t } = useTranslation('data');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
        {t('import.restore')}
      </Button>
      {isOpen ? (
        <RestoreDialog
          title={t('import.restoreTitle', { file: backup.name })}
          source={{ fileId: backup.id }}
          isEncrypted={null}
          onRestored={onRestored}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
