import { Checkbox, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SlicePlan } from '#shared/contract/slices/slices.ts';
import type { RuleSplitId } from '#shared/domain/economy/constants.ts';
import { RULE_SPLITS } from '#shared/domain/economy/splits.ts';
import { NODE_MODELS } from '#shared/domain/slices/node-models.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import classes from './slices.module.css';

/** A plan that is being changed. */
export interface PlanFieldsProps {
  readonly plan: SlicePlan;
  readonly set: (patch: Partial<SlicePlan>) => void;
}

function Percent({
  label,
  description,
  share,
  onChange,
  max = '100',
}: {
  readonly label: string;
  readonly description?: string;
  readonly share: string;
  readonly onChange: (share: string) => void;
  readonly max?: string;
}) {
  return (
    <DecimalInput
      label={label}
      {...(description === undefined ? {} : { description })}
      unit="%"
      min="0"
      max={max}
      maxPlaces={2}
      step="5"
      value={toPlain(new Decimal(share).times(100))}
      onChange={(percent) => {
        if (percent !== '') onChange(toPlain(new Decimal(percent).div(100)));
      }}
    />
  );
}

function isSplit(id: string | null): id is RuleSplitId {
  return RULE_SPLITS.some((split) => split.id === id);
}

/** Expected sales, and the share of them that the farmer keeps. */
export function SellingFields({ plan, set }: PlanFieldsProps) {
  const { t } = useTranslation('slices');
  const { wholeNode } = plan;
  return (
    <div className={classes['fields']}>
      <Percent label={t('plan.occupancy')} share={plan.occupancy} onChange={(occupancy) => set({ occupancy })} />
      <Select
        label={t('plan.split')}
        allowDeselect={false}
        data={RULE_SPLITS.map((split) => ({
          value: split.id,
          label: t('plan.splitName', { name: split.label, percent: split.parts[0].percent }),
        }))}
        value={plan.split}
        onChange={(split) => {
          if (isSplit(split)) set({ split });
        }}
      />
      <MoneyInput
        label={t('plan.other')}
        currency="USD"
        per={t('price.per.month')}
        value={plan.otherPerMonthUsd}
        onChange={(otherPerMonthUsd) => {
          if (otherPerMonthUsd !== '') set({ otherPerMonthUsd });
        }}
      />
      <Percent label={t('plan.margin')} share={plan.margin} max="1000" onChange={(margin) => set({ margin })} />
      <Percent
        label={t('plan.discount')}
        description={t('plan.discountHint')}
        share={wholeNode.discount}
        onChange={(discount) => set({ wholeNode: { ...wholeNode, discount } })}
      />
      <MoneyInput
        label={t('plan.fee')}
        currency="USD"
        per={t('price.per.month')}
        value={wholeNode.dedicatedFeeMonthUsd}
        onChange={(fee) => {
          if (fee !== '') set({ wholeNode: { ...wholeNode, dedicatedFeeMonthUsd: fee } });
        }}
      />
    </div>
  );
}

/** How the prices of an hour, a day and a year follow from the price of a month. */
export function RelationFields({ plan, set }: PlanFieldsProps) {
  const { t } = useTranslation('slices');
  const { relations } = plan;
  const factor = (key: 'hourMarkup' | 'dayMarkup') => (
    <DecimalInput
      label={t(`plan.${key}`)}
      description={t(`plan.${key}Hint`)}
      unit="×"
      min="1"
      max="10"
      maxPlaces={4}
      step="0.1"
      value={relations[key]}
      onChange={(value) => {
        if (value !== '') set({ relations: { ...relations, [key]: value } });
      }}
    />
  );
  return (
    <div className={classes['fields']}>
      {factor('hourMarkup')}
      {factor('dayMarkup')}
      <Percent
        label={t('plan.yearDiscount')}
        share={relations.yearDiscount}
        max="99"
        onChange={(yearDiscount) => set({ relations: { ...relations, yearDiscount } })}
      />
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
      <DecimalInput
        label={t('plan.maxSlices')}
        description={t('plan.maxSlicesHint')}
        placeholder={most === null ? t('plan.noMost') : String(most)}
        min="1"
        max="1000000"
        maxPlaces={0}
        step="1"
        value={plan.maxSlices === null ? '' : String(plan.maxSlices)}
        onChange={(count) => set({ maxSlices: count === '' ? null : Number(count) })}
      />
    </>
  );
}

/** What slices may be cut from the node: the reserve of the host, and the published machine. */
export function CuttingFields({ plan, set }: PlanFieldsProps) {
  const { t } = useTranslation('slices');
  const { limits } = plan;
  return (
    <div className={classes['fields']}>
      <ModelFields plan={plan} set={set} />
      <DecimalInput
        label={t('plan.gpus')}
        description={t('plan.gpusHint')}
        min="0"
        max="10000"
        maxPlaces={0}
        step="1"
        value={String(plan.gpus)}
        onChange={(gpus) => {
          if (gpus !== '') set({ gpus: Number(gpus) });
        }}
      />
      <DecimalInput
        label={t('plan.reserveMemory')}
        unit="GiB"
        min="0"
        max="1000000"
        maxPlaces={2}
        step="1"
        value={limits.reserveMemoryGib}
        onChange={(reserveMemoryGib) => {
          if (reserveMemoryGib !== '') set({ limits: { ...limits, reserveMemoryGib } });
        }}
      />
      <Percent
        label={t('plan.reserveSsd')}
        share={limits.reserveSsdShare}
        onChange={(reserveSsdShare) => set({ limits: { ...limits, reserveSsdShare } })}
      />
      <DecimalInput
        label={t('plan.oversubscription')}
        unit="×"
        min="1"
        max="16"
        maxPlaces={2}
        step="1"
        value={limits.coreOversubscription}
        onChange={(coreOversubscription) => {
          if (coreOversubscription !== '') set({ limits: { ...limits, coreOversubscription } });
        }}
      />
      <p className={classes['fieldsNote']}>{t('plan.reserveHint')}</p>
    </div>
  );
}

/** What an offer promises in addition to the slice. */
export function PromiseFields({ plan, set }: PlanFieldsProps) {
  const { t } = useTranslation('slices');
  const { promise } = plan;
  return (
    <div className={classes['fields']}>
      <DecimalInput
        label={t('plan.uptime')}
        description={t('plan.uptimeHint')}
        unit="%"
        min="0"
        max="100"
        maxPlaces={3}
        value={promise.minUptimePercent ?? ''}
        onChange={(percent) => set({ promise: { ...promise, minUptimePercent: percent === '' ? null : percent } })}
      />
      <DecimalInput
        label={t('plan.bandwidth')}
        description={t('plan.bandwidthHint')}
        unit="Mbit/s"
        min="0"
        max="100000000"
        maxPlaces={0}
        step="10"
        value={plan.bandwidthMbit === null ? '' : String(plan.bandwidthMbit)}
        onChange={(mbit) => set({ bandwidthMbit: mbit === '' ? null : Number(mbit) })}
      />
      <Checkbox
        className={classes['tick']}
        label={t('plan.publicIp')}
        checked={promise.hasPublicIp}
        onChange={(event) => set({ promise: { ...promise, hasPublicIp: event.currentTarget.checked } })}
      />
    </div>
  );
}
