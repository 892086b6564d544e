import { useTranslation } from 'react-i18next';
import { type Assessment, useAssessment } from '#renderer/ui/assessment.ts';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatCapacity, formatTft } from '#renderer/ui/format.ts';
import { useTftWorth } from '#renderer/ui/money.ts';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { useSelectedNode } from '#renderer/ui/selected-node.ts';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import classes from './first-run.module.css';

const TONE = { eligible: 'good', 'not-eligible': 'bad', unknown: 'unknown' } as const;
const SHOWN = 4;

function Verdict({ assessment }: { readonly assessment: Assessment }) {
  const { t } = useTranslation(['first-run', 'common']);
  const worth = useTftWorth();
  const { verdict, checks } = assessment.eligibility;
  const open = checks.filter((check) => check.state === 'fail' || check.state === 'warn');
  const { reward, capacityAtLeast } = assessment;
  return (
    <>
      <StatusBadge tone={TONE[verdict]} word={t(`common:status.${verdict}`)} />
      <p className={classes['lead']}>{t(`verdict.${verdict}`)}</p>
      <div className={classes['figures']}>
        <Figure label={t('verdict.cu')} value={formatCapacity(capacityAtLeast.cu)} />
        <Figure label={t('verdict.su')} value={formatCapacity(capacityAtLeast.su)} />
        <Figure
          label={t('verdict.reward')}
          value={reward === null ? null : formatTft(reward.tft, { maxPlaces: 2 })}
          unit="TFT"
          caption={reward === null ? undefined : worth.of(reward.tft)}
        />
      </div>
      {reward?.zeroedBy === 'virtual' ? (
        <p>{t('verdict.virtual', { tft: formatTft(reward.fullTft, { maxPlaces: 2 }) })}</p>
      ) : null}
      {open.length === 0 ? null : (
        <ul className={classes['open']}>
          {open.slice(0, SHOWN).map((check) => (
            <li key={check.id}>
              <StatusBadge plain tone={check.state === 'fail' ? 'bad' : 'warn'} word={check.title} />
              <span>{check.fix}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** What the reading means: eligible or not, what it would earn, what to repair first. */
export function VerdictStep() {
  const { t } = useTranslation('first-run');
  const { nodes } = useSelectedNode();
  const machine = nodes.find((node) => node.kind === 'this-machine');
  const assessment = useAssessment(machine?.id ?? null);
  return (
    <div className={classes['text']}>
      {machine === undefined ? (
        <p>{t('verdict.notRead')}</p>
      ) : (
        <QueryView query={assessment}>{(data) => <Verdict assessment={data} />}</QueryView>
      )}
    </div>
  );
}
