import { ActionIcon, Group } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { showUndo } from '#renderer/ui/confirm-undo.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { formatBytes, UNKNOWN } from '#renderer/ui/format.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { Tag } from '#renderer/ui/tag.tsx';

function RowTools({ node, onEdit }: { readonly node: FarmNode; readonly onEdit: (node: FarmNode) => void }) {
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
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('editNamed', { name: node.name })}
        onClick={() => onEdit(node)}
      >
        <IconPencil size={16} aria-hidden />
      </ActionIcon>
      {node.kind === 'this-machine' ? null : (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('removeNamed', { name: node.name })}
          loading={remove.isRunning}
          onClick={() => remove.run({ id: node.id })}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  );
}

function useColumns(onEdit: (node: FarmNode) => void): readonly Column<FarmNode>[] {
  const { t } = useTranslation(['nodes', 'common']);
  const size = (id: 'mruBytes' | 'sruBytes' | 'hruBytes'): Column<FarmNode> => ({
    id,
    header: t(`resource.${id}`),
    kind: 'number',
    value: (node) => node.resources?.[id] ?? null,
    cell: (node) => (node.resources === null ? UNKNOWN : formatBytes(node.resources[id])),
  });
  return [
    {
      id: 'name',
      header: t('name'),
      kind: 'text',
      value: (node) => node.name,
      cell: (node) => (
        <>
          <a href={hrefTo('/hardware', { node: String(node.id) })}>{node.name}</a>{' '}
          {node.isDemo ? <Tag>{t('common:demo')}</Tag> : null}
        </>
      ),
    },
    {
      id: 'kind',
      header: t('kind'),
      kind: 'text',
      value: (node) => node.kind,
      cell: (node) => t(`common:node.kind.${node.kind}`),
    },
    {
      id: 'certification',
      header: t('certification'),
      kind: 'text',
      value: (node) => node.certification,
      cell: (node) => t(`certifications.${node.certification}`),
    },
    { id: 'cru', header: t('resource.cru'), kind: 'number', value: (node) => node.resources?.cru ?? null },
    size('mruBytes'),
    size('sruBytes'),
    size('hruBytes'),
    {
      id: 'tools',
      header: '',
      kind: 'number',
      isAction: true,
      value: () => null,
      cell: (node) => <RowTools node={node} onEdit={onEdit} />,
    },
  ];
}

/** Every node with its resources; a removed one can be brought back at once. */
export function NodeTable({
  nodes,
  onEdit,
}: {
  readonly nodes: readonly FarmNode[];
  readonly onEdit: (node: FarmNode) => void;
}) {
  const { t } = useTranslation('nodes');
  return (
    <DataTable
      caption={t('caption')}
      columns={useColumns(onEdit)}
      rows={nodes}
      rowKey={(node) => String(node.id)}
      exportName="farmer-nodes"
    />
  );
}
