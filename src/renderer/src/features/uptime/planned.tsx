import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { uptimeTarget } from '#shared/domain/rules/pay-rules.ts';
import { TODAYS_RULES } from '#shared/domain/rules/rule-versions.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatHoursMinutes } from '#renderer/ui/format-time.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { targetText } from './range-text.ts';
import classes from './uptime.module.css';

/** For a planned machine: there is no uptime, but the requirements are known. */
export function Planned({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('uptime');
  const { permille, isAssumed } = uptimeTarget(TODAYS_RULES.pay, node.policy, node.certification);
  return (
    <Card>
      <div className={classes['unwatched']}>
        <EmptyState
          compact
          title={t('planned.title')}
          purpose={t('planned.purpose')}
          action={
            <Button variant="default" onClick={() => goTo('/earnings')}>
              {t('planned.action')}
            </Button>
          }
        />
        <FactList
          facts={[
            {
              name: t('uptime.target'),
              term: 'target',
              value: targetText({ targetPermille: permille, isTargetAssumed: isAssumed }, t),
            },
            {
              name: t('budget.allowed'),
              term: 'budget',
              value: `${formatHoursMinutes(Math.floor((PERIOD_LENGTH_S * (1000 - permille)) / 1000))} h`,
            },
          ]}
        />
      </div>
    </Card>
  );
}
