import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { Column } from './data-table.tsx';

/**
 * The last column of a table whose rows can be taken away.
 * @param label what the button says, "Remove"
 */
export function removeColumn<Row>(label: string, onRemove: (row: Row) => void): Column<Row> {
  return {
    id: 'remove',
    header: label,
    kind: 'text',
    isAction: true,
    value: () => null,
    cell: (row) => (
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<IconTrash size={14} aria-hidden />}
        onClick={() => onRemove(row)}
      >
        {label}
      </Button>
    ),
  };
}
