import { useTranslation } from 'react-i18next';
import type { PriceShift } from '#shared/domain/slices/prices/income.ts';
import type { Decimal } from '#shared/decimal.ts';
import { Card } from '#renderer/ui/card.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatMoney, formatRatio, formatUnitPrice } from '#renderer/ui/format.ts';
import { Meter } from '#renderer/ui/meter.tsx';
import { Source } from '#renderer/ui/source.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { formatCost } from './format-cost.ts';
import { type LiveBase, type LivePrice, parseField, type PriceDraft, roundBound, SHIFT_PERCENT } from './live-price.ts';
import classes from './slices.module.css';

/** The position of a price in the band: 0 at its lower end, 1 at its upper end. */
function positionInBand({ bounds }: LiveBase, price: Decimal): number {
  const { min, max } = bounds.band;
  const width = max.minus(min);
  return width.isZero() ? 0 : price.minus(min).div(width).toNumber();
}

function BandMeter({ base, draft, live }: { base: LiveBase; draft: PriceDraft; live: LivePrice }) {
  const { t } = useTranslation('slices');
  const price = parseField(draft.priceMonth);
  const { floor } = base.bounds;
  const isWithin = live.standing === 'within';
  return (
    <div className={classes['bandMeter']}>
      <StatusBadge tone={isWithin ? 'good' : 'warn'} word={t(`price.standing.${live.standing}`)} />
      <Meter
        label={t('priceRange.label', {
          price: formatUnitPrice(price, draft.currency),
          min: formatUnitPrice(base.bounds.band.min, draft.currency),
          max: formatUnitPrice(base.bounds.band.max, draft.currency),
        })}
        share={positionInBand(base, price)}
        tone={isWithin ? 'accent' : 'warn'}
        {...(floor === null ? {} : { markShare: Math.min(1, Math.max(0, positionInBand(base, floor))) })}
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

interface PriceOutcomeCardProps {
  readonly base: LiveBase;
  readonly live: LivePrice;
  readonly draft: PriceDraft;
  /** Whether all parts of the own cost were entered. */
  readonly isCostKnown: boolean;
}

/** The income at the drafted price, its position within its bounds, and the effect of raising or lowering it. */
export function PriceOutcomeCard({ base, live, draft, isCostKnown }: PriceOutcomeCardProps) {
  const { t } = useTranslation('slices');
  const { outcome } = live;
  const { floor } = base.bounds;
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
      <BandMeter base={base} draft={draft} live={live} />
      <FactList
        facts={[
          { name: t('outcome.gross'), value: money(outcome.gross) },
          { name: t('outcome.share'), value: money(outcome.share) },
          { name: t('outcome.cost'), term: 'ownCost', value: formatCost(t, isCostKnown, outcome.cost, money) },
          {
            name: t('outcome.floor'),
            term: 'floor',
            value:
              floor === null
                ? t('outcome.noFloor')
                : formatCost(t, isCostKnown, floor, (price) =>
                    formatUnitPrice(roundBound(price, 'above'), draft.currency),
                  ),
          },
          {
            name: t('outcome.breakEven'),
            value:
              outcome.breakEvenOccupancy === null
                ? t('outcome.neverPays')
                : formatCost(t, isCostKnown, outcome.breakEvenOccupancy, formatRatio),
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
