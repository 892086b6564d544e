import { VisuallyHidden } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';
import type { Farm } from '#renderer/ui/farm.ts';
import { type RowSelection, SelectAllRows, useSelectRow } from '#renderer/ui/row-selection.tsx';
import { TERM_CLASS, TermTip } from '#renderer/ui/term.tsx';
import type { FarmColumn } from './farm-columns.tsx';
import { NodeCard, NodeLine, useGroupText } from './farm-lines.tsx';
import type { FarmLine } from './farm-rows.ts';
import classes from './farm.module.css';

const LINE_PX = 36;
const CARD_PX = 60;
const LINES_BESIDE = 8;
/** Below this width a node is a card of two lines. */
const NARROW = '(max-width: 62.5em)';
/** Of the name and of what stands at both ends, rem. */
const NAME_REM = 14;
const SCROLL_REST_MS = 150;

/** What the table shows, and what can be done with it. */
export interface FarmTableProps {
  readonly farm: Farm;
  readonly lines: readonly FarmLine[];
  readonly columns: readonly FarmColumn[];
  /** Of a card, whichever columns are chosen. */
  readonly everyColumn: readonly FarmColumn[];
  readonly sort: { readonly columnId: string; readonly isDescending: boolean };
  readonly onSort: (columnId: string) => void;
  readonly selection: RowSelection<FarmNodeRow>;
  readonly onEdit: (id: number) => void;
}

/** The lines in view and some beside them, with the empty space before and after, in pixels. */
function useLinesInView(lines: readonly FarmLine[], frame: RefObject<HTMLDivElement | null>, isNarrow: boolean) {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const box = frame.current?.getBoundingClientRect();
    if (box !== undefined) setTop(box.top + window.scrollY);
  }, [frame, lines.length, isNarrow]);
  // oxlint-disable-next-line react/incompatible-library -- the project does not memoise with the React compiler
  const virtual = useWindowVirtualizer({
    count: lines.length,
    estimateSize: (index) => (isNarrow && 'row' in (lines[index] ?? {}) ? CARD_PX : LINE_PX),
    overscan: LINES_BESIDE,
    useFlushSync: false,
    scrollMargin: top,
    getItemKey: (index) => lines[index]?.key ?? index,
  });
  const items = virtual.getVirtualItems();
  return {
    drawn: items.flatMap(({ index }) => {
      const line = lines[index];
      return line === undefined ? [] : [{ line, position: index + 2 }];
    }),
    before: (items[0]?.start ?? top) - top,
    after: virtual.getTotalSize() - ((items.at(-1)?.end ?? top) - top),
  };
}

/** The same function for every render, which calls the latest one: lines are then drawn once. */
function useSteady<Values extends readonly unknown[]>(call: (...values: Values) => void): (...values: Values) => void {
  const latest = useRef(call);
  useLayoutEffect(() => {
    latest.current = call;
  });
  return useCallback((...values: Values) => latest.current(...values), []);
}

/** How the days of the period went, for the nodes in view: fetched once the page rests. */
function usePeriodDays(drawn: readonly { readonly line: FarmLine }[], isWanted: boolean) {
  const ids = drawn.flatMap(({ line }) => ('row' in line && line.row.kind !== 'planned' ? [line.row.id] : []));
  const [resting] = useDebouncedValue(ids.join(' '), SCROLL_REST_MS);
  const { data } = useQuery({
    ...api.nodes.listPeriodDays.queryOptions({
      input: { ids: resting === '' ? [] : resting.split(' ').map(Number).slice(0, 200) },
    }),
    enabled: isWanted && resting !== '',
    placeholderData: keepPreviousData,
  });
  return useMemo(() => new Map(data?.nodes.map(({ id, upPermille }) => [id, upPermille])), [data]);
}

function HeaderCell({
  column,
  sort,
  onSort,
}: { readonly column: FarmColumn } & Pick<FarmTableProps, 'sort' | 'onSort'>) {
  const isSorted = sort.columnId === column.id;
  const Icon = sort.isDescending ? IconArrowDown : IconArrowUp;
  const unit = column.unit === undefined ? null : <span className={classes['unit']}>&nbsp;{column.unit}</span>;
  const className = column.kind === 'number' && column.isWords !== true ? classes['number'] : '';
  const title = column.unit === undefined ? column.header : `${column.header} ${column.unit}`;
  if (column.id === 'period') {
    return (
      <th scope="col" title={title}>
        {column.header}
      </th>
    );
  }
  return (
    <th
      scope="col"
      className={className}
      {...(isSorted ? { 'aria-sort': sort.isDescending ? 'descending' : 'ascending' } : {})}
    >
      <TermTip of={column.term}>
        <button
          type="button"
          title={title}
          className={`${classes['sort']} ${isSorted ? classes['sorted'] : ''}`}
          onClick={() => onSort(column.id)}
        >
          <span className={column.term === undefined ? undefined : TERM_CLASS}>
            {column.header}
            {unit}
          </span>
          {isSorted ? <Icon size={14} aria-hidden /> : null}
        </button>
      </TermTip>
    </th>
  );
}

function Space({ height, columns }: { readonly height: number; readonly columns: number }) {
  return height <= 0 ? null : (
    <tr aria-hidden className={classes['space']}>
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- empty space, hidden from screen readers */}
      <td colSpan={columns} style={{ blockSize: height }} />
    </tr>
  );
}

/** The nodes of the farm by site. The page scrolls, and only the lines in view are drawn. */
export function FarmTable(props: FarmTableProps) {
  const { farm, lines, columns, everyColumn, sort, onSort, selection, onEdit } = props;
  const { t } = useTranslation(['nodes', 'common']);
  const isNarrow = useMediaQuery(NARROW) ?? false;
  const frame = useRef<HTMLDivElement>(null);
  const { drawn, before, after } = useLinesInView(lines, frame, isNarrow);
  const days = usePeriodDays(drawn, !isNarrow && columns.some(({ id }) => id === 'period'));
  const keys = useMemo(() => lines.flatMap((line) => ('row' in line ? [line.key] : [])), [lines]);
  const onSelect = useSteady(useSelectRow(selection, keys));
  const groupText = useGroupText(farm);
  const count = columns.length + 3;
  const lineProps = (row: FarmNodeRow, position: number) => ({
    row,
    days: days.get(row.id),
    selection,
    isSelected: selection.selected.has(String(row.id)),
    position,
    onSelect,
    onEdit,
  });
  if (isNarrow) {
    return (
      <div ref={frame} className={classes['frame']}>
        <ul className={classes['cards']} aria-label={t('caption')}>
          <li aria-hidden style={{ blockSize: before }} />
          {drawn.map(({ line, position }) => {
            if ('row' in line)
              return <NodeCard key={line.key} columns={everyColumn} {...lineProps(line.row, position)} />;
            const [name, sum] = groupText(line);
            return (
              <li key={line.key} className={classes['cardHead']}>
                <strong>{name}</strong>
                <span>{sum}</span>
              </li>
            );
          })}
          <li aria-hidden style={{ blockSize: after }} />
        </ul>
      </div>
    );
  }
  const name = { id: 'name', header: t('name'), kind: 'text', width: 0, sortBy: () => null, cell: () => null } as const;
  return (
    <div ref={frame} className={classes['frame']}>
      <table
        className={classes['table']}
        style={{ minInlineSize: `${NAME_REM + columns.reduce((sum, { width }) => sum + width, 0)}rem` }}
        aria-label={t('caption')}
        aria-rowcount={lines.length + 1}
      >
        <colgroup>
          <col style={{ inlineSize: '2.25rem' }} />
          <col />
          {columns.map(({ id, width }) => (
            <col key={id} style={{ inlineSize: `${width}rem` }} />
          ))}
          <col style={{ inlineSize: '2.25rem' }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" className={classes['box']}>
              <SelectAllRows selection={selection} keys={keys} />
            </th>
            {[name, ...columns].map((column) => (
              <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
            <th scope="col">
              <VisuallyHidden>{t('common:table.actions')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          <Space height={before} columns={count} />
          {drawn.map(({ line, position }) => {
            if ('row' in line) return <NodeLine key={line.key} columns={columns} {...lineProps(line.row, position)} />;
            const [group, sum] = groupText(line);
            return (
              <tr key={line.key} className={classes['head']} aria-rowindex={position}>
                <td colSpan={count}>
                  <strong>{group}</strong> <span>{sum}</span>
                </td>
              </tr>
            );
          })}
          <Space height={after} columns={count} />
        </tbody>
      </table>
    </div>
  );
}
