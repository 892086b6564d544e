import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { RuleComparisonAnswer } from '#shared/contract/earnings/projections.ts';
import { needsText } from '#shared/domain/earnings/needed-text.ts';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import { api } from '#renderer/client/client.ts';
import { AsIfMinted } from '#renderer/ui/as-if-minted.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { actionColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { formatShortTft } from '#renderer/ui/format.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { useRuleSetName } from '#renderer/ui/rule-set-name.ts';
import { RuleStatus, Source } from '#renderer/ui/source.tsx';
import { useMessage } from '#renderer/ui/message.ts';
import { useRuleSets } from '#renderer/ui/rule-set.ts';
import { usePaybackText } from './payback-text.ts';
import { subjectOf } from './scenario-draft.ts';
import { assumptionKey, useAssumptionText } from './use-assumption-text.ts';
import classes from './earnings.module.css';

function How({ result }: { readonly result: RuleComparisonAnswer }) {
  const { t } = useTranslation('earnings');
  const write = useAssumptionText();
  const translate = useMessage();
  const ruleSetName = useRuleSetName();
  return (
    <Source
      of={t('lab.share', { rules: ruleSetName(result.rules, translate(result.title)) })}
      formula={translate(result.formula)}
      inputs={result.inputs.map((input) => ({
        name: t(assumptionKey(input.id)),
        value: write(input),
      }))}
      source={translate(result.source)}
      status={result.status}
    />
  );
}

function useColumns(): readonly Column<RuleComparisonAnswer>[] {
  const { t } = useTranslation('earnings');
  const translate = useMessage();
  const money = useMoney();
  const ruleSetName = useRuleSetName();
  const paybackText = usePaybackText();
  const amount = (id: 'gross' | 'share' | 'net'): Column<RuleComparisonAnswer> =>
    numberColumn(`${id}Usd`, t(`steps.${id}`), (row) => (row.money.state === 'known' ? row.money[id] : null), {
      unit: money.code,
      format: money.digits,
    });
  return [
    textColumn('rules', t('rules.picker'), (row) => ruleSetName(row.rules, translate(row.title))),
    textColumn('status', t('lab.status'), (row) => row.status, { format: (status) => <RuleStatus status={status} /> }),
    numberColumn('rewardTft', t('chart.reward'), (row) => row.rewardTft, {
      unit: 'TFT',
      cell: (row) =>
        row.zeroedBy === null
          ? formatShortTft(row.rewardTft)
          : t(`lab.zeroedBy.${row.zeroedBy}`, { defaultValue: t('lab.zeroedBy.other') }),
    }),
    amount('gross'),
    amount('share'),
    amount('net'),
    textColumn('payback', t('payback.title'), (row) =>
      row.money.state === 'known' ? paybackText(row.money) : translate(needsText(row.money.missing)),
    ),
    actionColumn('how', t('lab.how'), (row) => <How result={row} />),
  ];
}

/** The conflicts between sources that affect these figures. */
const RELEVANT = new Set([
  'first-period',
  'below-target',
  'certified-target',
  'two-caps',
  'cap-supply',
  'burning',
  'split',
  'slice-currency',
]);

function Conflicts({ rules }: { readonly rules: readonly string[] }) {
  const { t } = useTranslation('earnings');
  const ruleSetName = useRuleSetName();
  const { data: ruleSets = [] } = useRuleSets();
  const shown = ruleSets
    .filter((set) => rules.includes(set.id))
    .flatMap((set) =>
      set.conflicts.filter((conflict) => RELEVANT.has(conflict.id)).map((conflict) => ({ set, conflict })),
    );
  return (
    <Card title={t('lab.conflicts')} footer={<a href={hrefTo('/rules')}>{t('lab.allRules')}</a>}>
      <ul className={classes['conflicts']}>
        {shown.map(({ set, conflict }) => (
          <li key={`${set.id}-${conflict.id}`}>
            <strong>{conflict.question}</strong> {conflict.decision}{' '}
            <span className={classes['ruleNote']}>{ruleSetName(set.id, set.title)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The first month under every rule set, each figure with its formula, inputs, source and status. */
export function LabSection({ node, scenario }: { readonly node: FarmNode; readonly scenario: Scenario }) {
  const { t } = useTranslation('earnings');
  const columns = useColumns();
  const query = useQuery(
    api.earnings.projections.compareRules.queryOptions({
      input: { subject: subjectOf(node), scenario },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <Section title={t('lab.title')}>
      <QueryView query={query}>
        {({ results }) => (
          <>
            {results.some(({ isAsIfMinted }) => isAsIfMinted) ? <AsIfMinted /> : null}
            <Card footer={t('lab.note')}>
              <DataTable
                caption={t('lab.caption')}
                columns={columns}
                rows={results}
                rowKey={(row) => row.rules}
                isMarked={(row) => row.rules === scenario.rules}
                exportName="farmer-rule-sets"
              />
            </Card>
            <Conflicts rules={results.map((result) => result.rules)} />
          </>
        )}
      </QueryView>
    </Section>
  );
}
