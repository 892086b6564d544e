import { ActionIcon, Group } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { showUndo } from '#renderer/ui/confirm-undo.tsx';
import classes from './nodes.module.css';

/** Buttons that edit and remove a machine; a removal can be undone. */
export function RowTools({ row, onEdit }: { readonly row: FarmNodeRow; readonly onEdit: (id: number) => void }) {
  const { t } = useTranslation(['nodes', 'common']);
  const undo = useCommand(api.nodes.undoRemove);
  const remove = useCommand(api.nodes.remove, {
    onDone: (removed) =>
      showUndo({
        message: t('removed', { name: removed.name }),
        undoLabel: t('common:undo'),
        onUndo: () => undo.run({ id: removed.id }),
      }),
  });
  return (
    <Group gap={2} justify="flex-end" wrap="nowrap">
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        aria-label={t('editNamed', { name: row.name })}
        onClick={() => onEdit(row.id)}
      >
        <IconPencil size={16} aria-hidden />
      </ActionIcon>
      {row.kind === 'this-machine' ? (
        <span className={classes['noTool']} />
      ) : (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-label={t('removeNamed', { name: row.name })}
          loading={remove.isRunning}
          onClick={() => remove.run({ id: row.id })}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  );
}
