import { Button } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { UptimeSummary, ViolationEvidence } from '#shared/contract/uptime/uptime.ts';
import { VIOLATION_MEANINGS } from '#shared/domain/uptime/violations.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCopy } from '#renderer/ui/copy.ts';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatNumber } from '#renderer/ui/format.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { CardGrid, Section } from '#renderer/ui/page.tsx';
import { Instant } from '#renderer/ui/time.tsx';
import classes from './uptime.module.css';

/** The number shown individually, because a node that is always wrong has one per report. */
const SHOWN = 4;

const iso = (atS: number) => `${new Date(atS * 1000).toISOString().slice(0, 19)}Z`;

/** The complete evidence with exact times, for a support request. */
function supportText(node: FarmNode, { period, rulesFrom, evidence }: UptimeSummary, t: TFunction<'uptime'>): string {
  const { nodeId } = node.grid;
  const intro = t('evidence.intro', {
    node: nodeId === null ? node.name : t('evidence.gridNode', { nodeId, name: node.name }),
    period: period.name,
    index: period.index,
    from: iso(period.startS),
    until: iso(period.endS),
    rulesFrom,
  });
  const lines = evidence.map(({ kind, reports: [before, report], expectedUpS, offByS }) =>
    t('evidence.line', {
      kind,
      before: iso(before.atS),
      beforeUnix: before.atS,
      beforeUptime: before.upS,
      at: iso(report.atS),
      atUnix: report.atS,
      uptime: report.upS,
      expected: expectedUpS,
      off: offByS,
    }),
  );
  return [intro, ...lines].join('\n');
}

function Violation({ evidence }: { readonly evidence: ViolationEvidence }) {
  const { t } = useTranslation('uptime');
  const translate = useMessage();
  const {
    kind,
    reports: [before, report],
    expectedUpS,
    offByS,
  } = evidence;
  const uptimeOf = (upS: number) => t('evidence.uptime', { uptime: formatNumber(String(upS)) });
  return (
    <Card title={kind}>
      <p className={classes['lede']}>{translate(VIOLATION_MEANINGS[kind])}</p>
      <FactList
        facts={[
          {
            name: t(kind === 'ClockSkew' ? 'evidence.ofBoot' : 'evidence.before'),
            value: (
              <>
                <Instant atS={before.atS} precision="second" /> · {uptimeOf(before.upS)}
              </>
            ),
          },
          {
            name: t('evidence.report'),
            value: (
              <>
                <Instant atS={report.atS} precision="second" /> · {uptimeOf(report.upS)}
              </>
            ),
          },
          { name: t('evidence.expected'), value: uptimeOf(expectedUpS) },
          { name: t('evidence.off'), value: t('evidence.seconds', { seconds: formatNumber(String(offByS)) }) },
        ]}
      />
    </Card>
  );
}

/**
 * The reports that violate a rule, two per violation, with a text for a support request; hidden when there are none.
 */
export function EvidenceSection({ node, summary }: { readonly node: FarmNode; readonly summary: UptimeSummary }) {
  const { t } = useTranslation('uptime');
  const copy = useCopy();
  const { evidence } = summary;
  if (evidence.length === 0) return null;
  const hidden = evidence.length - SHOWN;
  return (
    <Section
      title={t('evidence.title')}
      tools={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconCopy size={16} aria-hidden />}
          onClick={() => copy(supportText(node, summary, t))}
        >
          {t('evidence.copy')}
        </Button>
      }
    >
      <CardGrid minWidth="22rem">
        {evidence.slice(0, SHOWN).map((entry) => (
          <Violation key={`${entry.kind}-${entry.reports[1].atS}-${entry.reports[1].upS}`} evidence={entry} />
        ))}
      </CardGrid>
      {hidden > 0 ? <p className={classes['lede']}>{t('evidence.more', { count: hidden })}</p> : null}
    </Section>
  );
}
