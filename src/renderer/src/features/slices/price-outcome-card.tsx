import { useTranslation } from 'react-i18next';
import type { PriceShift } from '#shared/domain/slices/prices/income.ts';
import { Decimal } from '#shared/decimal.ts';
import { Card } from '#renderer/ui/card.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatMoney, formatPercent, formatUnitPrice } from '#renderer/ui/format.ts';
import { Meter } from '#renderer/ui/meter.tsx';
import { Source } from '#renderer/ui/source.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { costText } from './cost-text.ts';
import { type LiveBase, type LivePrice, type PriceDraft, SHIFT_PERCENT, withinRail } from './live-price.ts';
import classes from './slices.module.css';

/** A place on the rail as a drawing position, 0 to 1. */
function placeOn({ rails }: LiveBase, price: Decimal): number {
  const { min, max } = rails.band;
  const width = max.minus(min);
  return width.isZero() ? 0 : price.minus(min).div(width).toNumber();
}

function RailMeter({ base, draft, live }: { base: LiveBase; draft: PriceDraft; live: LivePrice }) {
  const { t } = useTranslation('slices');
  const price = new Decimal(draft.priceMonth === '' ? 0 : draft.priceMonth);
  const { floor } = base.rails;
  const isWithin = live.standing === 'within';
  return (
    <div className={classes['rail']}>
      <StatusBadge tone={isWithin ? 'good' : 'warn'} word={t(`price.standing.${live.standing}`)} />
      <Meter
        label={t('rail.label', {
          price: formatUnitPrice(price, draft.currency),
          min: formatUnitPrice(base.rails.band.min, draft.currency),
          max: formatUnitPrice(base.rails.band.max, draft.currency),
        })}
        share={placeOn(base, price)}
        tone={isWithin ? 'accent' : 'warn'}
        {...(floor === null ? {} : { markShare: Math.min(1, Math.max(0, placeOn(base, floor))) })}
      />
    </div>
  );
}

function ShiftLine({ shift, percent, currency }: { shift: PriceShift; percent: number; currency: string }) {
  const { t } = useTranslation('slices');
  const gain = formatMoney(shift.after.net.minus(shift.before.net), currency, { sign: 'always' });
  const spare = shift.spareSlices;
  return (
    <li>
      {t(percent > 0 ? 'shift.raise' : 'shift.lower', { percent: Math.abs(percent), gain })}{' '}
      {spare === null || spare.isZero()
        ? null
        : t(spare.isNegative() ? 'shift.mustSell' : 'shift.mayLose', { slices: spare.abs().toFixed(2) })}
    </li>
  );
}

const occupancyText = (occupancy: Decimal) => formatPercent(occupancy.times(100));

/** What the drafted price brings, where it stands, and what ten per cent more or less would do. */
export function PriceOutcomeCard({
  base,
  live,
  draft,
  isCostKnown,
}: {
  readonly base: LiveBase;
  readonly live: LivePrice;
  readonly draft: PriceDraft;
  /** Whether everything that own cost is made of was given. */
  readonly isCostKnown: boolean;
}) {
  const { t } = useTranslation('slices');
  const { outcome } = live;
  const { floor } = base.rails;
  const money = (value: Decimal) => formatMoney(value, draft.currency);
  return (
    <Card
      title={t('outcome.title')}
      tools={
        <Source
          of={t('outcome.net')}
          formula={t('outcome.formula')}
          source="tfgrid docs_tfgrid_economics (Oct 2025)"
          status="plan"
        />
      }
    >
      <Figure
        label={t('outcome.net')}
        value={formatMoney(outcome.net, undefined, {})}
        unit={`${draft.currency} ${t('price.per.month')}`}
        {...(isCostKnown ? {} : { caption: t('outcome.beforeCosts') })}
        {...(outcome.net.isNegative() ? { tone: 'bad' as const } : {})}
      />
      <RailMeter base={base} draft={draft} live={live} />
      <FactList
        facts={[
          { name: t('outcome.gross'), value: money(outcome.gross) },
          { name: t('outcome.share'), value: money(outcome.share) },
          { name: t('outcome.cost'), value: costText(t, isCostKnown, outcome.cost, money) },
          {
            name: t('outcome.floor'),
            value:
              floor === null
                ? t('outcome.noFloor')
                : costText(t, isCostKnown, floor, (price) =>
                    formatUnitPrice(withinRail(price, 'above'), draft.currency),
                  ),
          },
          {
            name: t('outcome.breakEven'),
            value:
              outcome.breakEvenOccupancy === null
                ? t('outcome.neverPays')
                : costText(t, isCostKnown, outcome.breakEvenOccupancy, occupancyText),
          },
        ]}
      />
      <ul className={classes['shifts']}>
        <ShiftLine shift={live.raised} percent={SHIFT_PERCENT} currency={draft.currency} />
        <ShiftLine shift={live.lowered} percent={-SHIFT_PERCENT} currency={draft.currency} />
      </ul>
    </Card>
  );
}
