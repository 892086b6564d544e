import { NativeSelect } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import { api } from '#renderer/client/client.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { Card } from '#renderer/ui/card.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatRatio } from '#renderer/ui/format.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { Section } from '#renderer/ui/page.tsx';
import { PercentInput } from '#renderer/ui/percent-input.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { WattsInput } from '#renderer/ui/watts-input.tsx';
import classes from './earnings.module.css';
import { subjectOf } from './scenario-draft.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${hour}:00` }));
const INITIAL = { wattsAsleep: '5', fromHour: 23, untilHour: 7, lateChance: '0.01', lostUse: '0' };
type Plan = Readonly<typeof INITIAL>;

const chance = (fraction: string) => formatRatio(fraction, 2);

function Fields({ plan, set }: { readonly plan: Plan; readonly set: (patch: Partial<Plan>) => void }) {
  const { t } = useTranslation('earnings');
  const fields = bindFields(plan, set);
  return (
    <div className={classes['form']}>
      <NativeSelect
        label={t('standby.from')}
        data={HOURS}
        value={String(plan.fromHour)}
        onChange={(event) => set({ fromHour: Number(event.currentTarget.value) })}
      />
      <NativeSelect
        label={t('standby.until')}
        data={HOURS}
        value={String(plan.untilHour)}
        onChange={(event) => set({ untilHour: Number(event.currentTarget.value) })}
      />
      <WattsInput label={t('standby.watts')} {...fields.orZero('wattsAsleep')} />
      <PercentInput label={t('standby.late')} description={t('standby.lateHint')} {...fields.orZero('lateChance')} />
      <PercentInput label={t('standby.lost')} {...fields.orZero('lostUse')} />
    </div>
  );
}

/** Whether it is worthwhile to let the farmerbot put the node to sleep: energy saved against the reward at risk. */
export function StandbySection({ node, scenario }: { readonly node: FarmNode; readonly scenario: Scenario }) {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const [plan, setPlan] = useState<Plan>(INITIAL);
  const query = useQuery(
    api.earnings.projections.evaluateStandby.queryOptions({
      input: { subject: subjectOf(node), scenario, ...plan },
      placeholderData: keepPreviousData,
      retry: false,
    }),
  );
  return (
    <Section title={t('standby.title')}>
      <Card footer={t('standby.note')}>
        <Fields plan={plan} set={(patch) => setPlan((before) => ({ ...before, ...patch }))} />
        <QueryView query={query}>
          {(found) => (
            <>
              <Figure
                value={money.digits(found.gain, 'always')}
                unit={money.code}
                label={t('standby.gain')}
                caption={
                  <StatusBadge
                    tone={found.verdict === 'sleep' ? 'good' : 'warn'}
                    word={t(`standby.${found.verdict}`)}
                  />
                }
              />
              <FactList
                facts={[
                  {
                    name: t('standby.saved', { hours: found.sleepHoursPerDay }),
                    value: money.format(found.energySaved),
                  },
                  { name: t('standby.chance', { wakeUps: found.wakeUps }), value: chance(found.lossChance) },
                  { name: t('standby.atRisk'), value: money.format(found.rewardAtRisk) },
                  { name: t('standby.expectedLoss'), value: money.format(found.expectedLoss) },
                  { name: t('standby.lostRevenue'), value: money.format(found.lostRevenue) },
                  {
                    name: t('standby.breakEven'),
                    value: found.breakEvenLateChance === null ? t('standby.noRisk') : chance(found.breakEvenLateChance),
                  },
                ]}
              />
            </>
          )}
        </QueryView>
      </Card>
    </Section>
  );
}
