import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rate } from '#shared/contract/settings/rates.ts';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { Form } from '#renderer/ui/form.tsx';
import { RateAge } from '#renderer/ui/rate-age.tsx';
import classes from './earnings.module.css';

const PER = { 'tft-usd': 'TFT', 'gold-usd-per-gram': 'g' } as const;

function unitOf({ kind, currency }: Rate): string {
  return kind === 'currency-per-usd' ? `${currency ?? ''} / USD` : `USD / ${PER[kind]}`;
}

function RateField({ rate }: { readonly rate: Rate }) {
  const { t } = useTranslation(['earnings', 'common']);
  const [draft, setDraft] = useState(rate.rate ?? '');
  const set = useCommand(api.settings.rates.set, { doneText: t('common:saved') });
  const isSame = draft === rate.rate || draft === '';
  return (
    <Form
      className={classes['row']}
      onSubmit={() => {
        if (!isSame) set.run({ kind: rate.kind, rate: draft, currency: rate.currency });
      }}
    >
      <DecimalInput
        label={t(`rate.${rate.kind}`)}
        unit={unitOf(rate)}
        min="0.00000001"
        minPlaces={2}
        value={draft}
        onChange={setDraft}
        description={<RateAge rate={rate} />}
      />
      <Button type="submit" variant="default" disabled={isSame} loading={set.isRunning}>
        {t('rate.set')}
      </Button>
    </Form>
  );
}

/** The rates used in conversions, each with its time of entry. They are never fetched. */
export function RatesPanel() {
  const { t } = useTranslation('earnings');
  const query = useQuery(api.settings.rates.list.queryOptions());
  return (
    <fieldset className={classes['rates']}>
      <legend>{t('rate.title')}</legend>
      <QueryView query={query}>
        {({ rates }) => (
          <div className={classes['form']}>
            {rates.map((rate) => (
              <RateField key={`${rate.kind}-${rate.rate}`} rate={rate} />
            ))}
          </div>
        )}
      </QueryView>
    </fieldset>
  );
}
