import type { ReactNode } from 'react';
import { Card } from './card.tsx';
import { DataTable, type DataTableProps } from './data-table.tsx';
import { EmptyState, type EmptyStateProps } from './empty-state.tsx';

interface TableCardProps<Row> extends Omit<DataTableProps<Row>, 'hideCaption'> {
  /** Shown instead of a table without rows. */
  readonly empty?: Pick<EmptyStateProps, 'title' | 'purpose'>;
  readonly footer?: ReactNode;
}

/** A card with a table; the section around it has the title. */
export function TableCard<Row>({ empty, footer, ...table }: TableCardProps<Row>) {
  return empty !== undefined && table.rows.length === 0 ? (
    <Card>
      <EmptyState compact {...empty} />
    </Card>
  ) : (
    <Card flush footer={footer}>
      <DataTable {...table} hideCaption />
    </Card>
  );
}
