import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProjectionAnswer } from '#shared/contract/earnings/projections.ts';
import { Decimal } from '#shared/decimal.ts';
import { formatBytes, formatShortTft } from '#renderer/ui/format.ts';
import { useMoney, useTftWorth } from '#renderer/ui/money.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import type { InputGroup } from './input-groups.ts';
import { assumptionKey } from './use-assumption-text.ts';

/** Why little or nothing is earned, and what would be earned otherwise. */
export function ObstacleNotice({ projection }: { readonly projection: ProjectionAnswer }) {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const worth = useTftWorth();
  const { found, unhindered } = projection.obstacles;
  if (found.length === 0) return null;
  const isNothing = new Decimal(projection.months[0]?.gross ?? projection.rewardTft).isZero();
  const why = found.map((id) => t(`obstacle.${id}`)).join(t('obstacle.and'));
  return (
    <Notice tone="warn" title={t(isNothing ? 'obstacle.nothing' : 'obstacle.less', { why })}>
      {unhindered === null
        ? undefined
        : t(found.includes('no-ssd') ? 'obstacle.otherwiseSsd' : 'obstacle.otherwise', {
            ssd: formatBytes(unhindered.sruBytes),
            tft: formatShortTft(unhindered.rewardTft),
            share: unhindered.shareUsd === null ? worth.note : money.format(unhindered.shareUsd),
          })}
    </Notice>
  );
}

interface MissingNoticeProps {
  readonly projection: ProjectionAnswer;
  readonly onGive: (group: InputGroup) => void;
}

/** A notice that the rented capacity was not entered, with a button that opens its fields. */
export function MissingNotice({ projection, onGive }: MissingNoticeProps) {
  const { t } = useTranslation('earnings');
  const missing = projection.assumptions.filter(
    ({ id, origin }) => origin === 'missing' && (id === 'slices' || id === 'slice-price'),
  );
  if (missing.length === 0) return null;
  return (
    <Notice
      tone="info"
      title={t('missing.title', { what: missing.map(({ id }) => t(assumptionKey(id))).join(' · ') })}
      action={
        <Button variant="default" size="xs" data-print="hide" onClick={() => onGive('usage')}>
          {t('missing.fill')}
        </Button>
      }
    >
      {t('missing.remedy')}
    </Notice>
  );
}
