import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RateKind } from '#shared/contract/settings/rates.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { useTftWorth } from '#renderer/ui/money.ts';
import { CountInput } from '#renderer/ui/count-input.tsx';
import { NativeChoice } from '#renderer/ui/native-choice.tsx';
import { RateAge } from '#renderer/ui/rate-age.tsx';
import { SourceProblem } from '#renderer/ui/source-problem.tsx';
import { SettingCard } from './setting-card.tsx';
import { useSetting } from './use-setting.ts';
import classes from './settings.module.css';

const CURRENCIES = [
  'USD',
  'EUR',
  'GBP',
  'CHF',
  'SEK',
  'NOK',
  'DKK',
  'PLN',
  'CZK',
  'CAD',
  'AUD',
  'NZD',
  'JPY',
  'INR',
  'BRL',
  'ZAR',
  'AED',
  'TZS',
  'EGP',
  'NGN',
];

/** The currency in which money is shown, and its rate. */
export function CurrencyCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('currency');
  return (
    <SettingCard title={t('currency.title')} field={field} footer={t('currency.note')}>
      {(currency, fields) => (
        <div className={classes['pair']}>
          <Select
            label={t('currency.code')}
            data={CURRENCIES.includes(currency.code) ? CURRENCIES : [currency.code, ...CURRENCIES]}
            value={currency.code}
            searchable
            onChange={(code) => {
              if (code !== null) field.set({ code, unitsPerUsd: code === 'USD' ? '1' : null });
            }}
          />
          <DecimalInput
            label={t('currency.rate')}
            unit={`${currency.code} = 1 USD`}
            min="0.00000001"
            disabled={currency.code === 'USD'}
            {...fields.optional('unitsPerUsd')}
          />
        </div>
      )}
    </SettingCard>
  );
}

function TypedAt({ kind }: { readonly kind: RateKind }) {
  const { data } = useQuery(api.settings.rates.list.queryOptions());
  const rate = data?.rates.find((entry) => entry.kind === kind);
  return rate === undefined ? null : <RateAge rate={rate} />;
}

const SOURCES = ['typed', 'stellar-dex', 'chain'] as const;

/** The source of the TFT price; no requests are sent while it is entered manually. */
export function PriceSourceCard() {
  const { t } = useTranslation('settings');
  const worth = useTftWorth();
  const { data } = useQuery(api.settings.money.get.queryOptions());
  const set = useCommand(api.settings.money.setPriceSource);
  return (
    <Card title={t('priceSource.title')} footer={t('priceSource.note')}>
      <NativeChoice
        label={t('priceSource.label')}
        description={worth.note}
        disabled={data === undefined || set.isRunning}
        options={SOURCES}
        nameOf={(source) => t(`priceSource.source.${source}`)}
        value={data?.priceSource ?? 'typed'}
        onChange={(source) => set.run({ source })}
      />
      <SourceProblem problem={data?.priceProblem ?? null} />
    </Card>
  );
}

/** The prices of TFT and gold, entered by the farmer. */
export function RatesCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('rates');
  return (
    <SettingCard title={t('rates.title')} field={field} footer={t('rates.note')}>
      {(_, fields) => (
        <div className={classes['pair']}>
          <MoneyInput
            label={t('rates.tft')}
            description={<TypedAt kind="tft-usd" />}
            per="/ TFT"
            step="0.001"
            min="0.00000001"
            {...fields.optional('tftUsd')}
          />
          <MoneyInput
            label={t('rates.gold')}
            description={<TypedAt kind="gold-usd-per-gram" />}
            per="/ g"
            step="0.1"
            min="0.00000001"
            {...fields.optional('goldUsdPerGram')}
          />
        </div>
      )}
    </SettingCard>
  );
}

/** The number of months over which hardware is depreciated. */
export function HardwareCostCard() {
  const { t } = useTranslation('settings');
  const field = useSetting('depreciationMonths');
  return (
    <SettingCard title={t('hardware.title')} field={field} footer={t('hardware.note')}>
      {(months) => (
        <CountInput
          label={t('hardware.months')}
          unit={t('hardware.unit')}
          min="1"
          max="600"
          value={String(months)}
          onChange={(next) => {
            if (next !== '') field.set(Number(next));
          }}
        />
      )}
    </SettingCard>
  );
}
