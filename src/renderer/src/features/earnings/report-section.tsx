import { Button, Group } from '@mantine/core';
import { IconCopy, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCopy } from '#renderer/ui/copy.ts';
import { formatPeriodName } from '#renderer/ui/format-time.ts';
import { saveFile } from '#renderer/ui/export-table.ts';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatPermille, formatTft } from '#renderer/ui/format.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { subjectOf } from './scenario-draft.ts';
import classes from './earnings.module.css';

/** The own report of the last period with the hash of its canonical text, to save and to compare. */
export function ReportSection({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('earnings');
  const copy = useCopy();
  const query = useQuery(api.earnings.projections.reportPeriod.queryOptions({ input: { subject: subjectOf(node) } }));
  return (
    <Section title={t('report.title')}>
      <Card footer={t('report.purpose')}>
        <QueryView query={query}>
          {({ report: { period, uptime, reward }, canonical, hash }) => (
            <>
              <FactList
                facts={[
                  { name: t('report.period'), value: formatPeriodName(period.name) },
                  {
                    name: t('report.uptime'),
                    value: `${formatPermille(uptime.permille)}, ${t(`report.source.${uptime.source}`)}`,
                  },
                  { name: t('report.reward'), value: `${formatTft(reward.tft)} TFT` },
                  { name: t('report.hash'), value: <code className={classes['hash']}>{hash}</code> },
                ]}
              />
              <Group gap="xs">
                <Button
                  variant="default"
                  leftSection={<IconDownload size={16} aria-hidden />}
                  onClick={() => saveFile(`farmer-report-${period.name}.json`, canonical, 'application/json')}
                >
                  {t('report.save')}
                </Button>
                <Button variant="default" leftSection={<IconCopy size={16} aria-hidden />} onClick={() => copy(hash)}>
                  {t('report.copy')}
                </Button>
              </Group>
            </>
          )}
        </QueryView>
      </Card>
    </Section>
  );
}
