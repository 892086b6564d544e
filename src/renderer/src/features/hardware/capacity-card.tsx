import { useTranslation } from 'react-i18next';
import { Decimal } from '#shared/decimal.ts';
import type { Assessment } from '#renderer/ui/assessment.ts';
import { Card } from '#renderer/ui/card.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatBytes, formatCapacity, formatNumber, UNKNOWN } from '#renderer/ui/format.ts';
import { Meter } from '#renderer/ui/meter.tsx';
import { Source } from '#renderer/ui/source.tsx';
import classes from './hardware.module.css';

type Capacity = Assessment['capacityAtLeast'];
const RESOURCES = ['cores', 'memory', 'ssd'] as const;

function amountOf({ machine }: Assessment, resource: (typeof RESOURCES)[number]): string {
  const { cru, mruBytes, sruBytes } = machine;
  if (resource === 'cores') return cru === null ? UNKNOWN : formatNumber(cru);
  const bytes = resource === 'memory' ? mruBytes : sruBytes;
  return bytes === null ? UNKNOWN : formatBytes(bytes);
}

function Terms({ assessment, capacity }: { readonly assessment: Assessment; readonly capacity: Capacity }) {
  const { t } = useTranslation('hardware');
  const terms = RESOURCES.flatMap((resource) => {
    const term = capacity.terms[resource];
    return term === null ? [] : [{ resource, term: new Decimal(term) }];
  });
  const most = Decimal.max(1, ...terms.map(({ term }) => term));
  return (
    <div className={classes['bounds']}>
      <p className={classes['boundsTitle']}>{t('capacity.bounds')}</p>
      <ul className={classes['terms']}>
        {terms.map(({ resource, term }) => {
          const isBinding = resource === capacity.binding;
          const digits = formatCapacity(term);
          return (
            <li key={resource} data-binding={isBinding}>
              <span>{t(`capacity.term.${resource}`)}</span>
              <span className={classes['number']}>{amountOf(assessment, resource)}</span>
              <Meter
                label={t('capacity.allows', { resource: t(`capacity.term.${resource}`), cu: digits })}
                share={term.div(most).toNumber()}
                tone={isBinding ? 'accent' : 'neutral'}
              />
              <span className={classes['number']}>
                {digits} <span className={classes['termUnit']}>{t('capacity.unit')}</span>
              </span>
              <span className={classes['binding']}>{isBinding ? t('capacity.binding') : ''}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** CU, SU and CPR, and which resource limits the CU. */
export function CapacityCard({ assessment }: { readonly assessment: Assessment }) {
  const { t } = useTranslation('hardware');
  const known = assessment.capacity;
  const shown = known ?? assessment.capacityAtLeast;
  const atLeast = known === null ? t('capacity.atLeast') : undefined;
  const caption = atLeast === undefined ? {} : { caption: atLeast };
  return (
    <Card
      title={t('capacity.title')}
      tools={
        <Source
          of={t('capacity.title')}
          formula={t('capacity.formula')}
          source="threefoldtech/minting_v3@fc7e17d receipt.rs"
          status="running"
        >
          {t('capacity.explain')}
        </Source>
      }
      {...(known === null
        ? { footer: [...new Set(assessment.unavailable.map((entry) => entry.because))].join(' ') }
        : {})}
    >
      <div className={classes['trio']}>
        <Figure label={t('capacity.cu')} term="cu" value={formatCapacity(shown.cu)} {...caption} />
        <Figure label={t('capacity.su')} term="su" value={formatCapacity(shown.su)} {...caption} />
        <Figure label={t('capacity.cpr')} term="cpr" value={formatCapacity(shown.cpr)} {...caption} />
      </div>
      <Terms assessment={assessment} capacity={shown} />
    </Card>
  );
}
