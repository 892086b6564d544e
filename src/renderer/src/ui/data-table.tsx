import { VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from './columns.tsx';
import classes from './data-table.module.css';
import { useRowFocus } from './row-focus.ts';
import { type RowSelection, SelectAllRows, useSelectRow } from './row-selection.tsx';
import { useStableCallback } from './use-stable-callback.ts';
import { TableExport } from './table-export.tsx';
import { type TableLine, useDrawnLines } from './table-lines.ts';
import { cellClass, TableSpacer, TableRow } from './table-rows.tsx';
import { type Sort, useSortedRows } from './table-sort.ts';
import { TERM_CLASS, TermTip } from './term.tsx';

// Re-exported, because tables are defined by their columns.
export type { Column };

export interface DataTableProps<Row> {
  /** Describes the table; shown above it and read by screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** The initial sort order. */
  readonly initialSort?: Sort;
  /** File name without extension; enables copying and saving as CSV and JSON. */
  readonly exportName?: string;
  /** Highlights a row: the limiting term, the farmer's own bid. */
  readonly isMarked?: (row: Row) => boolean;
  readonly emptyText?: string;
  readonly hideCaption?: boolean;
  /** For tables with many columns: compact cells, two-line headers, and a sticky first column. */
  readonly isDense?: boolean;
  /** Enables selecting rows by checkboxes. */
  readonly selection?: RowSelection<Row>;
  /** Called when Enter is pressed on the focused row. */
  readonly onOpen?: (row: Row) => void;
  /** Filters rows without sorting them again, however often it changes. */
  readonly isShown?: (row: Row) => boolean;
  /** Groups the sorted rows under headings. */
  readonly groupRows?: (rows: readonly Row[]) => readonly TableLine<Row>[];
  /** The page scrolls instead of the table, with a sticky header; columns have fixed widths, rows a fixed height. */
  readonly scrollsWithPage?: boolean;
  /** Renders a row of such a table as a two-line card on narrow pages. */
  readonly card?: (row: Row) => ReactNode;
}

/** From this many rows on, a table scrolls within itself, so that its header stays visible. */
const SCROLL_FROM_ROWS = 30;
/** Below this width, rows are rendered as cards where possible. */
const NARROW = '(max-width: 62.5em)';
/** Rem: the minimum width of the column that takes the remaining space, and of the checkboxes. */
const REST_REM = 9.5;
const BOX_REM = 2.25;

/** Keeps the unit on the line of the header, and separates them for screen readers. */
const UNIT_SPACE = '\u00a0';

function HeaderCell<Row>(props: {
  readonly column: Column<Row>;
  readonly direction: Sort['direction'] | undefined;
  /** A long header is truncated; its full text is shown on hover. */
  readonly isCut: boolean;
  readonly onSort: (columnId: string) => void;
}) {
  const { column, direction, onSort } = props;
  const { t } = useTranslation('common');
  const Icon = direction === 'descending' ? IconArrowDown : IconArrowUp;
  const title = props.isCut ? [column.header, column.unit ?? ''].join(' ').trim() : undefined;
  const content =
    column.isAction === true ? (
      <VisuallyHidden>{column.header === '' ? t('table.actions') : column.header}</VisuallyHidden>
    ) : column.isUnordered === true ? (
      <span title={title}>{column.header}</span>
    ) : (
      <TermTip of={column.term}>
        <button type="button" className={classes.sort} title={title} onClick={() => onSort(column.id)}>
          <span className={column.term === undefined ? undefined : TERM_CLASS}>
            {column.header}
            {column.unit === undefined ? null : <span className={classes.unit}>{`${UNIT_SPACE}${column.unit}`}</span>}
          </span>
          <Icon size={14} aria-hidden />
        </button>
      </TermTip>
    );
  return (
    <th
      scope="col"
      className={`${cellClass(column)} ${direction === undefined ? '' : classes.sorted}`}
      {...(direction === undefined ? {} : { 'aria-sort': direction })}
    >
      {content}
    </th>
  );
}

/** The lines in their order, the visible ones, and the interactions with them. */
function useLines<Row>(props: DataTableProps<Row>, isCards: boolean) {
  const { rows, columns, rowKey, selection, isShown, groupRows } = props;
  const { t } = useTranslation('common');
  const order = useSortedRows(rows, columns, props.initialSort);
  const { sorted } = order;
  const shown = useMemo(() => (isShown === undefined ? sorted : sorted.filter(isShown)), [sorted, isShown]);
  const keyOf = useStableCallback(rowKey);
  const lines = useMemo(
    () => groupRows?.(shown) ?? shown.map((row) => ({ key: keyOf(row), row })),
    [shown, groupRows, keyOf],
  );
  const keys = useMemo(() => lines.flatMap((line) => ('row' in line ? line.key : [])), [lines]);
  const view = useDrawnLines(lines, isCards ? 'cards' : props.scrollsWithPage === true ? 'page' : 'own');
  const drawnKeys = view.drawn.flatMap(({ line }) => ('row' in line ? line.key : []));
  const onSelect = useStableCallback(useSelectRow(selection, keys));
  const { onOpen } = props;
  const focus = useRowFocus({
    frame: view.frame,
    keys,
    drawnKeys,
    selection,
    onSelect,
    onOpen:
      onOpen === undefined
        ? undefined
        : (key) => {
            const line = lines.find((one) => one.key === key);
            if (line !== undefined && 'row' in line) onOpen(line.row);
          },
    onReach: (key) => view.scrollTo(lines.findIndex((line) => line.key === key)),
  });
  const rowProps = (row: Row, key: string) => ({
    row,
    rowKey: key,
    card: props.card,
    isMarked: props.isMarked?.(row) === true,
    tabIndex: focus.reached === undefined ? undefined : focus.reached === key ? (0 as const) : (-1 as const),
    selectLabel: selection === undefined ? undefined : t('table.select', { row: selection.nameOf(row) }),
    isSelected: selection?.selected.has(key) === true,
    onSelect,
    measure: view.measure,
  });
  return { ...order, ...view, shown, lines, keys, listeners: focus.listeners, rowProps };
}

/** A data table: sortable by its headers, numbers right-aligned, with export. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, selection, scrollsWithPage = false } = props;
  const { t } = useTranslation('common');
  const isNarrow = useMediaQuery(NARROW) ?? false;
  const layout = !scrollsWithPage ? 'own' : isNarrow && props.card !== undefined ? 'cards' : 'page';
  const { frame, drawn, before, after, shown, lines, keys, sort, sortBy, listeners, rowProps } = useLines(
    props,
    layout === 'cards',
  );
  const visible = useMemo(() => columns.filter((column) => column.isExportOnly !== true), [columns]);
  const columnCount = layout === 'cards' ? null : visible.length + (selection === undefined ? 0 : 1);
  const body = (
    <>
      <TableSpacer height={before} columns={columnCount} />
      {drawn.map(({ line, index }) =>
        'row' in line ? (
          <TableRow key={line.key} index={index} columns={visible} layout={layout} {...rowProps(line.row, line.key)} />
        ) : columnCount === null ? (
          <li key={line.key} className={classes.cardHead}>
            {line.head}
          </li>
        ) : (
          <tr key={line.key} className={classes.group} aria-rowindex={index + 2}>
            <td colSpan={columnCount}>{line.head}</td>
          </tr>
        ),
      )}
      <TableSpacer height={after} columns={columnCount} />
    </>
  );
  const table = (
    <table
      className={`${layout === 'page' ? classes.paged : classes.table} ${props.isDense === true ? classes.dense : ''}`}
      aria-rowcount={lines.length + 1}
      {...(layout === 'page'
        ? {
            'aria-label': caption,
            style: { minInlineSize: `${visible.reduce((sum, { width = REST_REM }) => sum + width, BOX_REM)}rem` },
          }
        : {})}
    >
      {layout !== 'page' ? null : (
        <colgroup>
          {selection === undefined ? null : <col style={{ inlineSize: `${BOX_REM}rem` }} />}
          {visible.map(({ id, width }) => (
            <col key={id} style={width === undefined ? {} : { inlineSize: `${width}rem` }} />
          ))}
        </colgroup>
      )}
      <thead>
        <tr>
          {selection === undefined ? null : (
            <th scope="col" className={classes.select}>
              <SelectAllRows selection={selection} keys={keys} />
            </th>
          )}
          {visible.map((column) => (
            <HeaderCell
              key={column.id}
              column={column}
              direction={sort?.columnId === column.id ? sort.direction : undefined}
              isCut={layout === 'page'}
              onSort={sortBy}
            />
          ))}
        </tr>
      </thead>
      <tbody {...listeners}>{body}</tbody>
    </table>
  );
  const ownFrame = {
    className: lines.length >= SCROLL_FROM_ROWS ? `${classes.scroll} ${classes.tall}` : classes.scroll,
    tabIndex: 0,
    role: 'group',
    'aria-label': caption,
  };
  return (
    <div className={classes.wrap}>
      {scrollsWithPage || (props.hideCaption === true && props.exportName === undefined) ? null : (
        <div className={classes.bar}>
          <span className={classes.caption}>{props.hideCaption === true ? '' : caption}</span>
          {props.exportName === undefined ? null : (
            <TableExport name={props.exportName} columns={columns} rows={shown} />
          )}
        </div>
      )}
      {/* A scrollable area must be reachable by keyboard, but is no landmark. */}
      <div ref={frame} {...(layout === 'own' ? ownFrame : { className: classes.frame })}>
        {layout === 'cards' ? (
          <ul className={classes.cards} aria-label={caption} {...listeners}>
            {body}
          </ul>
        ) : (
          table
        )}
      </div>
      {lines.length === 0 ? <p className={classes.none}>{props.emptyText ?? t('table.none')}</p> : null}
    </div>
  );
}
