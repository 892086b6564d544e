import { useQuery } from '@tanstack/react-query';
import { Decimal } from '#shared/decimal.ts';
import { api } from '#renderer/client/client.ts';
import type { Amount } from './format.ts';
import { formatMoney, formatUnitPrice } from './format.ts';

/** Writes amounts of USD in the farmer's own currency at the farmer's own rate. */
export interface Money {
  /** The currency's code: "USD", "EUR". */
  readonly code: string;
  readonly unitsPerUsd: string;
  /** Two places, with the code. */
  readonly format: (usd: Amount, sign?: 'always') => string;
  /** Two places, without the code: for figures whose unit is set small. */
  readonly digits: (usd: Amount, sign?: 'always') => string;
  /** Two to eight places, with the code. */
  readonly unitPrice: (usd: Amount) => string;
}

/** The farmer's currency; USD until the settings are read. */
export function useMoney(): Money {
  const { data } = useQuery(api.settings.get.queryOptions());
  const code = data?.currency.code ?? 'USD';
  const unitsPerUsd = data?.currency.unitsPerUsd ?? '1';
  const inCurrency = (usd: Amount) => new Decimal(String(usd)).times(unitsPerUsd);
  return {
    code,
    unitsPerUsd,
    format: (usd, sign) => formatMoney(inCurrency(usd), code, sign === undefined ? {} : { sign }),
    digits: (usd, sign) => formatMoney(inCurrency(usd), undefined, sign === undefined ? {} : { sign }),
    unitPrice: (usd) => formatUnitPrice(inCurrency(usd), code),
  };
}

/** An integer count of milli-USD as USD. */
export function usdOf(milliUsd: number): Decimal {
  return new Decimal(milliUsd).div(1000);
}
