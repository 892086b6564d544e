import { Checkbox, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SlicePlan } from '#shared/contract/slices/slices.ts';
import { RULE_SPLITS } from '#shared/domain/economy/splits.ts';
import { NODE_MODELS } from '#shared/domain/slices/node-models.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { PercentInput } from '#renderer/ui/percent-input.tsx';
import { CountInput } from '#renderer/ui/count-input.tsx';
import classes from './slices.module.css';

export interface PlanFieldsProps {
  readonly plan: SlicePlan;
  readonly set: (patch: Partial<SlicePlan>) => void;
}

/** The step and decimals of every percentage of a plan. */
const PERCENT = { maxPlaces: 2, step: '5' } as const;

/** Expected sales, and the share of them that the farmer keeps. */
export function SellingFields({ plan, set }: PlanFieldsProps) {
  const { t } = useTranslation('slices');
  const { wholeNode } = plan;
  const fields = bindFields(plan, set);
  const wholeNodeFields = bindFields(wholeNode, (patch) => set({ wholeNode: { ...wholeNode, ...patch } }));
  return (
    <div className={classes['fields']}>
      <PercentInput label={t('plan.occupancy')} {...PERCENT} {...fields.required('occupancy')} />
      <Select
        label={t('plan.split')}
        data={RULE_SPLITS.map((split) => ({
          value: split.id,
          label: t('plan.splitName', { name: split.label, percent: split.parts[0].percent }),
        }))}
        value={plan.split}
        onChange={(split) => split !== null && set({ split })}
      />
      <MoneyInput label={t('plan.other')} per={t('price.per.month')} {...fields.required('otherPerMonthUsd')} />
      <PercentInput label={t('plan.margin')} max="1000" {...PERCENT} {...fields.required('margin')} />
      <PercentInput
        label={t('plan.discount')}
        description={t('plan.discountHint')}
        {...PERCENT}
        {...wholeNodeFields.required('discount')}
      />
      <MoneyInput
        label={t('plan.fee')}
        per={t('price.per.month')}
        {...wholeNodeFields.required('dedicatedFeeMonthUsd')}
      />
    </div>
  );
}

/** How the prices of an hour, a day and a year are derived from the price of a month. */
export function RelationFields({ plan, set }: PlanFieldsProps) {
  const { t } = useTranslation('slices');
  const { relations } = plan;
  const fields = bindFields(relations, (patch) => set({ relations: { ...relations, ...patch } }));
  const factor = (key: 'hourMarkup' | 'dayMarkup') => (
    <DecimalInput
      label={t(`plan.${key}`)}
      description={t(`plan.${key}Hint`)}
      unit="×"
      min="1"
      max="10"
      maxPlaces={4}
      step="0.1"
      {...fields.required(key)}
    />
  );
  return (
    <div className={classes['fields']}>
      {factor('hourMarkup')}
      {factor('dayMarkup')}
      <PercentInput label={t('plan.yearDiscount')} max="99" {...PERCENT} {...fields.required('yearDiscount')} />
    </div>
  );
}

/** The published machine, which has a maximum of slices and its own price band. */
function ModelFields({ plan, set }: PlanFieldsProps) {
  const { t } = useTranslation('slices');
  const most = NODE_MODELS.find((model) => model.name === plan.model)?.maxSlices ?? null;
  return (
    <>
      <Select
        label={t('plan.model')}
        description={t('plan.modelHint')}
        placeholder={t('plan.noModel')}
        clearable
        clearButtonProps={{ 'aria-label': t('plan.noModel') }}
        data={NODE_MODELS.map((model) => model.name)}
        value={plan.model}
        onChange={(model) => set({ model })}
      />
      <CountInput
        label={t('plan.maxSlices')}
        description={t('plan.maxSlicesHint')}
        placeholder={most === null ? t('plan.noMost') : String(most)}
        min="1"
        max="1000000"
        {...bindFields(plan, set).optionalCount('maxSlices')}
      />
    </>
  );
}

/** Limits for dividing the node: the reserve of the host, and the published machine. */
export function CuttingFields({ plan, set }: PlanFieldsProps) {
  const { t } = useTranslation('slices');
  const { limits } = plan;
  const fields = bindFields(limits, (patch) => set({ limits: { ...limits, ...patch } }));
  return (
    <div className={classes['fields']}>
      <ModelFields plan={plan} set={set} />
      <CountInput
        label={t('plan.gpus')}
        description={t('plan.gpusHint')}
        max="10000"
        {...bindFields(plan, set).count('gpus')}
      />
      <DecimalInput
        label={t('plan.reserveMemory')}
        unit="GiB"
        min="0"
        max="1000000"
        maxPlaces={2}
        step="1"
        {...fields.required('reserveMemoryGib')}
      />
      <PercentInput label={t('plan.reserveSsd')} {...PERCENT} {...fields.required('reserveSsdShare')} />
      <DecimalInput
        label={t('plan.oversubscription')}
        unit="×"
        min="1"
        max="16"
        maxPlaces={2}
        step="1"
        {...fields.required('coreOversubscription')}
      />
      <p className={classes['fieldsNote']}>{t('plan.reserveHint')}</p>
    </div>
  );
}

/** Promises of an offer besides the slice itself. */
export function PromiseFields({ plan, set }: PlanFieldsProps) {
  const { t } = useTranslation('slices');
  const { promise } = plan;
  const fields = bindFields(promise, (patch) => set({ promise: { ...promise, ...patch } }));
  return (
    <div className={classes['fields']}>
      <DecimalInput
        label={t('plan.uptime')}
        description={t('plan.uptimeHint')}
        unit="%"
        min="0"
        max="100"
        maxPlaces={3}
        {...fields.optional('minUptimePercent')}
      />
      <DecimalInput
        label={t('plan.bandwidth')}
        description={t('plan.bandwidthHint')}
        unit="Mbit/s"
        min="0"
        max="100000000"
        maxPlaces={0}
        step="10"
        {...bindFields(plan, set).optionalCount('bandwidthMbit')}
      />
      <Checkbox className={classes['tick']} label={t('plan.publicIp')} {...fields.flag('hasPublicIp')} />
    </div>
  );
}
