import { useTranslation } from 'react-i18next';
import type { Farm } from '#renderer/ui/farm.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { useMoney, useTftWorth } from '#renderer/ui/money.ts';
import { needsText } from '#shared/domain/earnings/needed-text.ts';
import classes from './nodes.module.css';

/** The farm in one sentence: what a period brings after power, how many lose money, how many are quiet. */
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
  const parts = [
    <span key="net">
      {t(farm.totals.nodes === 0 ? 'sentence.netPlanned' : 'sentence.net')} <strong>{net}</strong>
    </span>,
    ...(moneyOfKnown.nodes === nodes
      ? []
      : [
          <a key="missing" href={hrefTo('/', { show: 'missing' })}>
            {t('sentence.missing', { count: nodes - moneyOfKnown.nodes })}
          </a>,
        ]),
    losing.nodes === 0 ? (
      <span key="losing">{t('sentence.noneLoses')}</span>
    ) : (
      <a key="losing" href={hrefTo('/', { show: 'losing' })}>
        {t('sentence.losing', { count: losing.nodes, amount: money.format(losing.netUsd.replace('-', '')) })}
      </a>
    ),
    ...(states.quiet === 0
      ? []
      : [
          <a key="quiet" href={hrefTo('/', { show: 'quiet' })}>
            {t('sentence.quiet', { count: states.quiet })}
          </a>,
        ]),
  ];
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
