import { Accordion, Button, Group } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlicePlan } from '#shared/contract/slices/slices.ts';
import { ruleSplit } from '#shared/domain/economy/splits.ts';
import { formatNumber, formatRatio } from '#renderer/ui/format.ts';
import { Section } from '#renderer/ui/page.tsx';
import { type TranslateMessage, useMessage } from '#renderer/ui/message.ts';
import { CuttingFields, PromiseFields, RelationFields, SellingFields } from './plan-fields.tsx';
import classes from './slices.module.css';
import { type PlanAnswer, useUpdatePlan } from './use-plan.ts';

const GROUPS = ['selling', 'relations', 'cutting', 'promises'] as const;
type Group = (typeof GROUPS)[number];

const FIELDS = {
  selling: SellingFields,
  relations: RelationFields,
  cutting: CuttingFields,
  promises: PromiseFields,
} as const satisfies Readonly<Record<Group, unknown>>;

/** The values of a closed group in one line. */
function summarise(t: TFunction<'slices'>, translate: TranslateMessage, group: Group, plan: SlicePlan): string {
  const { relations, limits, promise } = plan;
  switch (group) {
    case 'selling':
      return t('plan.summary.selling', {
        occupancy: formatRatio(plan.occupancy, 0),
        split: translate(ruleSplit(plan.split).label),
        margin: formatRatio(plan.margin, 0),
      });
    case 'relations':
      return t('plan.summary.relations', {
        hour: formatNumber(relations.hourMarkup),
        day: formatNumber(relations.dayMarkup),
        year: formatRatio(relations.yearDiscount, 0),
      });
    case 'cutting':
      return t('plan.summary.cutting', {
        model: plan.model ?? t('plan.noModel'),
        memory: formatNumber(limits.reserveMemoryGib),
        ssd: formatRatio(limits.reserveSsdShare, 0),
        cores: formatNumber(limits.coreOversubscription),
      });
    default:
      return t('plan.summary.promises', {
        uptime: promise.minUptimePercent === null ? t('plan.ownTarget') : `${formatNumber(promise.minUptimePercent)} %`,
        ip: promise.hasPublicIp ? t('plan.withIp') : t('plan.withoutIp'),
      });
  }
}

interface PlanFormProps {
  readonly answer: PlanAnswer;
  readonly opened: readonly string[];
  readonly onOpen: (opened: readonly string[]) => void;
}

function PlanForm({ answer, opened, onOpen }: PlanFormProps) {
  const { t } = useTranslation(['slices', 'common']);
  const translate = useMessage();
  const [plan, setPlan] = useState(answer.plan);
  const command = useUpdatePlan(answer.node.id);
  const isChanged = JSON.stringify(plan) !== JSON.stringify(answer.plan);
  const set = (patch: Partial<SlicePlan>) => setPlan((before) => ({ ...before, ...patch }));
  return (
    <>
      <Accordion multiple keepMounted={false} variant="contained" order={3} value={[...opened]} onChange={onOpen}>
        {GROUPS.map((group) => {
          const Fields = FIELDS[group];
          return (
            <Accordion.Item key={group} value={group}>
              <Accordion.Control>
                {t(`plan.${group}`)}
                <span className={classes['summary']}>{summarise(t, translate, group, plan)}</span>
              </Accordion.Control>
              <Accordion.Panel>
                <Fields plan={plan} set={set} />
              </Accordion.Panel>
            </Accordion.Item>
          );
        })}
      </Accordion>
      {isChanged ? (
        <Group gap="sm">
          <Button variant="default" loading={command.isRunning} onClick={() => command.update(plan)}>
            {t('common:save')}
          </Button>
          <Button variant="subtle" onClick={() => setPlan(answer.plan)}>
            {t('common:cancel')}
          </Button>
          <span className={classes['quiet']}>{t('plan.unsaved')}</span>
        </Group>
      ) : null}
    </>
  );
}

/** The settings for dividing and pricing the node, in groups with a summary. */
export function PlanSection({ answer }: { readonly answer: PlanAnswer }) {
  const { t } = useTranslation('slices');
  const [opened, setOpened] = useState<readonly string[]>([]);
  return (
    <Section title={t('plan.heading')}>
      <PlanForm key={JSON.stringify(answer.plan)} answer={answer} opened={opened} onOpen={setOpened} />
    </Section>
  );
}
