import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { paybackMonthsText } from '#shared/domain/earnings/payback-text.ts';
import type { client } from '#renderer/client/client.ts';
import { exportColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { formatCapacity, formatShortTft } from '#renderer/ui/format.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { useMessage } from '#renderer/ui/message.ts';
import classes from './hardware.module.css';

/** An addition with its gain. */
type RankedUpgrade = Awaited<ReturnType<typeof client.earnings.rewards.rankUpgrades>>['ranked'][number];

interface TableProps {
  readonly ranked: readonly RankedUpgrade[];
  readonly hasTftPrice: boolean;
  readonly prices: Readonly<Record<string, string>>;
  readonly onPrice: (id: string, price: string) => void;
}

function useColumns({ hasTftPrice, prices, onPrice }: TableProps): readonly Column<RankedUpgrade>[] {
  const { t } = useTranslation(['hardware', 'common']);
  const money = useMoney();
  const translate = useMessage();
  return useMemo(
    () => [
      textColumn('addition', t('upgrade.addition'), (row) => translate(row.candidate.label)),
      numberColumn('priceUsd', t('upgrade.price'), (row) => row.candidate.priceUsd, {
        cell: (row) => (
          <div className={classes['priceBox']}>
            <MoneyInput
              hideLabel
              label={t('upgrade.priceOf', { part: translate(row.candidate.label) })}
              value={prices[row.candidate.id] ?? ''}
              onChange={(price) => onPrice(row.candidate.id, price)}
            />
          </div>
        ),
      }),
      numberColumn('gainCu', t('upgrade.gain'), (row) => row.gain.cu, {
        unit: t('capacity.cu'),
        format: formatCapacity,
      }),
      numberColumn('gainSu', t('upgrade.gain'), (row) => row.gain.su, {
        unit: t('capacity.su'),
        format: formatCapacity,
      }),
      numberColumn('gainTftPerPeriod', t('upgrade.gain'), (row) => row.gain.tftPerMonth, {
        unit: 'TFT',
        format: formatShortTft,
      }),
      numberColumn('gainUsdPerPeriod', t('upgrade.gain'), (row) => row.gain.usdPerMonth, {
        unit: money.code,
        format: money.digits,
      }),
      exportColumn('gainUsdPerPeriodPerUsd', 'number', (row) => row.usdPerMonthPerUsd),
      numberColumn('paybackPeriods', t('upgrade.payback'), (row) => row.paybackMonths, {
        term: 'payback',
        cell: (row) => {
          if (/^0(\.0*)?$/.test(row.gain.tftPerMonth)) return t('upgrade.never');
          const missing = [row.candidate.priceUsd === null, !hasTftPrice].filter(Boolean).length;
          return missing > 0
            ? t('upgrade.needs', { count: missing })
            : translate(paybackMonthsText(row.paybackMonths, true));
        },
      }),
    ],
    [t, translate, money, hasTftPrice, prices, onPrice],
  );
}

/** The additions, those with the shortest payback first, with a field for the price of each. */
export function UpgradeTable(props: TableProps) {
  const { t } = useTranslation('hardware');
  return (
    <DataTable
      caption={t('upgrade.caption')}
      columns={useColumns(props)}
      rows={props.ranked}
      rowKey={(row) => row.candidate.id}
      exportName="farmer-upgrades"
    />
  );
}
