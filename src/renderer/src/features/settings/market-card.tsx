import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Markets } from '#shared/contract/settings/markets.ts';
import { CURRENCY_SOURCES, ELECTRICITY_SOURCES, GOLD_SOURCES } from '#shared/contract/settings/settings.ts';
import { Decimal } from '#shared/decimal.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { formatUnitPrice } from '#renderer/ui/format.ts';
import { SecretInput } from '#renderer/ui/text-field.tsx';
import { Instant } from '#renderer/ui/time.tsx';
import { TimeZoneSelect } from '#renderer/ui/time-zone-select.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { NativeChoice } from '#renderer/ui/native-choice.tsx';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { SourceProblem } from '#renderer/ui/source-problem.tsx';
import classes from './settings.module.css';

type SourceState = Pick<Markets['gold'], 'sinceS' | 'problem'>;

/** The time of a price, and why the last request to its source failed. */
function SourceNote({ sinceS, problem }: SourceState) {
  const { t } = useTranslation('settings');
  return (
    <>
      {sinceS === null ? null : (
        <div>
          {t('markets.since')} <Instant atS={sinceS} />
        </div>
      )}
      <SourceProblem problem={problem} />
    </>
  );
}

function TokenField({ isSet }: { readonly isSet: boolean }) {
  const { t } = useTranslation('settings');
  const [token, setToken] = useState('');
  const save = useCommand(api.settings.markets.setToken, { onDone: () => setToken('') });
  return (
    <Group align="end" gap="xs">
      <SecretInput
        label={t('markets.token')}
        description={t(isSet ? 'markets.tokenSet' : 'markets.tokenNotSet')}
        autoComplete="off"
        value={token}
        onChange={setToken}
      />
      <Button
        variant="default"
        loading={save.isRunning}
        disabled={token.trim() === ''}
        onClick={() => save.run({ token: token.trim() })}
      >
        {t('markets.keepToken')}
      </Button>
    </Group>
  );
}

/** The electricity market with the farmer's fees and tax; no requests are sent while the price is entered manually. */
function ElectricityFields({ electricity }: { readonly electricity: Markets['electricity'] }) {
  const { t } = useTranslation('settings');
  const set = useCommand(api.settings.markets.set);
  const [area, setArea] = useState(electricity.area ?? '');
  const [chosen, setChosen] = useState(electricity.source);
  const { source, hoursUsdPerKwh, timeZone, isTokenSet } = electricity;
  const put = (fields: Partial<Pick<Markets['electricity'], 'source' | 'feesEurPerKwh' | 'taxPercent' | 'timeZone'>>) =>
    set.run({ electricity: { ...fields, ...(fields.source === 'entso-e' ? { area: area.trim() } : {}) } });
  const fields = bindFields(electricity, put);
  const mean =
    hoursUsdPerKwh === null
      ? null
      : hoursUsdPerKwh.reduce((sum, hour) => sum.plus(hour), new Decimal(0)).div(hoursUsdPerKwh.length);
  return (
    <>
      <NativeChoice
        label={t('markets.electricity')}
        description={
          mean === null
            ? t('markets.typedHolds')
            : t('markets.mean', { price: formatUnitPrice(mean.toString(), 'USD') })
        }
        disabled={set.isRunning}
        options={ELECTRICITY_SOURCES}
        nameOf={(one) => t(`markets.source.${one}`)}
        value={chosen}
        onChange={(next) => {
          setChosen(next);
          // ENTSO-E needs a zone and a token first.
          if (next !== 'entso-e') put({ source: next });
        }}
      />
      {chosen === 'typed' ? null : (
        <>
          <div className={classes['pair']}>
            <DecimalInput label={t('markets.fees')} unit="EUR / kWh" min="0" {...fields.orZero('feesEurPerKwh')} />
            <DecimalInput label={t('markets.tax')} unit="%" min="0" {...fields.orZero('taxPercent')} />
          </div>
          <TimeZoneSelect value={timeZone} onChange={(zone) => put({ timeZone: zone ?? 'Europe/Berlin' })} />
        </>
      )}
      {chosen === 'entso-e' ? (
        <>
          <TextField label={t('markets.area')} description={t('markets.areaHint')} value={area} onChange={setArea} />
          <TokenField isSet={isTokenSet} />
          <Button
            variant="default"
            loading={set.isRunning}
            disabled={area.trim() === '' || !isTokenSet || (source === 'entso-e' && area === electricity.area)}
            onClick={() => put({ source: 'entso-e' })}
          >
            {t('markets.useZone')}
          </Button>
        </>
      ) : null}
      <SourceNote {...electricity} />
    </>
  );
}

function Fields({ markets: { electricity, gold, currency } }: { readonly markets: Markets }) {
  const { t } = useTranslation('settings');
  const set = useCommand(api.settings.markets.set);
  return (
    <>
      <ElectricityFields key={electricity.area} electricity={electricity} />
      <NativeChoice
        label={t('markets.gold')}
        description={
          gold.usdPerGram === null
            ? t('markets.goldNone')
            : t('markets.goldNow', { price: formatUnitPrice(gold.usdPerGram, 'USD') })
        }
        disabled={set.isRunning}
        options={GOLD_SOURCES}
        nameOf={(source) => t(`markets.source.${source}`)}
        value={gold.source}
        onChange={(source) => set.run({ gold: { source } })}
      />
      <SourceNote {...gold} />
      <NativeChoice
        label={t('markets.currency')}
        disabled={set.isRunning}
        options={CURRENCY_SOURCES}
        nameOf={(source) => t(`markets.source.${source}`)}
        value={currency.source}
        onChange={(source) => set.run({ currency: { source } })}
      />
      <SourceNote {...currency} />
    </>
  );
}

/** The sources of electricity and gold prices and of the exchange rate. */
export function MarketCard() {
  const { t } = useTranslation('settings');
  const { data } = useQuery(api.settings.markets.get.queryOptions());
  return (
    <Card title={t('markets.title')} footer={t('markets.note')}>
      {data === undefined ? null : <Fields markets={data} />}
    </Card>
  );
}
