import { SegmentedControl, UnstyledButton } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlicePrice } from '#shared/contract/slices/prices.ts';
import type { SlicePlan } from '#shared/contract/slices/slices.ts';
import type { PriceTerm } from '#shared/domain/slices/constants.ts';
import {
  convertCurrency,
  PRICE_CURRENCIES,
  type PriceCurrency,
  type UsdPerCc,
} from '#shared/domain/slices/prices/currency.ts';
import { monthFromPrice } from '#shared/domain/slices/prices/terms.ts';
import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { Card } from '#renderer/ui/card.tsx';
import { formatUnitPrice } from '#renderer/ui/format.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { MissingNumbers } from '#renderer/ui/missing-numbers.tsx';
import { CardGrid } from '#renderer/ui/page.tsx';
import { PercentInput } from '#renderer/ui/percent-input.tsx';
import { SliderWithInput } from '#renderer/ui/slider-with-input.tsx';
import { useKindName } from '#renderer/ui/slice-kind.tsx';
import { IncomeHeatmapCard } from './income-heatmap-card.tsx';
import {
  type LiveBase,
  liveBase,
  livePrice,
  listNotablePrices,
  parseField,
  type PriceDraft,
  type NotablePrice,
} from './live-price.ts';
import { PlansCard } from './plans-card.tsx';
import { PriceActions } from './price-actions.tsx';
import { PriceOutcomeCard } from './price-outcome-card.tsx';
import classes from './slices.module.css';

const PRICE_PLACES = 4;
const TERM_PLACES = 6;
const SLIDER_STEPS = 200;
const OTHER_TERMS = ['hour', 'day', 'year'] as const satisfies readonly PriceTerm[];

const rounded = (value: Decimal) => toPlain(roundHalfUp(value, PRICE_PLACES));

/** The slider covers the band, and extends down to the floor where that is lower. */
function sliderRange({ bounds }: LiveBase) {
  const { floor, band } = bounds;
  const min = floor === null ? band.min : Decimal.min(floor, band.min);
  const step = Decimal.max(band.max.minus(min).div(SLIDER_STEPS), '0.0001');
  return { min: rounded(min), max: rounded(band.max), step: rounded(step) === '0' ? '0.0001' : rounded(step) };
}

interface FieldsProps {
  readonly base: LiveBase;
  readonly draft: PriceDraft;
  readonly onChange: (patch: Partial<PriceDraft>) => void;
}

function TermFields({ base, draft, onChange }: FieldsProps) {
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
      <PercentInput
        label={t('price.occupancy')}
        maxPlaces={1}
        step="5"
        {...bindFields(draft, onChange).text('occupancy')}
      />
    </div>
  );
}

interface NotablePricesProps {
  readonly stops: readonly NotablePrice[];
  readonly currency: string;
  readonly onTake: (price: string) => void;
}

/** The notable prices below the slider; each can be selected by a click, however close they are. */
function NotablePrices({ stops, currency, onTake }: NotablePricesProps) {
  const { t } = useTranslation('slices');
  return (
    <ul className={classes['stops']} aria-label={t('priceRange.key')}>
      {stops.map(({ names, price }) => {
        const name = names.map((entry) => t(`priceRange.${entry}`)).join(', ');
        return (
          <li key={price}>
            <UnstyledButton
              className={classes['stop']}
              aria-label={t('priceRange.take', { name, price: formatUnitPrice(price, currency) })}
              onClick={() => onTake(price)}
            >
              <span className={classes['stopName']}>{name}</span>
              <span className={classes['stopPrice']}>{formatUnitPrice(price)}</span>
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}

function PriceFields({ base, draft, onChange }: FieldsProps) {
  const { t } = useTranslation('slices');
  const stops = listNotablePrices(base);
  const range = sliderRange(base);
  return (
    <>
      <SliderWithInput
        label={t('price.month')}
        {...range}
        unit={`${draft.currency} ${t('price.per.month')}`}
        marks={stops.map(({ price }) => price).filter((price) => new Decimal(price).lte(range.max))}
        isBoxUnbounded
        minPlaces={2}
        maxPlaces={8}
        value={draft.priceMonth}
        onChange={(priceMonth) => onChange({ priceMonth })}
      />
      <NotablePrices stops={stops} currency={draft.currency} onTake={(priceMonth) => onChange({ priceMonth })} />
      <TermFields base={base} draft={draft} onChange={onChange} />
    </>
  );
}

/** The suggested price and the steps by which it was derived. */
function Suggestion({ slice: { suggestion, currency } }: { readonly slice: SlicePrice }) {
  const { t } = useTranslation('slices');
  return suggestion === null ? null : (
    <p className={classes['quiet']}>
      {t('suggestion.title', { price: formatUnitPrice(suggestion.priceMonth, currency) })}{' '}
      {suggestion.steps
        .map(({ step, value }) =>
          t(`suggestion.${step}`, {
            price: formatUnitPrice(rounded(new Decimal(value)), currency),
          }),
        )
        .join('; ')}
    </p>
  );
}

interface PriceEditorProps {
  readonly slice: SlicePrice;
  readonly plan: SlicePlan;
  readonly sharePercent: number;
  readonly usdPerCc: UsdPerCc;
  readonly isCostKnown: boolean;
}

/** The price of one kind of slice: synchronised slider and fields, its bounds, and its income. */
export function PriceEditor({ slice, plan, sharePercent, usdPerCc, isCostKnown }: PriceEditorProps) {
  const { t } = useTranslation('slices');
  const formatKind = useKindName();
  const [draft, setDraft] = useState<PriceDraft>({
    priceMonth: slice.priceMonth,
    currency: slice.currency,
    occupancy: plan.occupancy,
  });
  const base = useMemo(
    () => liveBase(slice, plan, sharePercent, draft.currency, usdPerCc),
    [slice, plan, sharePercent, draft.currency, usdPerCc],
  );
  const change = (patch: Partial<PriceDraft>) => setDraft((before) => ({ ...before, ...patch }));
  const changeCurrency = (next: PriceCurrency) => {
    const price = convertCurrency(parseField(draft.priceMonth), draft.currency, next, usdPerCc);
    change(price === null ? { currency: next } : { currency: next, priceMonth: rounded(price) });
  };
  const currencies = (
    <SegmentedControl
      size="xs"
      aria-label={t('price.currency')}
      data={[...PRICE_CURRENCIES]}
      value={draft.currency}
      onChange={changeCurrency}
    />
  );
  const title = t('price.title', { count: slice.count, kind: formatKind(slice.kindId) });
  if (base === null) {
    return (
      <Card title={title} tools={currencies}>
        {slice.currency === 'CC' ? <p>{formatUnitPrice(slice.priceMonth, slice.currency)}</p> : null}
        <p className={classes['quiet']}>{t('price.refused.unknown')}</p>
        <MissingNumbers missing={['gold-price']} node={null} />
      </Card>
    );
  }
  const live = livePrice(base, draft);
  return (
    <>
      <CardGrid minWidth="24rem">
        <Card title={title} tools={currencies} footer={slice.isSuggested ? t('price.isSuggested') : undefined}>
          <PriceFields base={base} draft={draft} onChange={change} />
          <Suggestion slice={slice} />
          <PriceActions slice={slice} draft={draft} standing={live.standing} />
        </Card>
        <PriceOutcomeCard base={base} live={live} draft={draft} isCostKnown={isCostKnown} />
      </CardGrid>
      <CardGrid minWidth="24rem">
        <IncomeHeatmapCard base={base} draft={draft} />
        <PlansCard base={base} draft={draft} />
      </CardGrid>
    </>
  );
}
