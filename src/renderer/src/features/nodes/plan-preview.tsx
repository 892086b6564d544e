import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { NO_RESOURCES, type Resources } from '#shared/domain/hardware/resources.ts';
import { api } from '#renderer/client/client.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatCapacity, formatShortTft } from '#renderer/ui/format.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { VerdictBadge } from '#renderer/ui/verdict-badge.tsx';
import classes from './nodes.module.css';

/** Verdict, units and reward of the values entered so far. */
export function PlanPreview({ resources }: { readonly resources: Resources | null }) {
  const { t } = useTranslation('nodes');
  const translate = useMessage();
  const { data, error } = useQuery(
    api.hardware.eligibility.checkPlan.queryOptions({
      input: { resources: resources ?? NO_RESOURCES },
      enabled: resources !== null,
      placeholderData: (previous) => previous,
    }),
  );
  if (error !== null) return <ErrorState error={error} />;
  const shown = resources === null ? undefined : data;
  const verdict = shown?.eligibility.verdict;
  const failed = shown?.eligibility.checks.find((check) => check.level === 'required' && check.state === 'fail');
  return (
    <div className={classes['preview']} aria-live="polite">
      <div className={classes['previewHead']}>
        {verdict === undefined ? (
          <span className={classes['hint']}>{t('plan.preview')}</span>
        ) : (
          <VerdictBadge verdict={verdict} />
        )}
        {failed === undefined ? null : <span>{translate(failed.fix)}</span>}
      </div>
      <div className={classes['previewFigures']}>
        <Figure
          size="medium"
          label={t('cu')}
          term="cu"
          value={shown === undefined ? null : formatCapacity(shown.capacityAtLeast.cu)}
        />
        <Figure
          size="medium"
          label={t('su')}
          term="su"
          value={shown === undefined ? null : formatCapacity(shown.capacityAtLeast.su)}
        />
        <Figure
          size="medium"
          label={t('plan.reward')}
          value={shown?.reward === undefined || shown.reward === null ? null : formatShortTft(shown.reward.tft)}
          unit="TFT"
        />
      </div>
    </div>
  );
}
