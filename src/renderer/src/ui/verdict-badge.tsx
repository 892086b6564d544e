import { useTranslation } from 'react-i18next';
import type { Assessment } from './assessment.ts';
import { StatusBadge } from './status-badge.tsx';

const TONE = { eligible: 'good', 'not-eligible': 'bad', unknown: 'unknown' } as const;

/** Whether a machine is eligible for the grid. */
export function VerdictBadge({ verdict }: { readonly verdict: Assessment['eligibility']['verdict'] }) {
  const { t } = useTranslation('common');
  return <StatusBadge tone={TONE[verdict]} word={t(`status.${verdict}`)} />;
}

/** Why a reward is zero; hidden when it is not. */
export function ZeroedBadge({ zeroedBy }: { readonly zeroedBy: NonNullable<Assessment['reward']>['zeroedBy'] }) {
  const { t } = useTranslation('common');
  return zeroedBy === null ? null : (
    <StatusBadge tone="bad" word={t(`zeroedBy.${zeroedBy}`, { defaultValue: zeroedBy })} />
  );
}
