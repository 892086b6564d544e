import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { needsText } from '#shared/domain/earnings/needed-text.ts';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import type { GlossaryTerm } from '#shared/glossary.ts';
import {
  formatCapacity,
  formatNumber,
  formatPermille,
  formatTft,
  orUnknown,
  tftBetween,
  UNKNOWN,
} from '#renderer/ui/format.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { budgetLeft, formatAge, formatInstant } from '#renderer/ui/format-time.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { useNowS } from '#renderer/ui/now.ts';
import { attentionRank, type SortValue } from './farm-rows.ts';
import { NodeStatus } from './node-status.tsx';

/** A column of the farm. */
export interface FarmColumn {
  readonly id: string;
  readonly header: string;
  readonly unit?: string;
  readonly term?: GlossaryTerm;
  readonly kind: 'text' | 'number';
  /** Rem. */
  readonly width: number;
  readonly sortBy: (row: FarmNodeRow) => SortValue;
  readonly cell: (row: FarmNodeRow) => ReactNode;
  readonly title?: (row: FarmNodeRow) => string;
  /** Words, which begin at the left, though they are ordered by a number. */
  readonly isWords?: boolean;
}

/** The columns that are shown until the farmer chooses others. */
export const USUAL_COLUMNS = ['status', 'lastSeen', 'uptimeLeft', 'gross', 'power', 'net', 'period'] as const;

type Known = Extract<FarmNodeRow['money'], { readonly state: 'known' }>;

/** An amount of a row; null while a number that it needs is missing. */
function amountOf({ money }: FarmNodeRow, field: Exclude<keyof Known, 'state'>): string | null {
  if (money.state === 'known') return money[field];
  return field === 'grossUsd' || field === 'powerUsd' ? money[field] : null;
}

function useMoneyColumns(): readonly FarmColumn[] {
  const { t } = useTranslation('nodes');
  const money = useMoney();
  const translate = useMessage();
  const { code } = money;
  const breakEven = (
    id: string,
    header: string,
    field: 'breakEvenTftPriceUsd' | 'breakEvenKwhPriceUsd',
  ): FarmColumn => ({
    id,
    header,
    term: 'breakEven',
    kind: 'number',
    width: 7,
    sortBy: (row) => amountOf(row, field),
    cell: (row) => orUnknown(amountOf(row, field), money.breakEven),
  });
  const amount = (id: string, header: string, field: 'grossUsd' | 'powerUsd' | 'netUsd'): FarmColumn => ({
    id,
    header,
    unit: code,
    kind: 'number',
    width: 5.75,
    sortBy: (row) => amountOf(row, field),
    cell: (row) => orUnknown(amountOf(row, field), money.digits),
  });
  return [
    { ...amount('gross', t('column.gross'), 'grossUsd'), term: 'gross' },
    amount('power', t('column.power'), 'powerUsd'),
    {
      ...amount('net', t('column.net'), 'netUsd'),
      term: 'net',
      cell: ({ money: one }) =>
        one.state === 'known' ? money.digits(one.netUsd) : t('column.needs', { count: one.missing.length }),
      title: ({ money: one }) => (one.state === 'known' ? money.format(one.netUsd) : translate(needsText(one.missing))),
    },
    breakEven('breakEvenTft', t('column.breakEvenTft'), 'breakEvenTftPriceUsd'),
    breakEven('breakEvenKwh', t('column.breakEvenKwh'), 'breakEvenKwhPriceUsd'),
    {
      id: 'payback',
      header: t('column.payback'),
      term: 'payback',
      unit: t('column.months'),
      kind: 'number',
      width: 6,
      sortBy: ({ paybackMonths }) => paybackMonths,
      cell: ({ paybackMonths }) => (paybackMonths === null ? UNKNOWN : formatNumber(paybackMonths)),
    },
  ];
}

function useUptimeColumns(): readonly FarmColumn[] {
  const { t } = useTranslation('nodes');
  const nowS = useNowS(60);
  return [
    {
      id: 'lastSeen',
      header: t('column.lastSeen'),
      kind: 'number',
      width: 7.5,
      sortBy: ({ lastSeenS }) => lastSeenS,
      isWords: true,
      cell: ({ lastSeenS }) => (lastSeenS === null ? UNKNOWN : formatAge(lastSeenS, nowS)),
      title: ({ lastSeenS }) => (lastSeenS === null ? '' : formatInstant(lastSeenS)),
    },
    {
      id: 'uptimeLeft',
      header: t('column.uptimeLeft'),
      term: 'budget',
      unit: 'h',
      kind: 'number',
      width: 6.75,
      sortBy: ({ uptime }) => uptime?.budgetLeftS?.low ?? null,
      cell: ({ uptime }) => (uptime?.budgetLeftS ? budgetLeft(uptime.budgetLeftS) : UNKNOWN),
    },
    {
      id: 'credited',
      header: t('column.credited'),
      term: 'credited',
      kind: 'number',
      width: 7,
      sortBy: ({ uptime }) => uptime?.permille?.low ?? null,
      cell: ({ uptime }) => (uptime?.permille ? formatPermille(uptime.permille.low) : UNKNOWN),
    },
    {
      id: 'expected',
      header: t('column.expected'),
      unit: 'TFT',
      kind: 'number',
      width: 8,
      sortBy: ({ uptime }) => uptime?.expectedTft?.low ?? null,
      cell: ({ uptime }) => (uptime?.expectedTft ? tftBetween(uptime.expectedTft) : UNKNOWN),
    },
    {
      id: 'lastPaid',
      header: t('column.lastPaid'),
      unit: 'TFT',
      kind: 'number',
      width: 7,
      sortBy: ({ lastReceipt }) => lastReceipt?.tft ?? null,
      cell: ({ lastReceipt }) => (lastReceipt === null ? UNKNOWN : formatTft(lastReceipt.tft, { maxPlaces: 2 })),
    },
  ];
}

const textOf = (
  id: string,
  header: string,
  width: number,
  valueOf: (row: FarmNodeRow) => string | null,
): FarmColumn => ({
  id,
  header,
  kind: 'text',
  width,
  sortBy: valueOf,
  cell: (row) => valueOf(row) ?? UNKNOWN,
});
const figureOf = (
  id: string,
  header: string,
  unit: string | undefined,
  valueOf: (row: FarmNodeRow) => string | null,
  format: (value: string) => string,
): FarmColumn => ({
  id,
  header,
  ...(unit === undefined ? {} : { unit }),
  kind: 'number',
  width: 6,
  sortBy: valueOf,
  cell: (row) => {
    const value = valueOf(row);
    return value === null ? UNKNOWN : format(value);
  },
});

function useFactColumns(): readonly FarmColumn[] {
  const { t } = useTranslation('nodes');
  return [
    textOf(
      'place',
      t('column.place'),
      9,
      ({ location: { city, country } }) => [city, country].filter(Boolean).join(', ') || null,
    ),
    textOf('labels', t('column.labels'), 8, ({ labels }) => labels.join(', ') || null),
    {
      ...textOf('certification', t('certification'), 7, ({ certification }) => t(`certifications.${certification}`)),
      term: 'certified',
    },
    figureOf(
      'gridNode',
      t('column.gridNode'),
      undefined,
      ({ grid }) => (grid.nodeId === null ? null : String(grid.nodeId)),
      String,
    ),
    { ...figureOf('cu', t('cu'), undefined, ({ capacity }) => capacity?.cu ?? null, formatCapacity), term: 'cu' },
    { ...figureOf('su', t('su'), undefined, ({ capacity }) => capacity?.su ?? null, formatCapacity), term: 'su' },
    figureOf(
      'wholePeriod',
      t('column.wholePeriod'),
      'TFT',
      ({ reward }) => reward?.tft ?? null,
      (tft) => formatTft(tft, { maxPlaces: 2 }),
    ),
    figureOf(
      'watts',
      t('column.watts'),
      'W',
      ({ watts }) => watts,
      (watts) => formatNumber(watts, { maxPlaces: 1 }),
    ),
  ];
}

/** Every column that can be shown, in their order; the name of the node stands before them. */
export function useFarmColumns(): readonly FarmColumn[] {
  const { t, i18n } = useTranslation('nodes');
  const uptime = useUptimeColumns();
  const money = useMoneyColumns();
  const facts = useFactColumns();
  const { code, unitsPerUsd } = useMoney();
  const nowS = useNowS(60);
  return useMemo(
    () => [
      {
        id: 'status',
        header: t('column.status'),
        kind: 'number' as const,
        width: 8,
        sortBy: attentionRank,
        isWords: true,
        cell: (row: FarmNodeRow) => <NodeStatus row={row} />,
      },
      ...uptime.slice(0, 2),
      ...money.slice(0, 3),
      {
        id: 'period',
        header: t('column.period'),
        kind: 'text' as const,
        width: 6.5,
        sortBy: () => null,
        cell: () => null,
      },
      ...money.slice(3),
      ...uptime.slice(2),
      ...facts,
    ],
    // Columns stay the same until what they write with changes, so that rows are drawn once.
    // oxlint-disable-next-line react/exhaustive-deps
    [i18n.language, code, unitsPerUsd, nowS],
  );
}
