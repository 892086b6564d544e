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
import { useSteady } from './steady.ts';
import { TableExport } from './table-export.tsx';
import { type TableLine, useDrawnLines } from './table-lines.ts';
import { cellClass, Space, TableRow } from './table-rows.tsx';
import { type Sort, useSortedRows } from './table-sort.ts';
import { TERM_CLASS, TermTip } from './term.tsx';

// A table is written with its columns.
export type { Column };

/** What a table shows. */
export interface DataTableProps<Row> {
  /** What the table holds; read by screen readers and shown above it. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Which column the rows are ordered by until the reader chooses one, and which way. */
  readonly initialSort?: Sort;
  /** File name without extension; with it the table can be copied and saved as CSV and JSON. */
  readonly exportName?: string;
  /** Marks a row: the binding term, the farmer's own bid. */
  readonly isMarked?: (row: Row) => boolean;
  readonly emptyText?: string;
  readonly hideCaption?: boolean;
  /** For a table of many columns: closer cells, headers in two lines, the first column in view while others scroll. */
  readonly isDense?: boolean;
  /** With it each row has a box to select it. */
  readonly selection?: RowSelection<Row>;
  /** Opens the row that has the focus, by Enter. */
  readonly onOpen?: (row: Row) => void;
  /** Leaves rows out; they are ordered only once, however often this changes. */
  readonly isShown?: (row: Row) => boolean;
  /** Puts the ordered rows into groups, each under its head. */
  readonly groupRows?: (rows: readonly Row[]) => readonly TableLine<Row>[];
  /** The page scrolls instead of the table, and the head stays in view; columns have their widths, rows one height. */
  readonly scrollsWithPage?: boolean;
  /** Draws a row of such a table as a card of two lines where the page is narrow. */
  readonly card?: (row: Row) => ReactNode;
}

/** From so many rows on a table scrolls within itself, so that its headers stay in view. */
const TALL_FROM = 30;
/** Below this width a row that can be a card is one. */
const NARROW = '(max-width: 62.5em)';
/** Of the column that takes the rest, at least, and of the boxes, rem. */
const REST_REM = 9.5;
const BOX_REM = 2.25;

/** Keeps a header's unit on its line, and apart from it where it is read aloud. */
const UNIT_SPACE = '\u00a0';

function HeaderCell<Row>(props: {
  readonly column: Column<Row>;
  readonly direction: Sort['direction'] | undefined;
  /** A long header is cut off: its whole text is named when it is pointed at. */
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

/** The lines in their order, those in view, and what is done with them. */
function useLines<Row>(props: DataTableProps<Row>, isCards: boolean) {
  const { rows, columns, rowKey, selection, isShown, groupRows } = props;
  const { t } = useTranslation('common');
  const order = useSortedRows(rows, columns, props.initialSort);
  const { sorted } = order;
  const shown = useMemo(() => (isShown === undefined ? sorted : sorted.filter(isShown)), [sorted, isShown]);
  const keyOf = useSteady(rowKey);
  const lines = useMemo(
    () => groupRows?.(shown) ?? shown.map((row) => ({ key: keyOf(row), row })),
    [shown, groupRows, keyOf],
  );
  const keys = useMemo(() => lines.flatMap((line) => ('row' in line ? line.key : [])), [lines]);
  const view = useDrawnLines(lines, isCards ? 'cards' : props.scrollsWithPage === true ? 'page' : 'own');
  const drawnKeys = view.drawn.flatMap(({ line }) => ('row' in line ? line.key : []));
  const onSelect = useSteady(useSelectRow(selection, keys));
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

/** A table of figures: ordered by a click on its headers, numbers right-aligned, its data one click away. */
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
      <Space height={before} columns={columnCount} />
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
      <Space height={after} columns={columnCount} />
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
    className: lines.length >= TALL_FROM ? `${classes.scroll} ${classes.tall}` : classes.scroll,
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
      {/* What scrolls must be reachable by keyboard, and is no landmark. */}
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
