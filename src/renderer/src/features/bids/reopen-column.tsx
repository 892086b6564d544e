import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import type { Column } from '#renderer/ui/data-table.tsx';

/** The column in which a decision on a bid is taken back. @param bidIdOf the bid that a row is about */
export function useReopenColumn<Row>(bidIdOf: (row: Row) => string): Column<Row> {
  const { t } = useTranslation('bids');
  const reopen = useCommand(api.bids.reopen, { doneText: t('action.reopened') });
  return {
    id: 'reopen',
    header: t('ranked.decide'),
    kind: 'text',
    isAction: true,
    value: () => null,
    cell: (row) => (
      <Button
        variant="subtle"
        size="compact-sm"
        aria-label={t('action.reopenThis', { id: bidIdOf(row) })}
        onClick={() => reopen.run({ id: bidIdOf(row) })}
      >
        {t('action.reopen')}
      </Button>
    ),
  };
}
