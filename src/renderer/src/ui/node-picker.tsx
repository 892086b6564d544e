import { Select } from '@mantine/core';
import { IconServer2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { NodeKind } from '#shared/contract/nodes/nodes.ts';
import { useSelectedNode } from './selected-node.ts';

const KINDS = ['this-machine', 'planned', 'imported'] as const satisfies readonly NodeKind[];

/** Width of the field and minimum width of its list, so that their edges align. */
const PICKER_WIDTH = 220;

/** Switches to another node, found by a part of its name; hidden when there is no other. */
export function NodePicker() {
  const { t } = useTranslation('common');
  const { node, nodes, select } = useSelectedNode();
  if (nodes.length < 2) return null;
  const groups = KINDS.map((kind) => ({
    group: t(`node.kind.${kind}`),
    items: nodes
      .filter((entry) => entry.kind === kind && entry.id !== node?.id)
      .map((entry) => ({ value: String(entry.id), label: entry.name })),
  })).filter((entry) => entry.items.length > 0);
  return (
    <Select
      aria-label={t('node.picker')}
      placeholder={t('node.picker')}
      leftSection={<IconServer2 size={16} aria-hidden />}
      w={PICKER_WIDTH}
      styles={{ input: { textOverflow: 'ellipsis' }, dropdown: { minInlineSize: PICKER_WIDTH } }}
      data={groups}
      value={null}
      searchable
      nothingFoundMessage={t('node.noSuch')}
      maxDropdownHeight={400}
      comboboxProps={{ width: 'max-content', position: 'bottom-end' }}
      onChange={(value) => {
        if (value !== null) select(Number(value));
      }}
    />
  );
}
