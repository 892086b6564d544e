import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlicePrice } from '#shared/contract/slices/prices.ts';
import type { SlicePlan } from '#shared/contract/slices/slices.ts';
import { PRICE_CURRENCIES, type PriceCurrency } from '#shared/domain/slices/prices/currency.ts';
import { monthFromPrice, type PriceTerm } from '#shared/domain/slices/prices/relations.ts';
import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
import type { SuggestionStep } from '#shared/domain/slices/prices/suggestion.ts';
import { Card } from '#renderer/ui/card.tsx';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { formatUnitPrice } from '#renderer/ui/format.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { CardGrid } from '#renderer/ui/page.tsx';
import { SliderWithInput } from '#renderer/ui/slider-with-input.tsx';
import { useKindName } from '#renderer/ui/slice-kind.tsx';
import { convert, type LiveBase, liveBase, livePrice, type PriceDraft, railStops } from './live-price.ts';
import { OccupancyMapCard } from './occupancy-map-card.tsx';
import { PlansCard } from './plans-card.tsx';
import { PriceActions } from './price-actions.tsx';
import { PriceOutcomeCard } from './price-outcome-card.tsx';
import { RailKey } from './rail-key.tsx';
import classes from './slices.module.css';

const PRICE_PLACES = 4;
const TERM_PLACES = 6;
const RAIL_STEPS = 200;
const OTHER_TERMS = ['hour', 'day', 'year'] as const satisfies readonly PriceTerm[];

const rounded = (value: Decimal) => toPlain(roundHalfUp(value, PRICE_PLACES));

/** The rail runs over the band, and down to the floor where that lies below it. */
function railOf({ rails }: LiveBase) {
  const { floor, band } = rails;
  const min = floor === null ? band.min : Decimal.min(floor, band.min);
  const step = Decimal.max(band.max.minus(min).div(RAIL_STEPS), '0.0001');
  return { min: rounded(min), max: rounded(band.max), step: rounded(step) === '0' ? '0.0001' : rounded(step) };
}

interface FieldsProps {
  readonly base: LiveBase;
  readonly draft: PriceDraft;
  /** The suggested price in the draft's currency. */
  readonly suggested: Decimal;
  readonly onChange: (patch: Partial<PriceDraft>) => void;
}

function OccupancyField({ draft, onChange }: Pick<FieldsProps, 'draft' | 'onChange'>) {
  const { t } = useTranslation('slices');
  return (
    <DecimalInput
      label={t('price.occupancy')}
      unit="%"
      min="0"
      max="100"
      maxPlaces={1}
      step="5"
      value={draft.occupancy === '' ? '' : toPlain(new Decimal(draft.occupancy).times(100))}
      onChange={(percent) => onChange({ occupancy: percent === '' ? '' : toPlain(new Decimal(percent).div(100)) })}
    />
  );
}

function TermFields({ base, draft, onChange }: Omit<FieldsProps, 'suggested'>) {
  const { t } = useTranslation('slices');
  const { terms } = livePrice(base, draft);
  return (
    <div className={classes['pair']}>
      {OTHER_TERMS.map((term) => (
        <MoneyInput
          key={term}
          label={t(`price.term.${term}`)}
          currency={draft.currency}
          per={t(`price.per.${term}`)}
          step={term === 'year' ? '1' : '0.01'}
          value={toPlain(roundHalfUp(terms[term], TERM_PLACES))}
          onChange={(price) => {
            if (price !== '') {
              onChange({ priceMonth: rounded(monthFromPrice(new Decimal(price), term, base.relations)) });
            }
          }}
        />
      ))}
      <OccupancyField draft={draft} onChange={onChange} />
    </div>
  );
}

function PriceFields({ base, draft, suggested, onChange }: FieldsProps) {
  const { t } = useTranslation('slices');
  const stops = railStops(base, suggested);
  const rail = railOf(base);
  return (
    <>
      <SliderWithInput
        label={t('price.month')}
        {...rail}
        unit={`${draft.currency} ${t('price.per.month')}`}
        marks={stops
          .filter(({ price }) => new Decimal(price).lte(rail.max))
          .map(({ price }) => ({ value: price, label: undefined }))}
        isBoxUnbounded
        minPlaces={2}
        maxPlaces={8}
        value={draft.priceMonth}
        onChange={(priceMonth) => onChange({ priceMonth })}
      />
      <RailKey stops={stops} currency={draft.currency} onTake={(priceMonth) => onChange({ priceMonth })} />
      <TermFields base={base} draft={draft} onChange={onChange} />
    </>
  );
}

/** What each step of the suggestion says. */
function Suggestion({ slice }: { readonly slice: SlicePrice }) {
  const { t } = useTranslation('slices');
  return (
    <p className={classes['quiet']}>
      {t('suggestion.title', { price: formatUnitPrice(slice.suggestion.priceMonth, slice.currency) })}{' '}
      {slice.suggestion.steps
        .map(({ step, value }) =>
          t(`suggestion.${step as SuggestionStep['step']}`, {
            price: formatUnitPrice(rounded(new Decimal(value)), slice.currency),
          }),
        )
        .join('; ')}
    </p>
  );
}

function isCurrency(text: string): text is PriceCurrency {
  return PRICE_CURRENCIES.some((currency) => currency === text);
}

/** One slice's price: slider and boxes bound together, its rails, and what it brings, all without asking the program. */
export function PriceEditor({
  slice,
  plan,
  sharePercent,
  usdPerCc,
  isCostKnown,
}: {
  readonly slice: SlicePrice;
  readonly plan: SlicePlan;
  readonly sharePercent: number;
  readonly usdPerCc: string;
  readonly isCostKnown: boolean;
}) {
  const { t } = useTranslation('slices');
  const nameOf = useKindName();
  const [draft, setDraft] = useState<PriceDraft>({
    priceMonth: slice.priceMonth,
    currency: slice.currency,
    occupancy: plan.occupancy,
  });
  const base = useMemo(
    () => liveBase(slice, plan, sharePercent, draft.currency, usdPerCc),
    [slice, plan, sharePercent, draft.currency, usdPerCc],
  );
  const live = livePrice(base, draft);
  const suggested = convert(
    new Decimal(slice.suggestion.priceMonth),
    slice.currency,
    draft.currency,
    new Decimal(usdPerCc),
  );
  const change = (patch: Partial<PriceDraft>) => setDraft((before) => ({ ...before, ...patch }));
  const changeCurrency = (next: string) => {
    if (!isCurrency(next)) return;
    const price = convert(new Decimal(draft.priceMonth || 0), draft.currency, next, new Decimal(usdPerCc));
    change({ currency: next, priceMonth: rounded(price) });
  };
  return (
    <>
      <CardGrid minWidth="24rem">
        <Card
          title={t('price.title', { count: slice.count, kind: nameOf(slice.kindId) })}
          tools={
            <SegmentedControl
              size="xs"
              aria-label={t('price.currency')}
              data={[...PRICE_CURRENCIES]}
              value={draft.currency}
              onChange={changeCurrency}
            />
          }
          footer={slice.isSuggested ? t('price.isSuggested') : undefined}
        >
          <PriceFields base={base} draft={draft} suggested={suggested} onChange={change} />
          <Suggestion slice={slice} />
          <PriceActions slice={slice} draft={draft} standing={live.standing} />
        </Card>
        <PriceOutcomeCard base={base} live={live} draft={draft} isCostKnown={isCostKnown} />
      </CardGrid>
      <CardGrid minWidth="24rem">
        <OccupancyMapCard base={base} draft={draft} />
        <PlansCard base={base} draft={draft} />
      </CardGrid>
    </>
  );
}
