import { IconPencil } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { needsText } from '#shared/domain/earnings/needed-text.ts';
import { statusOf } from '#shared/domain/nodes/farm.ts';
import { actionColumn, type Column, instantColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import {
  formatCapacity,
  formatNumber,
  formatPermille,
  formatShortTft,
  formatTftRange,
  UNKNOWN,
} from '#renderer/ui/format.ts';
import { budgetLeft, formatAge, formatInstant } from '#renderer/ui/format-time.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { useNowS } from '#renderer/ui/now.ts';
import { Tag } from '#renderer/ui/tag.tsx';
import { attentionRank } from './farm-rows.ts';
import { useNodeStatus } from './node-status.tsx';
import { PeriodBars } from './period-bars.tsx';
import classes from './farm.module.css';

export type FarmColumn = Column<FarmNodeRow>;

/** The columns shown by default. */
export const DEFAULT_COLUMNS = ['status', 'lastSeen', 'uptimeLeft', 'gross', 'power', 'net', 'period'] as const;

/** The names of demo nodes already identify them; a renamed one gets a mark. */
const DEMO_NAME = /\(demo\)$/;

type Known = Extract<FarmNodeRow['money'], { readonly state: 'known' }>;

/** An amount of a row; null while a required number is missing. */
function amountOf(field: Exclude<keyof Known, 'state'>) {
  return ({ money }: FarmNodeRow): string | null => {
    if (money.state === 'known') return money[field];
    return field === 'grossUsd' || field === 'powerUsd' ? money[field] : null;
  };
}

/** Whether a node losesMoney money. */
export function losesMoney({ money }: FarmNodeRow): boolean {
  return money.state === 'known' && money.netUsd.startsWith('-');
}

function useMoneyColumns(): readonly FarmColumn[] {
  const { t } = useTranslation('nodes');
  const money = useMoney();
  const translate = useMessage();
  const amount = { unit: money.code, width: 5.75, format: money.digits };
  const breakEven = { term: 'breakEven', width: 7, format: money.breakEven } as const;
  return [
    numberColumn('gross', t('column.gross'), amountOf('grossUsd'), { ...amount, term: 'gross' }),
    numberColumn('power', t('column.power'), amountOf('powerUsd'), amount),
    numberColumn('net', t('column.net'), amountOf('netUsd'), {
      unit: money.code,
      term: 'net',
      width: 5.75,
      title: ({ money: one }) => (one.state === 'known' ? money.format(one.netUsd) : translate(needsText(one.missing))),
      cell: (row) =>
        row.money.state === 'known' ? (
          <span className={losesMoney(row) ? classes['bad'] : undefined}>{money.digits(row.money.netUsd)}</span>
        ) : (
          t('column.needs', { count: row.money.missing.length })
        ),
    }),
    numberColumn('breakEvenTft', t('column.breakEvenTft'), amountOf('breakEvenTftPriceUsd'), breakEven),
    numberColumn('breakEvenKwh', t('column.breakEvenKwh'), amountOf('breakEvenKwhPriceUsd'), breakEven),
    numberColumn('payback', t('column.payback'), ({ paybackMonths }) => paybackMonths, {
      term: 'payback',
      unit: t('column.months'),
      width: 6,
      format: formatNumber,
    }),
  ];
}

function useUptimeColumns(): readonly FarmColumn[] {
  const { t } = useTranslation('nodes');
  const nowS = useNowS(60);
  return [
    instantColumn('lastSeen', t('column.lastSeen'), ({ lastSeenS }) => lastSeenS, {
      width: 7.5,
      rank: ({ lastSeenS }) => lastSeenS,
      format: (atS) => formatAge(atS, nowS),
      title: ({ lastSeenS }) => (lastSeenS === null ? '' : formatInstant(lastSeenS)),
    }),
    numberColumn('uptimeLeft', t('column.uptimeLeft'), ({ uptime }) => uptime?.budgetLeftS?.low ?? null, {
      term: 'budget',
      unit: 'h',
      width: 6.75,
      cell: ({ uptime }) => (uptime?.budgetLeftS ? budgetLeft(uptime.budgetLeftS) : UNKNOWN),
    }),
    numberColumn('credited', t('column.credited'), ({ uptime }) => uptime?.permille?.low ?? null, {
      term: 'credited',
      width: 7,
      format: formatPermille,
    }),
    numberColumn('expected', t('column.expected'), ({ uptime }) => uptime?.expectedTft?.low ?? null, {
      unit: 'TFT',
      width: 8,
      cell: ({ uptime }) => (uptime?.expectedTft ? formatTftRange(uptime.expectedTft) : UNKNOWN),
    }),
    numberColumn('lastPaid', t('column.lastPaid'), ({ lastReceipt }) => lastReceipt?.tft ?? null, {
      unit: 'TFT',
      width: 7,
      format: formatShortTft,
    }),
  ];
}

/** The location of a node as far as it is known. */
function placeOf({ location: { city, country } }: FarmNodeRow): string | null {
  return [city, country].filter(Boolean).join(', ') || null;
}

function useFactColumns(): readonly FarmColumn[] {
  const { t } = useTranslation('nodes');
  return [
    textColumn('place', t('column.place'), placeOf, { width: 9 }),
    textColumn('labels', t('column.labels'), ({ labels }) => labels.join(', ') || null, { width: 8 }),
    textColumn('certification', t('certification'), (row) => t(`certifications.${row.certification}`), {
      width: 7,
      term: 'certified',
    }),
    numberColumn('gridNode', t('column.gridNode'), ({ grid }) => grid.nodeId, { width: 6, format: String }),
    numberColumn('cu', t('cu'), ({ capacity }) => capacity?.cu ?? null, {
      width: 6,
      term: 'cu',
      format: formatCapacity,
    }),
    numberColumn('su', t('su'), ({ capacity }) => capacity?.su ?? null, {
      width: 6,
      term: 'su',
      format: formatCapacity,
    }),
    numberColumn('wholePeriod', t('column.wholePeriod'), ({ reward }) => reward?.tft ?? null, {
      unit: 'TFT',
      width: 6,
      format: formatShortTft,
    }),
    numberColumn('watts', t('column.watts'), ({ watts }) => watts, {
      unit: 'W',
      width: 6,
      format: (watts) => formatNumber(watts, { maxPlaces: 1 }),
    }),
  ];
}

/** The name of a node, linked to its page. */
export function NodeName({ row, demo }: { readonly row: FarmNodeRow; readonly demo: string }) {
  const { id, name, isDemo } = row;
  return (
    <>
      <a className={classes['name']} href={hrefTo('/node', { node: String(id) })} title={name}>
        {name}
      </a>{' '}
      {isDemo && !DEMO_NAME.test(name) ? <Tag>{demo}</Tag> : null}
    </>
  );
}

/** The button that opens the form of a node. */
export function EditButton({ label, onEdit }: { readonly label: string; readonly onEdit: () => void }) {
  return (
    <button type="button" className={classes['tool']} aria-label={label} onClick={onEdit}>
      <IconPencil size={16} aria-hidden />
    </button>
  );
}

/** All columns in their order: the name, the selectable ones, and the edit button. */
export function useFarmColumns(onEdit: (id: number) => void) {
  const { t, i18n } = useTranslation(['nodes', 'common']);
  const uptime = useUptimeColumns();
  const money = useMoneyColumns();
  const facts = useFactColumns();
  const status = useNodeStatus();
  const { code, unitsPerUsd } = useMoney();
  const nowS = useNowS(60);
  return useMemo(
    () => ({
      name: textColumn('name', t('name'), ({ name }: FarmNodeRow) => name, {
        cell: (row) => <NodeName row={row} demo={t('common:demo')} />,
      }),
      edit: {
        ...actionColumn('edit', '', (row: FarmNodeRow) => (
          <EditButton label={t('editNamed', { name: row.name })} onEdit={() => onEdit(row.id)} />
        )),
        width: 2.25,
      },
      choices: [
        textColumn('status', t('column.status'), statusOf, { width: 8, rank: attentionRank, cell: status }),
        ...uptime.slice(0, 2),
        ...money.slice(0, 3),
        textColumn('period', t('column.period'), () => null, {
          width: 6.5,
          isUnordered: true,
          cell: ({ id, kind }: FarmNodeRow) => (kind === 'planned' ? null : <PeriodBars nodeId={id} />),
        }),
        ...money.slice(3),
        ...uptime.slice(2),
        ...facts,
      ],
    }),
    // The columns are memoised on everything that affects their content, so that rows are not rendered again.
    // oxlint-disable-next-line react/exhaustive-deps
    [i18n.language, code, unitsPerUsd, nowS, onEdit],
  );
}
