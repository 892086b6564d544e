import { useTranslation } from 'react-i18next';
import type { RuleVersion } from '#shared/contract/rules/rules.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import { Card } from '#renderer/ui/card.tsx';
import { exportColumn, textColumn } from '#renderer/ui/columns.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { formatPeriodName } from '#renderer/ui/format-time.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { Section } from '#renderer/ui/page.tsx';
import classes from './rules.module.css';

function sinceCell(name: string) {
  return <span className={classes['since']}>{formatPeriodName(name)}</span>;
}

/** The earlier rules of grid 3 minting, each with its first period. */
export function VersionsSection({ versions }: { readonly versions: readonly RuleVersion[] }) {
  const { t } = useTranslation('rules');
  const translate = useMessage();
  return (
    <Section title={t('versions.title')}>
      <Card>
        <DataTable
          caption={t('versions.caption')}
          columns={[
            textColumn('since', t('versions.since'), (row: RuleVersion) => periodByIndex(row.fromPeriod).name, {
              format: sinceCell,
            }),
            exportColumn('period', 'number', (row: RuleVersion) => row.fromPeriod),
            textColumn('change', t('versions.change'), (row: RuleVersion) => translate(row.summary)),
            textColumn('source', t('versions.source'), (row: RuleVersion) => row.source),
          ]}
          rows={versions}
          rowKey={(row) => String(row.fromPeriod)}
          exportName="farmer-rule-versions"
        />
      </Card>
    </Section>
  );
}
