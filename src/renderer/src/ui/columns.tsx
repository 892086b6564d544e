import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { GlossaryTerm } from '#shared/glossary.ts';
import type { CellValue, TableColumn } from './export-table.ts';
import { UNKNOWN } from './format.ts';
import type { SortColumn } from './table-sort.ts';
import { Instant } from './time.tsx';

/** A column: its raw value, which is sorted, copied and exported, and its rendering. */
export interface Column<Row> extends TableColumn<Row>, SortColumn<Row> {
  readonly header: string;
  /** Shown small after the header. */
  readonly unit?: string;
  /** Explains the header on hover or focus. */
  readonly term?: GlossaryTerm;
  /** The rendered cell; the raw value by default. */
  readonly cell?: (row: Row) => ReactNode;
  /** Copied and exported, but not shown. */
  readonly isExportOnly?: boolean;
  /** Rem, for tables that scroll with the page; the column without a width takes the remaining space. */
  readonly width?: number;
  /** The full text of a cell that may be cut off, shown on hover; by default, a text cell itself. */
  readonly title?: (row: Row) => string;
  /** Not sortable: a picture of several values. */
  readonly isUnordered?: boolean;
}

export interface ColumnOptions<Row, Value>
  extends Pick<Column<Row>, 'unit' | 'term' | 'cell' | 'rank' | 'width' | 'title' | 'isUnordered'> {
  /** Formats the value; an unknown one is a dash. Without it and without `cell`, the raw value is shown. */
  readonly format?: (value: Value) => ReactNode;
}

function columnOf<Row, Value>(
  column: Pick<Column<Row>, 'id' | 'header' | 'kind'> & { readonly value: (row: Row) => (Value & CellValue) | null },
  { format, ...options }: ColumnOptions<Row, Value>,
): Column<Row> {
  if (format === undefined) return { ...column, ...options };
  const cell = (row: Row) => {
    const value = column.value(row);
    return value === null ? UNKNOWN : format(value);
  };
  return { ...column, ...options, cell };
}

/**
 * A column of texts.
 * @param id the name in exports
 */
export function textColumn<Row, Value>(
  id: string,
  header: string,
  value: (row: Row) => (Value & CellValue) | null,
  options: ColumnOptions<Row, Value> = {},
): Column<Row> {
  return columnOf({ id, header, kind: 'text', value }, options);
}

/**
 * A column of numbers.
 * @param id the name in exports, with its unit
 */
export function numberColumn<Row, Value>(
  id: string,
  header: string,
  value: (row: Row) => (Value & CellValue) | null,
  options: ColumnOptions<Row, Value> = {},
): Column<Row> {
  return columnOf({ id, header, kind: 'number', value }, options);
}

/**
 * A column of instants, exported as ISO 8601.
 * @param atS unix seconds; null while unknown
 */
export function instantColumn<Row>(
  id: string,
  header: string,
  atS: (row: Row) => number | null,
  { format = (at) => <Instant atS={at} />, ...options }: ColumnOptions<Row, number> = {},
): Column<Row> {
  const value = (row: Row) => {
    const at = atS(row);
    return at === null ? null : new Date(at * 1000).toISOString();
  };
  const cell = (row: Row) => {
    const at = atS(row);
    return at === null ? UNKNOWN : format(at);
  };
  return { id, header, kind: 'text', value, cell, ...options };
}

/** A column that is copied and exported, but not shown. */
export function exportColumn<Row>(id: string, kind: Column<Row>['kind'], value: Column<Row>['value']): Column<Row> {
  return { id, header: id, kind, value, isExportOnly: true };
}

/**
 * A column of buttons.
 * @param header read only by screen readers
 */
export function actionColumn<Row>(id: string, header: string, cell: (row: Row) => ReactNode): Column<Row> {
  return { id, header, kind: 'text', isAction: true, value: () => null, cell };
}

/**
 * The last column of a table with removable rows.
 * @param label the text of the button
 */
export function removeColumn<Row>(label: string, onRemove: (row: Row) => void): Column<Row> {
  return actionColumn('remove', label, (row) => (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      leftSection={<IconTrash size={14} aria-hidden />}
      onClick={() => onRemove(row)}
    >
      {label}
    </Button>
  ));
}
