import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatShortTft } from '#renderer/ui/format.ts';
import { formatHoursMinutes, formatPeriodName } from '#renderer/ui/format-time.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { targetText } from './range-text.ts';
import classes from './uptime.module.css';

/** For a period that was not observed: how to change that, and what is at stake, without invented figures. */
export function Unobserved({ node, summary }: { readonly node: FarmNode; readonly summary: UptimeSummary }) {
  const { t } = useTranslation('uptime');
  const { budget, money, period } = summary;
  return (
    <Card>
      <div className={classes['unwatched']}>
        <EmptyState
          compact
          title={t('unwatched.title', { period: formatPeriodName(period.name) })}
          purpose={t(node.kind === 'this-machine' ? 'unwatched.own' : 'unwatched.purpose')}
          action={
            <Button variant="default" onClick={() => goTo('/uptime', { import: 'reports' })}>
              {t('files.importReports')}
            </Button>
          }
        />
        <FactList
          facts={[
            { name: t('uptime.target'), term: 'target', value: targetText(summary, t) },
            { name: t('budget.allowed'), term: 'budget', value: `${formatHoursMinutes(budget.allowedS)} h` },
            ...(money === null ? [] : [{ name: t('money.full'), value: `${formatShortTft(money.fullTft)} TFT` }]),
          ]}
        />
      </div>
    </Card>
  );
}
