import type { ReactNode } from 'react';
import { memo } from 'react';
import type { Column } from './columns.tsx';
import classes from './data-table.module.css';
import { UNKNOWN } from './format.ts';
import { SelectRow } from './row-selection.tsx';
import type { TableLayout } from './table-lines.ts';

/** The class of a column's cells and header. */
export function cellClass<Row>({ kind, isAction }: Pick<Column<Row>, 'kind' | 'isAction'>): string {
  return `${kind === 'number' ? classes.number : ''} ${isAction === true ? classes.action : ''}`.trim();
}

/** The props of a row; it is rendered again only when one of them changes. */
export interface TableRowProps<Row> {
  readonly row: Row;
  readonly rowKey: string;
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  readonly layout: TableLayout;
  /** Renders the row on narrow pages. */
  readonly card: ((row: Row) => ReactNode) | undefined;
  readonly isMarked: boolean;
  /** Undefined for a row that cannot be focused. */
  readonly tabIndex: 0 | -1 | undefined;
  /** Undefined in a table without selection. */
  readonly selectLabel: string | undefined;
  readonly isSelected: boolean;
  readonly onSelect: (key: string, isRange: boolean) => void;
  /** Set when rows have different heights. */
  readonly measure: ((row: HTMLTableRowElement | null) => void) | undefined;
}

function Cell<Row>(props: Pick<TableRowProps<Row>, 'row' | 'layout'> & { column: Column<Row>; isHeader: boolean }) {
  const { row, column, isHeader, layout } = props;
  const content = column.cell === undefined ? (column.value(row) ?? UNKNOWN) : column.cell(row);
  const named = layout === 'page' && typeof content === 'string' ? content : undefined;
  const attributes = { className: cellClass(column), title: column.title?.(row) ?? named };
  return isHeader ? (
    <th scope="row" {...attributes}>
      {content}
    </th>
  ) : (
    <td {...attributes}>{content}</td>
  );
}

function AnyRow<Row>(props: TableRowProps<Row>) {
  const { row, rowKey, index, columns, layout, card, isMarked, tabIndex, selectLabel, isSelected, onSelect } = props;
  const { measure } = props;
  const box =
    selectLabel === undefined ? null : (
      <SelectRow label={selectLabel} isSelected={isSelected} onSelect={(isRange) => onSelect(rowKey, isRange)} />
    );
  const attributes = {
    'data-key': rowKey,
    tabIndex,
    className: `${layout === 'cards' ? classes.card : ''} ${isMarked || isSelected ? classes.marked : ''}`.trim(),
  };
  if (layout === 'cards') {
    return (
      <li {...attributes}>
        {box}
        {card?.(row)}
      </li>
    );
  }
  return (
    <tr {...attributes} ref={measure} data-index={index} aria-rowindex={index + 2}>
      {box === null ? null : <td className={classes.select}>{box}</td>}
      {columns.map((column, place) => (
        <Cell key={column.id} column={column} row={row} isHeader={place === 0} layout={layout} />
      ))}
    </tr>
  );
}

/** A row of a table, or a card on narrow pages. */
export const TableRow = memo(AnyRow) as typeof AnyRow;

/** Space in place of rows that are not rendered. */
export function TableSpacer({ height, columns }: { readonly height: number; readonly columns: number | null }) {
  if (height <= 0) return null;
  if (columns === null) return <li aria-hidden style={{ blockSize: height }} />;
  return (
    <tr aria-hidden className={classes.space}>
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- empty space, hidden from screen readers */}
      <td colSpan={columns} style={{ blockSize: height }} />
    </tr>
  );
}
