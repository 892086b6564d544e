import { VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ColumnDef, Header, Row, RowData } from '@tanstack/react-table';
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { ReactNode } from 'react';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { GlossaryTerm } from '#shared/glossary.ts';
import { TERM_CLASS, TermTip } from './term.tsx';
import classes from './data-table.module.css';
import type { TableColumn } from './export-table.ts';
import { type RowSelection, SelectAllRows, SelectRow, useSelectRow } from './row-selection.tsx';
import { TableExport } from './table-export.tsx';
import { byDecimal, byText, sortableTable } from './table-sort.ts';

/** A column: its raw value (sorted, copied, exported) and how it is drawn. */
export interface Column<Data> extends TableColumn<Data> {
  readonly header: string;
  /** Set small after the header. */
  readonly unit?: string;
  /** Explains the header while it is pointed at or has the focus. */
  readonly term?: GlossaryTerm;
  /** What is drawn; without it the raw value. */
  readonly cell?: (row: Data) => ReactNode;
  /** What rows are ordered by instead of the raw value: the rank of a word; null comes last. */
  readonly rank?: (row: Data) => number | null;
  /** Copied and exported, not drawn. */
  readonly isExportOnly?: boolean;
}

/** What a table shows. */
export interface DataTableProps<Data extends RowData> {
  /** What the table holds; read by screen readers and shown above it. */
  readonly caption: string;
  readonly columns: readonly Column<Data>[];
  readonly rows: readonly Data[];
  readonly rowKey: (row: Data) => string;
  /** Which column the rows are ordered by at first, and which way. */
  readonly initialSort?: { readonly columnId: string; readonly direction: 'ascending' | 'descending' };
  /** File name without extension; with it the table can be copied and saved as CSV and JSON. */
  readonly exportName?: string;
  /** Marks a row: the binding term, the farmer's own bid. */
  readonly isMarked?: (row: Data) => boolean;
  readonly emptyText?: string;
  readonly hideCaption?: boolean;
  /** For a table of many columns: closer cells, headers in two lines, the first column in view while others scroll. */
  readonly isDense?: boolean;
  /** With it each row has a box to select it. */
  readonly selection?: RowSelection<Data>;
}

/** From so many rows on a table scrolls within itself, so that its headers stay in view. */
const TALL_FROM = 30;
const TALL = `${classes.scroll} ${classes.tall}`;
/** From so many rows on only those in view, and some beside them, are drawn. */
const VIRTUAL_FROM = 100;
const ROW_HEIGHT_PX = 36;
const ROWS_BESIDE = 20;

/** Keeps a header's unit on its line, and apart from it where it is read aloud. */
const UNIT_SPACE = '\u00a0';

type Features = typeof sortableTable;

function cellClass<Data>(column: Column<Data>): string {
  return [column.kind === 'number' ? classes.number : '', column.isAction === true ? classes.action : '']
    .join(' ')
    .trim();
}

function HeaderCell<Data extends RowData>({
  column,
  header,
}: {
  readonly column: Column<Data>;
  readonly header: Header<Features, Data>;
}) {
  const { t } = useTranslation('common');
  const sorted = header.column.getIsSorted();
  const Icon = sorted === 'desc' ? IconArrowDown : IconArrowUp;
  return (
    <th
      scope="col"
      className={`${cellClass(column)} ${sorted === false ? '' : classes.sorted}`}
      {...(sorted === false ? {} : { 'aria-sort': sorted === 'asc' ? 'ascending' : 'descending' })}
    >
      {column.isAction === true ? (
        <VisuallyHidden>{column.header === '' ? t('table.actions') : column.header}</VisuallyHidden>
      ) : (
        <TermTip of={column.term}>
          <button type="button" className={classes.sort} onClick={() => header.column.toggleSorting(sorted === 'asc')}>
            <span className={column.term === undefined ? undefined : TERM_CLASS}>
              {column.header}
              {column.unit === undefined ? null : <span className={classes.unit}>{`${UNIT_SPACE}${column.unit}`}</span>}
            </span>
            <Icon size={14} aria-hidden />
          </button>
        </TermTip>
      )}
    </th>
  );
}

function BodyCell<Data extends RowData>({
  column,
  row,
  isHeader,
}: {
  readonly column: Column<Data>;
  readonly row: Data;
  readonly isHeader: boolean;
}) {
  const { t } = useTranslation('common');
  const raw = column.value(row);
  const content = column.cell === undefined ? (raw ?? t('unknownMark')) : column.cell(row);
  const className = cellClass(column);
  return isHeader ? (
    <th scope="row" className={className}>
      {content}
    </th>
  ) : (
    <td className={className}>{content}</td>
  );
}

/** The rows that are drawn, with the empty space before and after them in pixels. */
function useDrawnRows<Data extends RowData>(rows: readonly Row<Features, Data>[]) {
  const scroller = useRef<HTMLDivElement>(null);
  const isVirtual = rows.length >= VIRTUAL_FROM;
  // oxlint-disable-next-line react/incompatible-library -- the project does not memoise with the React compiler
  const virtual = useVirtualizer({
    count: rows.length,
    enabled: isVirtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: ROWS_BESIDE,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  if (!isVirtual) {
    return { scroller, drawn: rows.map((row, index) => ({ row, index })), before: 0, after: 0, measure: undefined };
  }
  const items = virtual.getVirtualItems();
  return {
    scroller,
    drawn: items.flatMap(({ index }) => {
      const row = rows[index];
      return row === undefined ? [] : [{ row, index }];
    }),
    before: items[0]?.start ?? 0,
    after: virtual.getTotalSize() - (items.at(-1)?.end ?? 0),
    measure: virtual.measureElement,
  };
}

function Space({ height, columns }: { readonly height: number; readonly columns: number }) {
  return height <= 0 ? null : (
    <tr aria-hidden className={classes.space}>
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- empty space, hidden from screen readers */}
      <td colSpan={columns} style={{ blockSize: height }} />
    </tr>
  );
}

function useOrderedTable<Data extends RowData>({ columns, rows, rowKey, initialSort }: DataTableProps<Data>) {
  const definitions = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<Features, Data> => ({
          id: column.id,
          // Unknown values stay last whichever way the table is ordered.
          accessorFn: (row) => (column.rank ?? column.value)(row) ?? undefined,
          sortUndefined: 'last',
          sortFn: column.kind === 'number' || column.rank !== undefined ? byDecimal : byText,
        }),
      ),
    [columns],
  );
  return useTable({
    features: sortableTable,
    columns: definitions,
    data: rows,
    getRowId: rowKey,
    initialState: {
      sorting:
        initialSort === undefined ? [] : [{ id: initialSort.columnId, desc: initialSort.direction === 'descending' }],
    },
  });
}

/** A table of figures: ordered by a click on its headers, numbers right-aligned, its data one click away. */
export function DataTable<Data extends RowData>(props: DataTableProps<Data>) {
  const { caption, columns, rows } = props;
  const { t } = useTranslation('common');
  const table = useOrderedTable(props);
  const ordered = table.getRowModel().rows;
  const { scroller, drawn, before, after, measure } = useDrawnRows(ordered);
  const visible = columns.filter((column) => column.isExportOnly !== true);
  const headers = table.getFlatHeaders();
  const isMarked = ({ id, original }: Row<Features, Data>) =>
    props.isMarked?.(original) === true || props.selection?.selected.has(id) === true;
  const keys = ordered.map(({ id }) => id);
  const selectRow = useSelectRow(props.selection, keys);
  const columnCount = visible.length + (props.selection === undefined ? 0 : 1);
  return (
    <div className={classes.wrap}>
      {props.hideCaption === true && props.exportName === undefined ? null : (
        <div className={classes.bar}>
          <span className={classes.caption}>{props.hideCaption === true ? '' : caption}</span>
          {props.exportName === undefined ? null : (
            <TableExport name={props.exportName} columns={columns} rows={ordered.map((row) => row.original)} />
          )}
        </div>
      )}
      {/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- what scrolls must be reachable by keyboard, and is no landmark */}
      <div
        ref={scroller}
        className={rows.length >= TALL_FROM ? TALL : classes.scroll}
        tabIndex={0}
        role="group"
        aria-label={caption}
      >
        {/* oxlint-enable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role */}
        <table
          className={props.isDense === true ? `${classes.table} ${classes.dense}` : classes.table}
          aria-rowcount={ordered.length + 1}
        >
          <thead>
            <tr>
              {props.selection === undefined ? null : (
                <th scope="col" className={classes.select}>
                  <SelectAllRows selection={props.selection} keys={keys} />
                </th>
              )}
              {visible.map((column) => {
                const header = headers.find(({ id }) => id === column.id);
                return header === undefined ? null : <HeaderCell key={column.id} column={column} header={header} />;
              })}
            </tr>
          </thead>
          <tbody>
            <Space height={before} columns={columnCount} />
            {drawn.map(({ row, index: position }) => (
              <tr
                key={row.id}
                ref={measure}
                data-index={position}
                aria-rowindex={position + 2}
                className={isMarked(row) ? classes.marked : undefined}
              >
                {props.selection === undefined ? null : (
                  <td className={classes.select}>
                    <SelectRow selection={props.selection} row={row.original} rowKey={row.id} onSelect={selectRow} />
                  </td>
                )}
                {visible.map((column, index) => (
                  <BodyCell key={column.id} column={column} row={row.original} isHeader={index === 0} />
                ))}
              </tr>
            ))}
            <Space height={after} columns={columnCount} />
          </tbody>
        </table>
      </div>
      {rows.length === 0 ? <p className={classes.none}>{props.emptyText ?? t('table.none')}</p> : null}
    </div>
  );
}
