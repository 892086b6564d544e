import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import classes from './earnings.module.css';
import { fromPercent, toPercent } from './form-values.ts';
import type { ScenarioDraft } from './scenario-draft.ts';

function PercentField({
  label,
  value,
  onValue,
  most = '100',
  least = '0',
}: {
  readonly label: string;
  /** A fraction. */
  readonly value: string;
  readonly onValue: (fraction: string) => void;
  readonly most?: string;
  readonly least?: string;
}) {
  return (
    <DecimalInput
      label={label}
      unit="%"
      min={least}
      max={most}
      step="1"
      value={toPercent(value)}
      onChange={(text) => onValue(fromPercent(text))}
    />
  );
}

/** How sure the farmer is: volatility, spread of use, outages; and how far low and high stand apart. */
export function UncertaintyFields({
  scenario,
  change,
}: {
  readonly scenario: Scenario;
  readonly change: ScenarioDraft['change'];
}) {
  const { t } = useTranslation('earnings');
  const { uncertainty, spread } = scenario;
  const set = (patch: Partial<Scenario['uncertainty']>) => change({ uncertainty: { ...uncertainty, ...patch } });
  const { outages } = uncertainty;
  return (
    <div className={classes['form']}>
      <PercentField
        label={t('form.volatility')}
        value={uncertainty.priceVolatility}
        onValue={(priceVolatility) => set({ priceVolatility })}
        most="300"
      />
      <PercentField
        label={t('form.drift')}
        value={uncertainty.priceDrift}
        onValue={(priceDrift) => set({ priceDrift })}
        most="100"
        least="-100"
      />
      <PercentField
        label={t('form.useSpread')}
        value={uncertainty.utilisationDeviation}
        onValue={(utilisationDeviation) => set({ utilisationDeviation })}
      />
      <Select
        label={t('form.outages')}
        data={[
          { value: 'rate', label: t('form.outageSource.rate') },
          { value: 'record', label: t('form.outageSource.record') },
        ]}
        value={outages.source}
        allowDeselect={false}
        onChange={(value) =>
          set({
            outages: value === 'record' ? { source: 'record' } : { source: 'rate', perMonth: '1', meanHours: '4' },
          })
        }
      />
      {outages.source === 'rate' ? (
        <>
          <DecimalInput
            label={t('form.outagesPerMonth')}
            min="0"
            max="50"
            step="1"
            value={outages.perMonth}
            onChange={(text) => set({ outages: { ...outages, perMonth: text === '' ? '0' : text } })}
          />
          <DecimalInput
            label={t('form.outageHours')}
            unit="h"
            min="0"
            max="730"
            step="1"
            value={outages.meanHours}
            onChange={(text) => set({ outages: { ...outages, meanHours: text === '' ? '0' : text } })}
          />
        </>
      ) : null}
      <PercentField
        label={t('form.spreadPrice')}
        value={spread.price}
        onValue={(price) => change({ spread: { ...spread, price } })}
        most="99"
      />
      <PercentField
        label={t('form.spreadUse')}
        value={spread.utilisation}
        onValue={(utilisation) => change({ spread: { ...spread, utilisation } })}
      />
    </div>
  );
}
