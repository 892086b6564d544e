import { useTranslation } from 'react-i18next';
import { useAssessment } from '#renderer/ui/assessment.ts';
import { useSelectedNode } from '#renderer/ui/selected-node.ts';
import type { Tone } from '#renderer/ui/status-badge.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';

const TONE = { eligible: 'good', 'not-eligible': 'bad', unknown: 'unknown' } as const satisfies Record<string, Tone>;

/** The selected node's standing as one pill. */
export function FarmStatus() {
  const { t } = useTranslation('common');
  const { node, isLoading } = useSelectedNode();
  const assessment = useAssessment(node?.id ?? null);
  const verdict = assessment.data?.eligibility.verdict;
  if (verdict !== undefined) return <StatusBadge tone={TONE[verdict]} word={t(`status.${verdict}`)} />;
  const isReading = isLoading || (node !== null && assessment.isPending);
  return <StatusBadge tone="unknown" word={t(isReading ? 'status.reading' : 'status.none')} />;
}
