import { Button, Checkbox, Group, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlicePlan } from '#shared/contract/slices.ts';
import { RULE_SPLITS, type RuleSplitId } from '#shared/domain/economy/splits.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { Card } from '#renderer/ui/card.tsx';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { CardGrid, Section } from '#renderer/ui/page.tsx';
import { type PlanAnswer, useUpdatePlan } from './use-plan.ts';

interface FieldsProps {
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

function SellingFields({ plan, set }: FieldsProps) {
  const { t } = useTranslation('slices');
  const { wholeNode } = plan;
  return (
    <Card title={t('plan.selling')}>
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
    </Card>
  );
}

function RelationFields({ plan, set }: FieldsProps) {
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
    <Card title={t('plan.relations')}>
      {factor('hourMarkup')}
      {factor('dayMarkup')}
      <Percent
        label={t('plan.yearDiscount')}
        share={relations.yearDiscount}
        max="99"
        onChange={(yearDiscount) => set({ relations: { ...relations, yearDiscount } })}
      />
    </Card>
  );
}

function CuttingFields({ plan, set }: FieldsProps) {
  const { t } = useTranslation('slices');
  const { limits, promise } = plan;
  return (
    <Card title={t('plan.cutting')}>
      <DecimalInput
        label={t('plan.reserveMemory')}
        description={t('plan.reserveHint')}
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
      <DecimalInput
        label={t('plan.gpus')}
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
        label={t('plan.uptime')}
        description={t('plan.uptimeHint')}
        unit="%"
        min="0"
        max="100"
        maxPlaces={3}
        value={promise.minUptimePercent ?? ''}
        onChange={(percent) => set({ promise: { ...promise, minUptimePercent: percent === '' ? null : percent } })}
      />
      <Checkbox
        label={t('plan.publicIp')}
        checked={promise.hasPublicIp}
        onChange={(event) => set({ promise: { ...promise, hasPublicIp: event.currentTarget.checked } })}
      />
    </Card>
  );
}

/** What cutting and pricing stand on, kept for the node. */
export function PlanSection({ answer }: { readonly answer: PlanAnswer }) {
  const { t } = useTranslation(['slices', 'common']);
  const [plan, setPlan] = useState(answer.plan);
  const command = useUpdatePlan(answer.node.id);
  const isChanged = JSON.stringify(plan) !== JSON.stringify(answer.plan);
  const set = (patch: Partial<SlicePlan>) => setPlan((before) => ({ ...before, ...patch }));
  return (
    <Section title={t('plan.heading')}>
      <CardGrid minWidth="20rem">
        <SellingFields plan={plan} set={set} />
        <RelationFields plan={plan} set={set} />
        <CuttingFields plan={plan} set={set} />
      </CardGrid>
      <Group>
        <Button
          variant="default"
          disabled={!isChanged}
          loading={command.isRunning}
          onClick={() => command.update(plan)}
        >
          {t('common:save')}
        </Button>
        <Button variant="subtle" disabled={!isChanged} onClick={() => setPlan(answer.plan)}>
          {t('common:cancel')}
        </Button>
      </Group>
    </Section>
  );
}
