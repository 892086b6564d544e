import { useTranslation } from 'react-i18next';
import type { Farm } from '#renderer/ui/farm.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { useMoney, useTftWorth } from '#renderer/ui/money.ts';
import { needsText } from '#shared/domain/earnings/needed-text.ts';
import type { FarmSubset } from './farm/farm-rows.ts';
import classes from './nodes.module.css';

function link(show: FarmSubset, text: string) {
  return (
    <a key={show} href={hrefTo('/', { show })}>
      {text}
    </a>
  );
}

/** The farm in one sentence: income of a period after power, nodes that lose money, nodes that have not reported. */
export function FarmSentence({ farm }: { readonly farm: Farm }) {
  const { t } = useTranslation('nodes');
  const money = useMoney();
  const worth = useTftWorth();
  const translate = useMessage();
  const totals = farm.totals.nodes === 0 ? farm.planned : farm.totals;
  const { moneyOfKnown, losing, states, nodes } = totals;
  const known = moneyOfKnown.money;
  const missing = totals.money.state === 'missing' ? translate(needsText(totals.money.missing)) : '';
  if (known.state === 'missing' || moneyOfKnown.nodes === 0) {
    return (
      <p className={classes['sentence']}>
        {t('sentence.noNet', { count: nodes })} <a href={hrefTo('/', { show: 'missing' })}>{missing}</a>.
      </p>
    );
  }
  const net = money.format(known.netUsd, 'always');
  const losses = { count: losing.nodes, amount: money.format(losing.netUsd.replace('-', '')) };
  const planned = farm.totals.nodes === 0 ? 0 : farm.planned.nodes;
  const parts = [
    <span key="net">
      {t(farm.totals.nodes === 0 ? 'sentence.netPlanned' : 'sentence.net')} <strong>{net}</strong>
    </span>,
    moneyOfKnown.nodes < nodes ? link('missing', t('sentence.missing', { count: nodes - moneyOfKnown.nodes })) : null,
    losing.nodes > 0 ? (
      link('losing', t('sentence.losing', losses))
    ) : (
      <span key="losing">{t('sentence.noneLoses')}</span>
    ),
    states.quiet > 0 ? link('quiet', t('sentence.quiet', { count: states.quiet })) : null,
    planned > 0 ? link('planned', t('sentence.planned', { count: planned })) : null,
  ].filter((part) => part !== null);
  return (
    <div>
      <p className={classes['sentence']}>
        {parts.map((part, index) => (
          <span key={part.key}>
            {index === 0 ? '' : '; '}
            {part}
          </span>
        ))}
        .
      </p>
      <p className={classes['note']}>{t('sentence.note', { price: worth.note })}</p>
    </div>
  );
}
