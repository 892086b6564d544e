import { useTranslation } from 'react-i18next';
import type { Concern } from '#shared/domain/farm.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useFarm } from '#renderer/ui/farm.ts';
import { FarmFigures } from '#renderer/ui/farm-figures.tsx';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { AnswerSkeleton } from './answer-skeleton.tsx';
import classes from './overview.module.css';

const UNWATCHED: ReadonlySet<Concern> = new Set(['partly-watched', 'not-watched']);

/** What all machines come to, for a farm of more than one; leads to each of them. */
export function FarmStrip() {
  const { t } = useTranslation('overview');
  const farm = useFarm();
  // A farm that merely nobody watches is no reason for alarm.
  const isAlarming = farm.data?.nodes.some(({ concern }) => concern !== null && !UNWATCHED.has(concern)) === true;
  const count = farm.data === undefined ? 0 : farm.data.totals.needAttention + farm.data.planned.needAttention;
  return (
    <Card
      title={t('farm.title')}
      tools={
        <>
          {farm.data === undefined ? null : count === 0 ? (
            <StatusBadge tone="good" word={t('farm.well')} />
          ) : (
            <a className={classes['badgeLink']} href={hrefTo('/nodes', { show: 'attention' })}>
              <StatusBadge tone={isAlarming ? 'warn' : 'unknown'} word={t('farm.attention', { count })} />
            </a>
          )}
          <a className={classes['farmLink']} href={hrefTo('/nodes')}>
            {t('farm.open')}
          </a>
        </>
      }
    >
      <QueryView query={farm} loading={<AnswerSkeleton />}>
        {(data) => <FarmFigures farm={data} />}
      </QueryView>
    </Card>
  );
}
