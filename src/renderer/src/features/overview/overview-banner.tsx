import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AssessmentWire } from '#shared/contract/eligibility.ts';
import type { FarmNode } from '#shared/contract/nodes.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { Notice } from '#renderer/ui/notice.tsx';

/** The one thing that needs a hand, with its remedy; nothing when all is well. */
export function OverviewBanner({
  node,
  assessment,
}: {
  readonly node: FarmNode;
  readonly assessment: AssessmentWire | undefined;
}) {
  const { t } = useTranslation('overview');
  const failed = assessment?.eligibility.checks.find((check) => check.level === 'required' && check.state === 'fail');
  if (failed === undefined) return null;
  return (
    <Notice
      tone="bad"
      title={t('banner.notEligible', { node: node.name, reason: failed.title, measured: failed.measured })}
      action={
        <Button variant="default" size="xs" onClick={() => goTo('/hardware')}>
          {t('banner.checklist')}
        </Button>
      }
    >
      {failed.fix}
    </Notice>
  );
}
