import { useTranslation } from 'react-i18next';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { actionColumn, exportColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { formatCapacity, formatPermille, formatTft, tftBetween, UNKNOWN } from '#renderer/ui/format.ts';
import { moneyCell } from '#shared/number-text.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { budgetLeft } from '#renderer/ui/format-time.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { Tag } from '#renderer/ui/tag.tsx';
import { attentionRank } from './farm-filter.ts';
import { NodeRuns, NodeStatus } from './node-status.tsx';
import { RowTools } from './row-tools.tsx';
import { useMessage } from '#renderer/ui/message.ts';

type FarmColumn = Column<FarmNodeRow>;

/** Raw figures that are only in an export, each with its unit. */
const EXPORTED: readonly FarmColumn[] = [
  exportColumn('nodeId', 'number', ({ id }) => id),
  exportColumn('kind', 'text', ({ kind }) => kind),
  exportColumn('certification', 'text', ({ certification }) => certification),
  exportColumn('gridNodeId', 'number', ({ grid }) => grid.nodeId),
  exportColumn('eligibility', 'text', ({ verdict }) => verdict),
  exportColumn('cru', 'number', ({ resources }) => resources?.cru ?? null),
  exportColumn('mruBytes', 'number', ({ resources }) => resources?.mruBytes ?? null),
  exportColumn('sruBytes', 'number', ({ resources }) => resources?.sruBytes ?? null),
  exportColumn('hruBytes', 'number', ({ resources }) => resources?.hruBytes ?? null),
  exportColumn('su', 'number', ({ capacity }) => capacity?.su ?? null),
  exportColumn('cpr', 'number', ({ capacity }) => capacity?.cpr ?? null),
  exportColumn('site', 'text', ({ site }) => site),
  exportColumn('watts', 'number', ({ watts }) => watts),
  exportColumn('wholePeriodMusd', 'number', ({ reward }) => reward?.musd ?? null),
  exportColumn('grossUsd', 'number', ({ money }) => (money.state === 'known' ? moneyCell(money.grossUsd) : null)),
  exportColumn('powerUsd', 'number', ({ money }) => (money.state === 'known' ? moneyCell(money.powerUsd) : null)),
  exportColumn('standing', 'text', ({ uptime }) => uptime?.standing ?? null),
  exportColumn('creditedHighPermille', 'number', ({ uptime }) => uptime?.permille?.high ?? null),
  exportColumn('targetPermille', 'number', ({ uptime }) => uptime?.targetPermille ?? null),
  exportColumn('budgetLeftHighS', 'number', ({ uptime }) => uptime?.budgetLeftS?.high ?? null),
  exportColumn('expectedHighTft', 'number', ({ uptime }) => uptime?.expectedTft?.high ?? null),
  exportColumn('atRiskTft', 'number', ({ uptime }) => uptime?.atRiskTft ?? null),
  exportColumn('lastPaidPeriod', 'text', ({ lastReceipt }) => lastReceipt?.periodName ?? null),
];

/** The demo's own names say that they are demo data; a changed one is marked. */
const DEMO_NAME = /\(demo\)$/;

function between(interval: { readonly low: number; readonly high: number } | null, format: (value: number) => string) {
  if (interval === null) return UNKNOWN;
  const [low, high] = [format(interval.low), format(interval.high)];
  return low === high ? low : `${low}–${high}`;
}

const bareDigits = (permille: number) => formatPermille(permille).replace(/[^\d.,]/g, '');

function useUptimeColumns(): readonly FarmColumn[] {
  const { t } = useTranslation('nodes');
  return [
    textColumn('state', t('column.now'), ({ uptime }) => uptime?.state ?? null, {
      cell: ({ uptime }) => <NodeRuns uptime={uptime} />,
    }),
    numberColumn('creditedLowPermille', t('column.credited'), ({ uptime }) => uptime?.permille?.low ?? null, {
      unit: '%',
      cell: ({ uptime }) => between(uptime?.permille ?? null, bareDigits),
    }),
    numberColumn('budgetLeftLowS', t('column.budget'), ({ uptime }) => uptime?.budgetLeftS?.low ?? null, {
      unit: 'h',
      cell: ({ uptime }) => (uptime?.budgetLeftS ? budgetLeft(uptime.budgetLeftS) : UNKNOWN),
    }),
  ];
}

function useMoneyColumns(): readonly FarmColumn[] {
  const { t } = useTranslation('nodes');
  const money = useMoney();
  const tft = { unit: 'TFT', format: (amount: string) => formatTft(amount, { maxPlaces: 2 }) };
  return [
    numberColumn('cu', t('cu'), ({ capacity }) => capacity?.cu ?? null, { format: formatCapacity }),
    numberColumn('wholePeriodTft', t('column.wholePeriod'), ({ reward }) => reward?.tft ?? null, tft),
    numberColumn('expectedLowTft', t('column.expected'), ({ uptime }) => uptime?.expectedTft?.low ?? null, {
      unit: 'TFT',
      cell: ({ uptime }) => (uptime?.expectedTft ? tftBetween(uptime.expectedTft) : UNKNOWN),
    }),
    numberColumn(
      'netUsd',
      t('column.net'),
      (row) => (row.money.state === 'known' ? moneyCell(row.money.netUsd) : null),
      {
        unit: money.code,
        cell: ({ money: one }) =>
          one.state === 'known' ? money.digits(one.netUsd) : t('column.needs', { count: one.missing.length }),
      },
    ),
    numberColumn('lastPaidTft', t('column.lastPaid'), ({ lastReceipt }) => lastReceipt?.tft ?? null, tft),
  ];
}

/** The columns of the farm's table, with what only its export has. */
export function useFarmColumns(onEdit: (id: number) => void): readonly FarmColumn[] {
  const { t } = useTranslation(['nodes', 'common']);
  const translate = useMessage();
  const uptime = useUptimeColumns();
  const money = useMoneyColumns();
  return [
    textColumn('name', t('name'), ({ name }) => name, {
      cell: ({ id, name, isDemo }) => (
        <>
          <a href={hrefTo('/hardware', { node: String(id) })}>{name}</a>{' '}
          {isDemo && !DEMO_NAME.test(name) ? <Tag>{t('common:demo')}</Tag> : null}
        </>
      ),
    }),
    textColumn('concern', t('column.status'), ({ concern }) => concern, {
      rank: attentionRank,
      cell: (row) => <NodeStatus row={row} />,
    }),
    ...uptime,
    ...money,
    ...EXPORTED,
    exportColumn('refusal', 'text', ({ refusal }) =>
      refusal === null ? null : `${translate(refusal.title)}: ${translate(refusal.measured)}`,
    ),
    actionColumn('tools', '', (row) => <RowTools row={row} onEdit={onEdit} />),
  ];
}
