import { IconPencil } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import type { Farm } from '#renderer/ui/farm.ts';
import { formatNumber } from '#renderer/ui/format.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { type RowSelection, SelectRow } from '#renderer/ui/row-selection.tsx';
import { Tag } from '#renderer/ui/tag.tsx';
import type { FarmColumn } from './farm-columns.tsx';
import type { FarmGroup, FarmLine } from './farm-rows.ts';
import classes from './farm.module.css';
import { PeriodBars } from './period-bars.tsx';

/** The demo's own names say that they are demo data; a changed one is marked. */
const DEMO_NAME = /\(demo\)$/;

/** What a line about a node needs. */
export interface NodeLineProps {
  readonly row: FarmNodeRow;
  readonly columns: readonly FarmColumn[];
  readonly days: readonly (number | null)[] | undefined;
  readonly selection: RowSelection<FarmNodeRow>;
  readonly isSelected: boolean;
  readonly position: number;
  readonly onSelect: (key: string, isRange: boolean) => void;
  readonly onEdit: (id: number) => void;
}

function loses({ money }: FarmNodeRow): boolean {
  return money.state === 'known' && money.netUsd.startsWith('-');
}

function NodeName({ row }: { readonly row: FarmNodeRow }) {
  const { t } = useTranslation('common');
  const { id, name, isDemo } = row;
  return (
    <>
      <a className={classes['name']} href={hrefTo('/node', { node: String(id) })} title={name}>
        {name}
      </a>{' '}
      {isDemo && !DEMO_NAME.test(name) ? <Tag>{t('demo')}</Tag> : null}
    </>
  );
}

function EditButton({ row, onEdit }: Pick<NodeLineProps, 'row' | 'onEdit'>) {
  const { t } = useTranslation('nodes');
  return (
    <button
      type="button"
      className={classes['tool']}
      aria-label={t('editNamed', { name: row.name })}
      onClick={() => onEdit(row.id)}
    >
      <IconPencil size={16} aria-hidden />
    </button>
  );
}

/** Whether a line looks as it did: what a reader sees of it is the same, and what its buttons do is not looked at. */
function isSame(before: NodeLineProps, after: NodeLineProps): boolean {
  return (
    before.row === after.row &&
    before.columns === after.columns &&
    before.days === after.days &&
    before.isSelected === after.isSelected &&
    before.selection === after.selection &&
    before.position === after.position
  );
}

/** A node in the table. */
export const NodeLine = memo(function NodeLine(props: NodeLineProps) {
  const { row, columns, days, selection, isSelected, position, onSelect, onEdit } = props;
  const key = String(row.id);
  return (
    <tr className={classes['line']} aria-rowindex={position} {...(isSelected ? { 'data-selected': true } : {})}>
      <td className={classes['box']}>
        <SelectRow selection={selection} row={row} rowKey={key} onSelect={onSelect} />
      </td>
      <th scope="row">
        <NodeName row={row} />
      </th>
      {columns.map((column) => {
        const cell = column.cell(row);
        // A cell that is too narrow for its text names it whole when it is pointed at.
        const title = column.title?.(row) ?? (typeof cell === 'string' ? cell : undefined);
        return (
          <td
            key={column.id}
            className={`${column.kind === 'number' && column.isWords !== true ? classes['number'] : ''} ${
              column.id === 'net' && loses(row) ? classes['bad'] : ''
            }`}
            title={title}
          >
            {column.id === 'period' ? <PeriodBars days={days} /> : cell}
          </td>
        );
      })}
      <td>
        <EditButton row={row} onEdit={onEdit} />
      </td>
    </tr>
  );
}, isSame);

const CARD_COLUMNS = ['lastSeen', 'uptimeLeft', 'gross', 'power'] as const;

/** What a phone has no room for. */
const CARD_EXTRAS: ReadonlySet<string> = new Set(['uptimeLeft', 'gross', 'power']);

/** A node where the page is narrow: its name, status and net, and the rest under them. */
export const NodeCard = memo(function NodeCard(props: NodeLineProps) {
  const { row, columns, selection, isSelected, onSelect, onEdit } = props;
  const cellOf = (id: string) => columns.find((column) => column.id === id)?.cell(row);
  const net = columns.find(({ id }) => id === 'net');
  return (
    <li className={classes['card']} {...(isSelected ? { 'data-selected': true } : {})}>
      <span className={classes['cardBox']}>
        <SelectRow selection={selection} row={row} rowKey={String(row.id)} onSelect={onSelect} />
      </span>
      <span className={classes['cardLine']}>
        <span className={classes['cardName']}>
          <NodeName row={row} />
        </span>
        {cellOf('status')}
      </span>
      <span className={`${classes['cardNet']} ${loses(row) ? classes['bad'] : ''}`}>
        {cellOf('net')} <span className={classes['unit']}>{row.money.state === 'known' ? net?.unit : ''}</span>
      </span>
      <span className={`${classes['cardLine']} ${classes['cardMore']}`}>
        {CARD_COLUMNS.map((id) => {
          const column = columns.find((one) => one.id === id);
          return column === undefined ? null : (
            <span key={id} className={CARD_EXTRAS.has(id) ? classes['cardExtra'] : undefined}>
              {column.header} {column.cell(row)}
            </span>
          );
        })}
      </span>
      <EditButton row={row} onEdit={onEdit} />
    </li>
  );
}, isSame);

/** What a group is called, and what its nodes come to; what is planned at a site is counted apart and not in its sum. */
export function useGroupText(
  farm: Farm,
): (line: Extract<FarmLine, { group: FarmGroup }>) => readonly [name: string, sum: string] {
  const { t } = useTranslation('nodes');
  const money = useMoney();
  return ({ group, ...shownOf }) => {
    const planned = group.kind === 'planned' ? 0 : shownOf.planned;
    const count = shownOf.count - planned;
    const totals = group.kind === 'planned' ? farm.planned : farm.sites.find(({ site }) => site === group.site);
    const name = group.kind === 'planned' ? t('status.planned') : group.site === null ? t('group.none') : group.site;
    const known = totals?.moneyOfKnown;
    const all = totals?.nodes ?? count;
    const shown = count === all ? formatNumber(all) : t('group.some', { count, all });
    const net =
      known === undefined || known.nodes === 0 || known.money.state === 'missing'
        ? ''
        : t(known.nodes < all ? 'group.netOf' : 'group.net', {
            net: money.format(known.money.netUsd, 'always'),
            count: known.nodes,
          });
    const counts = [
      ...(count === 0 && planned > 0 ? [] : [shown]),
      ...(planned === 0 ? [] : [t('group.planned', { count: planned })]),
    ];
    return [`${name} · ${counts.join(', ')}`, net];
  };
}
