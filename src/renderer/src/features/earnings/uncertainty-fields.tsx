import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { PercentInput } from '#renderer/ui/percent-input.tsx';
import type { ScenarioDraft } from './scenario-draft.ts';
import classes from './earnings.module.css';

type OutageRate = Extract<Scenario['uncertainty']['outages'], { readonly source: 'rate' }>;

interface OutageRateProps {
  readonly outages: OutageRate;
  readonly onChange: (outages: OutageRate) => void;
}

function OutageRateFields({ outages, onChange }: OutageRateProps) {
  const { t } = useTranslation('earnings');
  const fields = bindFields(outages, (patch) => onChange({ ...outages, ...patch }));
  return (
    <>
      <DecimalInput label={t('form.outagesPerMonth')} min="0" max="50" step="1" {...fields.orZero('perMonth')} />
      <DecimalInput label={t('form.outageHours')} unit="h" min="0" max="730" step="1" {...fields.orZero('meanHours')} />
    </>
  );
}

interface UncertaintyFieldsProps {
  readonly scenario: Scenario;
  readonly change: ScenarioDraft['change'];
}

/**
 * The uncertainty in the scenario: volatility, variation of the utilisation, outages, and the width of the low and high
 * case.
 */
export function UncertaintyFields({ scenario, change }: UncertaintyFieldsProps) {
  const { t } = useTranslation('earnings');
  const { uncertainty, spread } = scenario;
  const set = (patch: Partial<Scenario['uncertainty']>) => change({ uncertainty: { ...uncertainty, ...patch } });
  const { outages } = uncertainty;
  const fields = bindFields(uncertainty, set);
  const spreadFields = bindFields(spread, (patch) => change({ spread: { ...spread, ...patch } }));
  return (
    <div className={classes['form']}>
      <PercentInput label={t('form.volatility')} max="300" step="1" {...fields.orZero('priceVolatility')} />
      <PercentInput label={t('form.drift')} min="-100" step="1" {...fields.orZero('priceDrift')} />
      <PercentInput label={t('form.useSpread')} step="1" {...fields.orZero('utilisationDeviation')} />
      <Select
        label={t('form.outages')}
        data={(['rate', 'record'] as const).map((source) => ({
          value: source,
          label: t(`form.outageSource.${source}`),
        }))}
        value={outages.source}
        onChange={(source) =>
          source !== null &&
          set({ outages: source === 'record' ? { source } : { source, perMonth: '1', meanHours: '4' } })
        }
      />
      {outages.source === 'rate' ? (
        <OutageRateFields outages={outages} onChange={(rate) => set({ outages: rate })} />
      ) : null}
      <PercentInput label={t('form.spreadPrice')} max="99" step="1" {...spreadFields.orZero('price')} />
      <PercentInput label={t('form.spreadUse')} step="1" {...spreadFields.orZero('utilisation')} />
    </div>
  );
}
