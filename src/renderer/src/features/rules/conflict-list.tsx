import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/card.tsx';
import type { RuleSet } from '#renderer/ui/rule-set.ts';
import classes from './rules.module.css';

/** Where the sources disagree: what each says, and what Farmer does. */
export function ConflictList({ ruleSet }: { readonly ruleSet: RuleSet }) {
  const titleOf = (id: string) => ruleSet.sources.find((source) => source.id === id)?.title ?? id;
  const { t } = useTranslation('rules');
  return (
    <Card flush>
      <ul className={classes['conflicts']}>
        {ruleSet.conflicts.map((conflict) => (
          <li key={conflict.id}>
            <p className={classes['question']}>{conflict.question}</p>
            <dl className={classes['readings']}>
              {conflict.readings.map((reading) => (
                <div key={`${reading.source}-${reading.says}`}>
                  <dt>{titleOf(reading.source)}</dt>
                  <dd>{reading.says}</dd>
                </div>
              ))}
              <div className={classes['decision']}>
                <dt>{t('decision')}</dt>
                <dd>{conflict.decision}</dd>
              </div>
            </dl>
          </li>
        ))}
      </ul>
    </Card>
  );
}
