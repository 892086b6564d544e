import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { UNDO_REMOVE_DAYS } from '#shared/contract/nodes/removed.ts';
import { DAY_S } from '#shared/units.ts';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { actionColumn, instantColumn, textColumn } from '#renderer/ui/columns.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { useReturnFocus } from '#renderer/ui/return-focus.ts';

interface RemovedNode {
  readonly id: number;
  readonly name: string;
  readonly removedAtS: number;
}

/** The removed nodes that can still be restored. */
export function RemovedDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['nodes', 'common']);
  useReturnFocus();
  const query = useQuery(api.nodes.list.queryOptions({ input: { withDeleted: true } }));
  const restore = useCommand(api.nodes.undoRemove);
  const columns = [
    textColumn<RemovedNode, string>('name', t('name'), ({ name }) => name),
    instantColumn<RemovedNode>('removedAt', t('removedNodes.at'), ({ removedAtS }) => removedAtS),
    instantColumn<RemovedNode>(
      'until',
      t('removedNodes.until'),
      ({ removedAtS }) => removedAtS + UNDO_REMOVE_DAYS * DAY_S,
    ),
    actionColumn<RemovedNode>('restore', t('removedNodes.restore'), ({ id, name }) => (
      <Button
        variant="default"
        size="compact-sm"
        aria-label={t('removedNodes.restoreNamed', { name })}
        onClick={() => restore.run({ id })}
      >
        {t('removedNodes.restore')}
      </Button>
    )),
  ];
  return (
    <Modal opened size="lg" title={t('removedNodes.title')} onClose={onClose}>
      <QueryView query={query}>
        {({ nodes }) => (
          <DataTable
            caption={t('removedNodes.title')}
            hideCaption
            columns={columns}
            rows={nodes.flatMap(({ id, name, deletedAtMs }) =>
              deletedAtMs === null ? [] : [{ id, name, removedAtS: Math.floor(deletedAtMs / 1000) }],
            )}
            rowKey={({ id }) => String(id)}
            emptyText={t('removedNodes.none')}
          />
        )}
      </QueryView>
    </Modal>
  );
}
