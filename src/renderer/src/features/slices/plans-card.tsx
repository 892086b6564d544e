import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { comparePlans, type PricePlan } from '#shared/domain/slices/prices/income.ts';
import { roundHalfUp, toPlain } from '#shared/decimal.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { Card } from '#renderer/ui/card.tsx';
import { numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { formatMoney, formatRatio } from '#renderer/ui/format.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { PercentInput } from '#renderer/ui/percent-input.tsx';
import { type LiveBase, parseField, type PriceDraft } from './live-price.ts';
import classes from './slices.module.css';

/** The initial plan to compare with: a fifth more expensive, a fifth less occupied. */
function suggestOtherPlan(draft: PriceDraft) {
  const price = roundHalfUp(parseField(draft.priceMonth).times('1.2'), 2);
  const occupancy = roundHalfUp(parseField(draft.occupancy).times('0.8'), 3);
  return { priceMonth: toPlain(price), occupancy: toPlain(occupancy) };
}

/** Compares the drafted price with another one at another occupancy. */
export function PlansCard({ base, draft }: { readonly base: LiveBase; readonly draft: PriceDraft }) {
  const { t } = useTranslation('slices');
  const [other, setOther] = useState(() => suggestOtherPlan(draft));
  const fields = bindFields(other, (patch) => setOther({ ...other, ...patch }));
  const first: PricePlan = { priceMonth: parseField(draft.priceMonth), occupancy: parseField(draft.occupancy) };
  const second: PricePlan = { priceMonth: parseField(other.priceMonth), occupancy: parseField(other.occupancy) };
  const compared = comparePlans(base.point, first, second);
  const rows = [
    { id: 'first', name: t('plans.first'), plan: first, outcome: compared.first },
    { id: 'second', name: t('plans.second'), plan: second, outcome: compared.second },
  ];
  const money = { unit: draft.currency, format: (amount: string) => formatMoney(amount) };
  const columns: readonly Column<(typeof rows)[number]>[] = [
    textColumn('plan', t('plans.plan'), (row) => row.name),
    numberColumn('occupancy', t('map.occupancy'), (row) => row.plan.occupancy.toFixed(), {
      term: 'occupancy',
      format: formatRatio,
    }),
    numberColumn('gross', t('outcome.gross'), (row) => row.outcome.gross.toFixed(), money),
    numberColumn('net', t('plans.net'), (row) => row.outcome.net.toFixed(), money),
  ];
  return (
    <Card
      title={t('plans.title')}
      footer={
        compared.secondNeedsOccupancy === null
          ? t('plans.never')
          : t('plans.needs', { occupancy: formatRatio(compared.secondNeedsOccupancy) })
      }
    >
      <div className={classes['pair']}>
        <MoneyInput
          label={t('plans.price')}
          currency={draft.currency}
          per={t('price.per.month')}
          step="0.1"
          {...fields.text('priceMonth')}
        />
        <PercentInput label={t('plans.occupancy')} maxPlaces={1} step="5" {...fields.text('occupancy')} />
      </div>
      <DataTable caption={t('plans.title')} hideCaption columns={columns} rows={rows} rowKey={(row) => row.id} />
      <p className={classes['quiet']}>
        {t('plans.difference', { amount: formatMoney(compared.difference, draft.currency, { sign: 'always' }) })}
      </p>
    </Card>
  );
}
