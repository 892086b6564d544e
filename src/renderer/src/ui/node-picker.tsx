import { Select } from '@mantine/core';
import { IconServer2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { NodeKind } from '#shared/contract/nodes/nodes.ts';
import { goTo } from './hash-location.ts';
import { useSelectedNode } from './selected-node.ts';

const KINDS = ['this-machine', 'planned', 'imported'] as const satisfies readonly NodeKind[];

const MANAGE = 'manage';
/** Of the field, and the least of its list, so that their edges agree. */
const PICKER_WIDTH = 280;

/** Chooses the node that every screen is about; hidden while there is none to choose. */
export function NodePicker() {
  const { t } = useTranslation('common');
  const { node, nodes, select } = useSelectedNode();
  if (node === null) return null;
  const groups = KINDS.map((kind) => ({
    group: t(`node.kind.${kind}`),
    items: nodes
      .filter((entry) => entry.kind === kind)
      .map((entry) => ({ value: String(entry.id), label: entry.name })),
  })).filter((entry) => entry.items.length > 0);
  return (
    <Select
      aria-label={t('node.picker')}
      leftSection={<IconServer2 size={16} aria-hidden />}
      w={PICKER_WIDTH}
      styles={{ input: { textOverflow: 'ellipsis' }, dropdown: { minInlineSize: PICKER_WIDTH } }}
      data={[...groups, { group: t('node.farm'), items: [{ value: MANAGE, label: t('node.manage') }] }]}
      value={String(node.id)}
      allowDeselect={false}
      searchable={nodes.length > 8}
      maxDropdownHeight={400}
      comboboxProps={{ width: 'max-content', position: 'bottom-end' }}
      onChange={(value) => {
        if (value === MANAGE) goTo('/nodes');
        else if (value !== null) select(Number(value));
      }}
    />
  );
}
