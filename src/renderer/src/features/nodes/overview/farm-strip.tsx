import { useTranslation } from 'react-i18next';
import { needsAttention } from '#shared/domain/nodes/farm.ts';
import { Card } from '#renderer/ui/card.tsx';
import { type Farm, useFarm } from '#renderer/ui/farm.ts';
import { FarmFigures } from '#renderer/ui/farm-figures.tsx';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { AnswerSkeleton } from './answer-skeleton.tsx';
import classes from './overview.module.css';

/** How many machines need attention; where none does, how many are not watched. */
function Standing({ farm }: { readonly farm: Farm }) {
  const { t } = useTranslation('overview');
  const count = farm.totals.needAttention + farm.planned.needAttention;
  if (count > 0) {
    return (
      <a className={classes['badgeLink']} href={hrefTo('/', { show: 'attention' })}>
        <StatusBadge tone="warn" word={t('farm.attention', { count })} />
      </a>
    );
  }
  const unwatched = farm.nodes.filter(({ concern }) => concern !== null && !needsAttention(concern)).length;
  return unwatched === 0 ? (
    <StatusBadge tone="good" word={t('farm.well')} />
  ) : (
    <StatusBadge tone="unknown" word={t('farm.unwatched', { count: unwatched })} />
  );
}

/** The totals of a farm with more than one machine, with a link to its list. */
export function FarmStrip() {
  const { t } = useTranslation('overview');
  const farm = useFarm();
  return (
    <Card
      title={t('farm.title')}
      tools={
        <>
          {farm.data === undefined ? null : <Standing farm={farm.data} />}
          <a className={classes['farmLink']} href={hrefTo('/')}>
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
