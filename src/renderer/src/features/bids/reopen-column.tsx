import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { actionColumn } from '#renderer/ui/columns.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import type { Column } from '#renderer/ui/data-table.tsx';

/** The column with the button that reopens the bid of a row. */
export function useReopenColumn<Row>(getBidId: (row: Row) => string): Column<Row> {
  const { t } = useTranslation('bids');
  const reopen = useCommand(api.bids.reopen, { doneText: t('action.reopened') });
  return actionColumn('reopen', t('ranked.decide'), (row) => (
    <Button
      variant="subtle"
      size="compact-sm"
      aria-label={t('action.reopenThis', { id: getBidId(row) })}
      onClick={() => reopen.run({ id: getBidId(row) })}
    >
      {t('action.reopen')}
    </Button>
  ));
}
