import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { allowedDownSeconds, TARGET_PERMILLE } from '#shared/domain/uptime/periods.ts';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatPermille } from '#renderer/ui/format.ts';
import { formatHoursMinutes } from '#renderer/ui/format-time.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import classes from './uptime.module.css';

/** A machine that is only planned: there is nothing to watch, but what it would be held to is known. */
export function Planned({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('uptime');
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
            { name: t('uptime.target'), value: formatPermille(TARGET_PERMILLE[node.certification]) },
            { name: t('budget.allowed'), value: `${formatHoursMinutes(allowedDownSeconds(node.certification))} h` },
          ]}
        />
      </div>
    </Card>
  );
}
