import { Button, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './data-table.module.css';
import type { TableColumn } from './export-table.ts';
import { TableExport } from './table-export.tsx';
import type { Sort } from './table-sort.ts';
import { sortRows } from './table-sort.ts';

/** A column: its raw value (sorted, copied, exported) and how it is drawn. */
export interface Column<Row> extends TableColumn<Row> {
  readonly header: string;
  /** Set small after the header. */
  readonly unit?: string;
  /** What is drawn; without it the raw value. */
  readonly cell?: (row: Row) => ReactNode;
  /** What rows are ordered by instead of the raw value: the rank of a word. */
  readonly rank?: (row: Row) => number;
  /** Copied and exported, not drawn. */
  readonly isExportOnly?: boolean;
}

/** What a table shows. */
export interface DataTableProps<Row> {
  /** What the table holds; read by screen readers and shown above it. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly initialSort?: Sort;
  /** File name without extension; with it the table can be copied and saved as CSV and JSON. */
  readonly exportName?: string;
  /** Marks a row: the binding term, the farmer's own bid. */
  readonly isMarked?: (row: Row) => boolean;
  readonly emptyText?: string;
  /** Rows shown before "Show more". */
  readonly pageSize?: number;
  readonly hideCaption?: boolean;
  /** For a table of many columns: closer cells, headers in two lines, the first column in view while others scroll. */
  readonly isDense?: boolean;
}

/** From so many rows on a table scrolls within itself, so that its headers stay in view. */
const TALL_FROM = 30;
const TALL = `${classes.scroll} ${classes.tall}`;

/** Keeps a header's unit on its line, and apart from it where it is read aloud. */
const UNIT_SPACE = '\u00a0';

function cellClass<Row>(column: Column<Row>): string {
  return [column.kind === 'number' ? classes.number : '', column.isAction === true ? classes.action : '']
    .join(' ')
    .trim();
}

function HeaderCell<Row>({
  column,
  sort,
  onSort,
}: {
  readonly column: Column<Row>;
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort) => void;
}) {
  const { t } = useTranslation('common');
  const direction = sort?.columnId === column.id ? sort.direction : null;
  const Icon = direction === 'descending' ? IconArrowDown : IconArrowUp;
  const next = direction === 'ascending' ? 'descending' : 'ascending';
  const label = (
    <>
      {column.header}
      {column.unit === undefined ? null : <span className={classes.unit}>{`${UNIT_SPACE}${column.unit}`}</span>}
    </>
  );
  return (
    <th
      scope="col"
      className={`${cellClass(column)} ${direction === null ? '' : classes.sorted}`}
      {...(direction === null ? {} : { 'aria-sort': direction })}
    >
      {column.isAction === true ? (
        <VisuallyHidden>{column.header === '' ? t('table.actions') : column.header}</VisuallyHidden>
      ) : (
        <button type="button" className={classes.sort} onClick={() => onSort({ columnId: column.id, direction: next })}>
          <span>{label}</span>
          <Icon size={14} aria-hidden />
        </button>
      )}
    </th>
  );
}

function BodyCell<Row>({
  column,
  row,
  isHeader,
}: {
  readonly column: Column<Row>;
  readonly row: Row;
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

/** A table of figures: ordered by a click on its headers, numbers right-aligned, its data one click away. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, pageSize = 100 } = props;
  const { t } = useTranslation('common');
  const [sort, setSort] = useState<Sort | null>(props.initialSort ?? null);
  const [shown, setShown] = useState(pageSize);
  const isTall = Math.min(rows.length, shown) >= TALL_FROM;
  const drawn = columns.filter((column) => column.isExportOnly !== true);
  const ordered = useMemo(() => {
    const column = columns.find((entry) => entry.id === sort?.columnId);
    return column === undefined || sort === null
      ? rows
      : sortRows(
          rows,
          column.rank ?? column.value,
          column.kind === 'number' || column.rank !== undefined,
          sort.direction,
        );
  }, [rows, columns, sort]);
  return (
    <div className={classes.wrap}>
      {props.hideCaption === true && props.exportName === undefined ? null : (
        <div className={classes.bar}>
          <span className={classes.caption}>{props.hideCaption === true ? '' : caption}</span>
          {props.exportName === undefined ? null : (
            <TableExport name={props.exportName} columns={columns} rows={ordered} />
          )}
        </div>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- what scrolls must be reachable by keyboard, and is no landmark */}
      <div className={isTall ? TALL : classes.scroll} tabIndex={0} role="group" aria-label={caption}>
        <table className={props.isDense === true ? `${classes.table} ${classes.dense}` : classes.table}>
          <thead>
            <tr>
              {drawn.map((column) => (
                <HeaderCell key={column.id} column={column} sort={sort} onSort={setSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {ordered.slice(0, shown).map((row) => (
              <tr key={rowKey(row)} className={props.isMarked?.(row) === true ? classes.marked : undefined}>
                {drawn.map((column, index) => (
                  <BodyCell key={column.id} column={column} row={row} isHeader={index === 0} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 ? <p className={classes.none}>{props.emptyText ?? t('table.none')}</p> : null}
      {rows.length > shown ? (
        <div className={classes.more}>
          <Button variant="default" size="xs" onClick={() => setShown(shown + pageSize)}>
            {t('table.more')}
          </Button>
          {t('table.shown', { shown, total: rows.length })}
        </div>
      ) : null}
    </div>
  );
}
