import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { RecorderInfo, UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { standingOf } from '#shared/domain/uptime/standing.ts';
import type { Assessment } from '#renderer/ui/assessment.ts';
import { api } from '#renderer/client/client.ts';
import { formatShortTft } from '#renderer/ui/format.ts';
import { formatHoursMinutes, formatInstant } from '#renderer/ui/format-time.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import { useUptime } from './next-payout-card.tsx';

interface Matter {
  readonly tone: 'bad' | 'warn';
  readonly title: string;
  readonly remedy: string;
  readonly action: { readonly label: string; readonly path: string };
}

interface Facts {
  readonly node: FarmNode;
  readonly assessment: Assessment | undefined;
  readonly uptime: UptimeSummary | undefined;
  readonly recorder: RecorderInfo | undefined;
}

type SummaryTexts = TFunction<'summary'>;

function refusal(t: SummaryTexts, { node, assessment }: Facts): Matter | null {
  const failed = assessment?.eligibility.checks.find((check) => check.level === 'required' && check.state === 'fail');
  if (failed === undefined) return null;
  return {
    tone: 'bad',
    title: t('banner.notEligible', { node: node.name, reason: failed.title, measured: failed.measured }),
    remedy: failed.fix,
    action: { label: t('banner.checklist'), path: '/hardware' },
  };
}

function budget(t: SummaryTexts, { uptime, node }: Facts): Matter | null {
  if (uptime === undefined) return null;
  const standing = standingOf(uptime);
  const { cliff, money } = uptime;
  const action = { label: t('banner.uptime'), path: '/uptime' };
  if (standing === 'violation') {
    const title = t('banner.violation', { violation: uptime.violation });
    return { tone: 'bad', title, remedy: t('banner.lostRemedy'), action };
  }
  if (standing === 'lost') {
    const title = money === null ? t('banner.lostUnpriced') : t('banner.lost', { loss: formatShortTft(money.fullTft) });
    return { tone: 'bad', title, remedy: t('banner.lostRemedy'), action };
  }
  if (standing === 'quiet' && uptime.quietSinceS !== null) {
    const title = t('banner.quiet', { node: node.name, since: formatInstant(uptime.quietSinceS) });
    return { tone: 'warn', title, remedy: t('banner.quietRemedy'), action };
  }
  if (standing !== 'low') return null;
  const left = formatHoursMinutes(uptime.budget.leftS.low);
  const title =
    cliff.lossTft === null
      ? t('banner.lowUnpriced', { left })
      : t('banner.low', { left, loss: formatShortTft(cliff.lossTft) });
  return { tone: 'warn', title, remedy: t('banner.lowRemedy'), action };
}

function recorderTrouble(t: SummaryTexts, { node, recorder }: Facts): Matter | null {
  if (node.kind !== 'this-machine' || node.isDemo || recorder === undefined) return null;
  const action = { label: t('banner.uptime'), path: '/uptime' };
  if (recorder.state === 'failing' && recorder.problem !== null) {
    return { tone: 'bad', title: recorder.problem.message, remedy: recorder.problem.hint, action };
  }
  if (recorder.state !== 'stopped') return null;
  return { tone: 'warn', title: t('banner.stopped'), remedy: t('banner.stoppedRemedy'), action };
}

interface SummaryBannerProps {
  readonly node: FarmNode;
  readonly assessment: Assessment | undefined;
}

/** The most urgent problem with its fix; hidden when there is none. */
export function SummaryBanner({ node, assessment }: SummaryBannerProps) {
  const { t } = useTranslation('summary');
  const { data: uptime } = useUptime(node);
  const { data: recorder } = useQuery(api.uptime.getRecorder.queryOptions());
  const facts = { node, assessment, uptime, recorder };
  const matter = refusal(t, facts) ?? budget(t, facts) ?? recorderTrouble(t, facts);
  if (matter === null) return null;
  return (
    <Notice
      tone={matter.tone}
      title={matter.title}
      action={
        <Button variant="default" size="xs" onClick={() => goTo(matter.action.path)}>
          {matter.action.label}
        </Button>
      }
    >
      {matter.remedy}
    </Notice>
  );
}
