import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { needsText } from '#shared/domain/earnings/needed-text.ts';
import type { KnownProjection, ProjectionAnswer } from '#shared/contract/earnings/projections.ts';
import type { StoredScenario } from '#shared/contract/earnings/scenarios.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { UNKNOWN } from '#renderer/ui/format.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { useRuleSetName } from '#renderer/ui/rule-set-name.ts';
import { Section } from '#renderer/ui/page.tsx';
import { usePaybackText } from './payback-text.ts';
import { type ScenarioDraft, subjectOf } from './scenario-draft.ts';

interface Row {
  readonly name: string;
  readonly isOnScreen: boolean;
  readonly projection: ProjectionAnswer | undefined;
  readonly problem: string | null;
}

function perMonth(projection: KnownProjection): string {
  return toPlain(new Decimal(projection.totalNet).div(projection.months.length).toDecimalPlaces(8));
}

function useColumns(): readonly Column<Row>[] {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const paybackText = usePaybackText();
  const translate = useMessage();
  const ruleSetName = useRuleSetName();
  const amount = (id: string, header: string, pick: (projection: KnownProjection) => string): Column<Row> =>
    numberColumn(id, header, (row) => (row.projection?.state === 'known' ? pick(row.projection) : null), {
      unit: money.code,
      cell: (row) => {
        if (row.projection === undefined) return row.problem ?? '…';
        return row.projection.state === 'known' ? money.digits(pick(row.projection)) : UNKNOWN;
      },
    });
  return [
    textColumn('scenario', t('scenario.name'), (row) => row.name),
    textColumn('rules', t('rules.picker'), (row) =>
      row.projection === undefined ? null : ruleSetName(row.projection.rules),
    ),
    numberColumn('months', t('form.months'), (row) => row.projection?.months.length ?? null),
    amount('netPerMonthUsd', t('compare.netPerMonth'), perMonth),
    amount('lowUsd', t('net.low'), (projection) => projection.cases.low.totalNet),
    amount('netUsd', t('compare.net'), (projection) => projection.totalNet),
    amount('highUsd', t('net.high'), (projection) => projection.cases.high.totalNet),
    textColumn('payback', t('payback.title'), (row) =>
      row.projection === undefined
        ? null
        : row.projection.state === 'known'
          ? paybackText(row.projection)
          : translate(needsText(row.projection.missing)),
    ),
  ];
}

/** All stored scenarios of this node side by side, with the current one. */
export function ScenarioComparison({ node, draft }: { readonly node: FarmNode; readonly draft: ScenarioDraft }) {
  const { t } = useTranslation('earnings');
  const { data } = useQuery(api.earnings.scenarios.list.queryOptions());
  const columns = useColumns();
  const translate = useMessage();
  const subject = subjectOf(node);
  const stored: readonly StoredScenario[] = data?.scenarios ?? [];
  const onScreen = { name: t('compare.onScreen'), scenario: draft.scenario, problem: null };
  const all = [onScreen, ...stored];
  const results = useQueries({
    queries: all.map(({ scenario }) =>
      api.earnings.projections.project.queryOptions({
        input: { subject, scenario: scenario ?? undefined },
        enabled: scenario !== null,
      }),
    ),
  });
  const rows: readonly Row[] = all.map(({ name, problem }, index) => ({
    name,
    isOnScreen: index === 0,
    projection: results[index]?.data,
    problem: problem === null ? (results[index]?.error?.message ?? null) : translate(problem),
  }));
  return (
    <Section title={t('compare.title')}>
      <Card>
        {stored.length === 0 ? (
          <EmptyState compact title={t('compare.none')} purpose={t('compare.purpose')} />
        ) : (
          <DataTable
            caption={t('compare.caption')}
            columns={columns}
            rows={rows}
            rowKey={(row) => `${row.isOnScreen ? 'screen' : 'stored'}-${row.name}`}
            isMarked={(row) => row.isOnScreen}
            exportName="farmer-scenarios"
          />
        )}
      </Card>
    </Section>
  );
}
