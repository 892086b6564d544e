import { useTranslation } from 'react-i18next';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import type { Column } from '#renderer/ui/data-table.tsx';
import type { CellValue } from '#renderer/ui/export-table.ts';
import { formatCapacity, formatPermille, formatTft, tftBetween, UNKNOWN } from '#renderer/ui/format.ts';
import { budgetLeft } from '#renderer/ui/format-time.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { Tag } from '#renderer/ui/tag.tsx';
import { attentionRank } from './farm-filter.ts';
import { NodeRuns, NodeStatus } from './node-status.tsx';
import { RowTools } from './row-tools.tsx';
import { useMessage } from '#renderer/ui/message.ts';

type FarmColumn = Column<FarmNodeRow>;

function exported(id: string, kind: FarmColumn['kind'], value: (row: FarmNodeRow) => CellValue): FarmColumn {
  return { id, header: id, kind, value, isExportOnly: true };
}

/** What the table does not draw and an export has all the same: every raw figure, each with its unit. */
const EXPORTED: readonly FarmColumn[] = [
  exported('nodeId', 'number', ({ id }) => id),
  exported('kind', 'text', ({ kind }) => kind),
  exported('certification', 'text', ({ certification }) => certification),
  exported('gridNodeId', 'number', ({ grid }) => grid.nodeId),
  exported('eligibility', 'text', ({ verdict }) => verdict),
  exported('cru', 'number', ({ resources }) => resources?.cru ?? null),
  exported('mruBytes', 'number', ({ resources }) => resources?.mruBytes ?? null),
  exported('sruBytes', 'number', ({ resources }) => resources?.sruBytes ?? null),
  exported('hruBytes', 'number', ({ resources }) => resources?.hruBytes ?? null),
  exported('cpr', 'number', ({ capacity }) => capacity?.cpr ?? null),
  exported('wholePeriodMusd', 'number', ({ reward }) => reward?.musd ?? null),
  exported('standing', 'text', ({ uptime }) => uptime?.standing ?? null),
  exported('creditedHighPermille', 'number', ({ uptime }) => uptime?.permille?.high ?? null),
  exported('targetPermille', 'number', ({ uptime }) => uptime?.targetPermille ?? null),
  exported('budgetLeftHighS', 'number', ({ uptime }) => uptime?.budgetLeftS?.high ?? null),
  exported('expectedHighTft', 'number', ({ uptime }) => uptime?.expectedTft?.high ?? null),
  exported('atRiskTft', 'number', ({ uptime }) => uptime?.atRiskTft ?? null),
  exported('lastPaidPeriod', 'text', ({ lastReceipt }) => lastReceipt?.periodName ?? null),
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
    {
      id: 'state',
      header: t('column.now'),
      kind: 'text',
      value: ({ uptime }) => uptime?.state ?? null,
      cell: ({ uptime }) => <NodeRuns uptime={uptime} />,
    },
    {
      id: 'creditedLowPermille',
      header: t('column.credited'),
      unit: '%',
      kind: 'number',
      value: ({ uptime }) => uptime?.permille?.low ?? null,
      cell: ({ uptime }) => between(uptime?.permille ?? null, bareDigits),
    },
    {
      id: 'budgetLeftLowS',
      header: t('column.budget'),
      unit: 'h',
      kind: 'number',
      value: ({ uptime }) => uptime?.budgetLeftS?.low ?? null,
      cell: ({ uptime }) => {
        const leftS = uptime?.budgetLeftS ?? null;
        return leftS === null ? UNKNOWN : budgetLeft(leftS);
      },
    },
  ];
}

function useMoneyColumns(): readonly FarmColumn[] {
  const { t } = useTranslation('nodes');
  const units = (id: 'cu' | 'su'): FarmColumn => ({
    id,
    header: t(id),
    kind: 'number',
    value: ({ capacity }) => capacity?.[id] ?? null,
    cell: ({ capacity }) => (capacity === null ? UNKNOWN : formatCapacity(capacity[id])),
  });
  return [
    units('cu'),
    units('su'),
    {
      id: 'wholePeriodTft',
      header: t('column.wholePeriod'),
      unit: 'TFT',
      kind: 'number',
      value: ({ reward }) => reward?.tft ?? null,
      cell: ({ reward }) => (reward === null ? UNKNOWN : formatTft(reward.tft, { maxPlaces: 2 })),
    },
    {
      id: 'expectedLowTft',
      header: t('column.expected'),
      unit: 'TFT',
      kind: 'number',
      value: ({ uptime }) => uptime?.expectedTft?.low ?? null,
      cell: ({ uptime }) => {
        const expectedTft = uptime?.expectedTft ?? null;
        return expectedTft === null ? UNKNOWN : tftBetween(expectedTft);
      },
    },
    {
      id: 'lastPaidTft',
      header: t('column.lastPaid'),
      unit: 'TFT',
      kind: 'number',
      value: ({ lastReceipt }) => lastReceipt?.tft ?? null,
      cell: ({ lastReceipt }) => (lastReceipt === null ? UNKNOWN : formatTft(lastReceipt.tft, { maxPlaces: 2 })),
    },
  ];
}

/** The columns of the farm's table, with what only its export has. */
export function useFarmColumns(onEdit: (id: number) => void): readonly FarmColumn[] {
  const { t } = useTranslation(['nodes', 'common']);
  const translate = useMessage();
  const uptime = useUptimeColumns();
  const money = useMoneyColumns();
  return [
    {
      id: 'name',
      header: t('name'),
      kind: 'text',
      value: ({ name }) => name,
      cell: ({ id, name, isDemo }) => (
        <>
          <a href={hrefTo('/hardware', { node: String(id) })}>{name}</a>{' '}
          {isDemo && !DEMO_NAME.test(name) ? <Tag>{t('common:demo')}</Tag> : null}
        </>
      ),
    },
    {
      id: 'concern',
      header: t('column.status'),
      kind: 'text',
      value: ({ concern }) => concern,
      rank: attentionRank,
      cell: (row) => <NodeStatus row={row} />,
    },
    ...uptime,
    ...money,
    ...EXPORTED,
    exported('refusal', 'text', ({ refusal }) =>
      refusal === null ? null : `${translate(refusal.title)}: ${translate(refusal.measured)}`,
    ),
    {
      id: 'tools',
      header: '',
      kind: 'number',
      isAction: true,
      value: () => null,
      cell: (row) => <RowTools row={row} onEdit={onEdit} />,
    },
  ];
}
