import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TftPriceAnswer } from '#shared/contract/earnings/value.ts';
import { Decimal } from '#shared/decimal.ts';
import { needsText } from '#shared/domain/earnings/needed-text.ts';
import { money as inCents, worthOfTft } from '#shared/domain/earnings/value.ts';
import { BREAK_EVEN, type DisplayCurrency, displayCurrency, inCurrency } from '#shared/number-text.ts';
import { api } from '#renderer/client/client.ts';
import type { Amount } from './format.ts';
import { formatMoney, formatNumber, formatUnitPrice, withUnit } from './format.ts';
import { formatAge, formatDayAge } from './format-time.ts';
import { useMessage } from './message.ts';
import { useNowS } from './now.ts';

/** Formats amounts of USD in the farmer's currency at the farmer's rate. */
export interface Money extends DisplayCurrency {
  /** Two decimals, with the currency code. */
  readonly format: (usd: Amount, sign?: 'always') => string;
  /** Two decimals, without the code: for figures whose unit is shown separately. */
  readonly digits: (usd: Amount, sign?: 'always') => string;
  /** Two to eight decimals, with the code. */
  readonly unitPrice: (usd: Amount) => string;
  /** A computed price with four significant digits, with the code. */
  readonly breakEven: (usd: Amount) => string;
}

/** The farmer's currency; USD while its rate is missing. No page is shown before the settings are loaded. */
export function useMoney(): Money {
  const { data } = useQuery(api.settings.money.get.queryOptions());
  const currency = displayCurrency(data?.currency ?? 'USD', data?.rate ?? null);
  const { code } = currency;
  return {
    ...currency,
    format: (usd, sign) => formatMoney(inCurrency(usd, currency), code, sign === undefined ? {} : { sign }),
    digits: (usd, sign) => formatMoney(inCurrency(usd, currency), undefined, sign === undefined ? {} : { sign }),
    unitPrice: (usd) => formatUnitPrice(inCurrency(usd, currency), code),
    breakEven: (usd) => withUnit(formatNumber(inCurrency(usd, currency), BREAK_EVEN), code),
  };
}

/** The value of TFT at the farmer's price, and the age of that price. */
export interface TftWorth {
  /** Null until the settings are loaded. */
  readonly price: TftPriceAnswer | null;
  /** "at 0.02 USD a TFT, entered today", or that the price was not entered. */
  readonly note: string;
  /** "13.00 USD at 0.02 USD a TFT, entered today", or what is missing for it. */
  readonly of: (tft: Amount) => string;
}

/** Formats TFT in the farmer's currency, always with the price and its age. */
export function useTftWorth(): TftWorth {
  const { t } = useTranslation('common');
  const translate = useMessage();
  const money = useMoney();
  const nowS = useNowS(600);
  const { data } = useQuery(api.settings.money.get.queryOptions());
  const price = data?.tftPrice ?? null;
  if (price === null) return { price, note: '', of: () => '' };
  const { usd, sinceS } = price;
  if (usd === null) {
    const needs = translate(needsText(['tft-price']));
    return { price, note: needs, of: () => needs };
  }
  const shown = { price: money.unitPrice(usd) };
  const priceNote = (): string => {
    if (sinceS === null) return t('worth.price', shown);
    return price.source === 'stellar-dex' || price.source === 'chain'
      ? t('worth.priceOfSource', { ...shown, source: t(`worth.source.${price.source}`), age: formatAge(sinceS, nowS) })
      : t('worth.priceAndAge', { ...shown, age: formatDayAge(sinceS, nowS) });
  };
  const note = priceNote();
  return {
    price,
    note,
    of: (tft) =>
      t('worth.amount', {
        amount: money.format(inCents(worthOfTft(new Decimal(String(tft)), new Decimal(usd)))),
        note,
      }),
  };
}

/** An integer amount of milli-USD in USD. */
export function usdOf(milliUsd: number): Decimal {
  return new Decimal(milliUsd).div(1000);
}
