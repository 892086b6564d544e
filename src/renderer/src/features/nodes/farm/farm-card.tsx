import { useTranslation } from 'react-i18next';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { EditButton, type FarmColumn, losesMoney, NodeName } from './farm-columns.tsx';
import classes from './farm.module.css';

const DETAILS = ['lastSeen', 'uptimeLeft', 'gross', 'power'] as const;
/** Columns omitted on a phone. */
const EXTRAS: ReadonlySet<string> = new Set(['uptimeLeft', 'gross', 'power']);

interface FarmCardProps {
  readonly row: FarmNodeRow;
  /** All columns, including those hidden in the table. */
  readonly columns: readonly FarmColumn[];
  readonly onEdit: (id: number) => void;
}

/** A node on a narrow page: name, status and net, and the rest below. */
export function FarmCard({ row, columns, onEdit }: FarmCardProps) {
  const { t } = useTranslation(['nodes', 'common']);
  const columnOf = (id: string) => columns.find((column) => column.id === id);
  const net = columnOf('net');
  return (
    <div className={classes['card']}>
      <span className={classes['cardLine']}>
        <span className={classes['cardName']}>
          <NodeName row={row} demo={t('common:demo')} />
        </span>
        {columnOf('status')?.cell?.(row)}
      </span>
      <span className={`${classes['cardNet']} ${losesMoney(row) ? classes['bad'] : ''}`}>
        {net?.cell?.(row)} <span className={classes['unit']}>{row.money.state === 'known' ? net?.unit : ''}</span>
      </span>
      <span className={`${classes['cardLine']} ${classes['cardMore']}`}>
        {DETAILS.map((id) => (
          <span key={id} className={EXTRAS.has(id) ? classes['cardExtra'] : undefined}>
            {columnOf(id)?.header} {columnOf(id)?.cell?.(row)}
          </span>
        ))}
      </span>
      <EditButton label={t('editNamed', { name: row.name })} onEdit={() => onEdit(row.id)} />
    </div>
  );
}
