import { useTranslation } from 'react-i18next';
import type { Farm } from '#renderer/ui/farm.ts';
import { formatNumber } from '#renderer/ui/format.ts';
import { useMoney } from '#renderer/ui/money.ts';
import type { FarmGroup } from './farm-rows.ts';

/** The name and the totals of a group; planned machines are counted separately and not included in the totals. */
export function GroupHead({ farm, group }: { readonly farm: Farm; readonly group: FarmGroup }) {
  const { t } = useTranslation('nodes');
  const money = useMoney();
  const isPlanned = group.kind === 'planned';
  const totals = isPlanned ? farm.planned : farm.sites.find(({ site }) => site === group.site);
  const planned = isPlanned ? 0 : group.planned;
  const count = group.count - planned;
  const all = totals?.nodes ?? count;
  const known = totals?.moneyOfKnown;
  const counts = [
    ...(count === 0 && planned > 0 ? [] : [count === all ? formatNumber(all) : t('group.some', { count, all })]),
    ...(planned === 0 ? [] : [t('group.planned', { count: planned })]),
  ];
  return (
    <>
      <strong>
        {isPlanned ? t('status.planned') : (group.site ?? t('group.none'))} · {counts.join(', ')}
      </strong>{' '}
      <span>
        {known === undefined || known.nodes === 0 || known.money.state === 'missing'
          ? ''
          : t(known.nodes < all ? 'group.netOf' : 'group.net', {
              net: money.format(known.money.netUsd, 'always'),
              count: known.nodes,
            })}
      </span>
    </>
  );
}
