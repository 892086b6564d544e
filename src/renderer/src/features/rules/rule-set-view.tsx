import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/card.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatNumber } from '#renderer/ui/format.ts';
import { CardGrid, Section } from '#renderer/ui/page.tsx';
import { RuleStatus } from '#renderer/ui/source.tsx';
import { ConflictList } from './conflict-list.tsx';
import type { RuleSetWire } from './rule-set-types.ts';
import classes from './rules.module.css';

function Summary({ ruleSet }: { readonly ruleSet: RuleSetWire }) {
  const { t } = useTranslation('rules');
  return (
    <Card title={ruleSet.title} tools={<RuleStatus status={ruleSet.status} />}>
      <p className={classes['summary']}>{ruleSet.summary}</p>
      <FactList
        facts={[
          { name: t('from'), value: ruleSet.from ?? t('noDate') },
          { name: t('until'), value: ruleSet.until ?? t(ruleSet.status === 'running' ? 'stillRunning' : 'noDate') },
          { name: t('basedOn'), value: ruleSet.basedOn ?? t('nothing') },
          { name: t('id'), value: ruleSet.id },
        ]}
      />
    </Card>
  );
}

function Formulas({ ruleSet }: { readonly ruleSet: RuleSetWire }) {
  const titleOf = (id: string) => ruleSet.sources.find((source) => source.id === id)?.title ?? id;
  return (
    <Card flush>
      <dl className={classes['formulas']}>
        {ruleSet.formulas.map((formula) => (
          <div key={formula.id}>
            <dt>{formula.label}</dt>
            <dd>
              <code>{formula.text}</code>
              <span className={classes['source']}>{titleOf(formula.source)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function useFigureColumns(ruleSet: RuleSetWire): readonly Column<RuleSetWire['constants'][number]>[] {
  const { t } = useTranslation('rules');
  const titleOf = (id: string) => ruleSet.sources.find((source) => source.id === id)?.title ?? id;
  return [
    { id: 'figure', header: t('figure.name'), kind: 'text', value: (row) => row.label },
    {
      id: 'value',
      header: t('figure.value'),
      kind: 'number',
      value: (row) => row.value,
      cell: (row) => formatNumber(row.value, { maxPlaces: 20 }),
    },
    { id: 'unit', header: t('figure.unit'), kind: 'text', value: (row) => row.unit },
    { id: 'source', header: t('figure.source'), kind: 'text', value: (row) => titleOf(row.source) },
  ];
}

function Figures({ ruleSet }: { readonly ruleSet: RuleSetWire }) {
  const { t } = useTranslation('rules');
  return (
    <Card>
      <DataTable
        caption={t('figure.caption')}
        columns={useFigureColumns(ruleSet)}
        rows={ruleSet.constants}
        rowKey={(row) => row.id}
        exportName={`farmer-rules-${ruleSet.id}`}
      />
    </Card>
  );
}

function Sources({ ruleSet }: { readonly ruleSet: RuleSetWire }) {
  const { t } = useTranslation('rules');
  return (
    <Card title={t('sources')}>
      <ul className={classes['sources']}>
        {ruleSet.sources.map((source) => (
          <li key={source.id}>
            <span>{source.title}</span>
            <span className={classes['source']}>{source.reference}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** One rule set, whole. */
export function RuleSetView({ ruleSet }: { readonly ruleSet: RuleSetWire }) {
  const { t } = useTranslation('rules');
  return (
    <>
      <CardGrid minWidth="24rem">
        <Summary ruleSet={ruleSet} />
        <Sources ruleSet={ruleSet} />
      </CardGrid>
      <Section title={t('formulas')}>
        <Formulas ruleSet={ruleSet} />
      </Section>
      <Section title={t('figures')}>
        <Figures ruleSet={ruleSet} />
      </Section>
      {ruleSet.conflicts.length === 0 ? null : (
        <Section title={t('conflicts')}>
          <ConflictList ruleSet={ruleSet} />
        </Section>
      )}
    </>
  );
}
