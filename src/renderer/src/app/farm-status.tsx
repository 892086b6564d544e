import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { standingOf } from '#shared/domain/uptime/standing.ts';
import { api } from '#renderer/client/client.ts';
import { type Assessment, useAssessment } from '#renderer/ui/assessment.ts';
import { useFarm } from '#renderer/ui/farm.ts';
import { useSelectedNode } from '#renderer/ui/selected-node.ts';
import type { Tone } from '#renderer/ui/status-badge.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';

type Verdict = Assessment['eligibility']['verdict'];
interface Standing {
  readonly tone: Tone;
  readonly word: 'eligible' | 'not-eligible' | 'unknown' | 'onTarget' | 'low' | 'lost' | 'violation' | 'quiet';
}

const OF_VERDICT = {
  eligible: { tone: 'good', word: 'eligible' },
  'not-eligible': { tone: 'bad', word: 'not-eligible' },
  unknown: { tone: 'unknown', word: 'unknown' },
} as const satisfies Record<Verdict, Standing>;
const OF_STANDING = {
  lost: { tone: 'bad', word: 'lost' },
  violation: { tone: 'bad', word: 'violation' },
  quiet: { tone: 'warn', word: 'quiet' },
  'partly-watched': null,
  'not-watched': null,
  low: { tone: 'warn', word: 'low' },
  'on-target': { tone: 'good', word: 'onTarget' },
} as const satisfies Record<ReturnType<typeof standingOf>, Standing | null>;

/** The status from the uptime record; null when there is no sufficient record. */
function ofUptime(summary: UptimeSummary | undefined): Standing | null {
  return summary === undefined ? null : OF_STANDING[standingOf(summary)];
}

/** The number of nodes that need attention, or the number on target when none does. */
function FarmBadge() {
  const { t } = useTranslation('common');
  const farm = useFarm();
  if (farm.data === undefined) {
    return <StatusBadge tone="unknown" word={t(farm.isPending ? 'status.reading' : 'status.unknown')} />;
  }
  const { nodes, needAttention, standings } = farm.data.totals;
  const onTarget = standings['on-target'];
  return needAttention > 0 ? (
    <StatusBadge tone="warn" word={t('status.needAttention', { count: needAttention })} />
  ) : (
    <StatusBadge tone={onTarget === nodes ? 'good' : 'unknown'} word={t('status.ofFarm', { onTarget, nodes })} />
  );
}

/**
 * The status of the selected node: whether it is eligible, and once it has an uptime record, whether it is on target.
 */
function NodeBadge() {
  const { t } = useTranslation('common');
  const { node, isLoading, error } = useSelectedNode();
  const assessment = useAssessment(node?.id ?? null);
  const uptime = useQuery({
    ...api.uptime.getSummary.queryOptions({ input: { nodeId: node?.id ?? null } }),
    enabled: node !== null && node.kind !== 'planned',
  });
  const verdict = assessment.data?.eligibility.verdict;
  const standing =
    verdict === 'not-eligible' ? OF_VERDICT[verdict] : (ofUptime(uptime.data) ?? OF_VERDICT[verdict ?? 'unknown']);
  if (node === null || (verdict === undefined && assessment.isPending)) {
    const word = isLoading || node !== null ? 'reading' : error === null ? 'none' : 'unknown';
    return <StatusBadge tone="unknown" word={t(`status.${word}`)} />;
  }
  return <StatusBadge tone={standing.tone} word={t(`status.${standing.word}`)} />;
}

/** The status of the farm as a badge; the status of the node for a farm with one node. */
export function FarmStatus() {
  const { nodes } = useSelectedNode();
  return nodes.filter(({ kind }) => kind !== 'planned').length > 1 ? <FarmBadge /> : <NodeBadge />;
}
