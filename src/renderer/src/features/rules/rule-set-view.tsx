import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/card.tsx';
import { exportColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatNumber } from '#renderer/ui/format.ts';
import { CardGrid, Section } from '#renderer/ui/page.tsx';
import { useRuleSetName } from '#renderer/ui/rule-set-name.ts';
import { RuleStatus } from '#renderer/ui/source.tsx';
import { SourceReference } from '#renderer/ui/source-reference.tsx';
import { plainValue } from './plain-value.ts';
import { useHolds } from './rule-set-choice.tsx';
import type { RuleSet } from '#renderer/ui/rule-set.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { type FormulaSymbol, formulaSymbols } from './formula-symbols.ts';
import classes from './rules.module.css';

/** The number of a source in the list of the rule set; screen readers read its title too. */
function SourceMark({ ruleSet, id }: { readonly ruleSet: RuleSet; readonly id: string }) {
  const at = ruleSet.sources.findIndex((source) => source.id === id);
  const title = ruleSet.sources[at]?.title ?? id;
  return (
    <span className={classes['mark']} title={title}>
      {at < 0 ? '' : at + 1}
      <VisuallyHidden>{` ${title}`}</VisuallyHidden>
    </span>
  );
}

/** The meaning of the symbols in a rule set's formulas. */
function SymbolList({ signs }: { readonly signs: readonly FormulaSymbol[] }) {
  const { t } = useTranslation('rules');
  if (signs.length === 0) return null;
  return (
    <dl className={classes['symbols']} aria-label={t('symbols')}>
      {signs.map(({ key, sign }) => (
        <div key={key}>
          <dt>{sign}</dt>
          <dd>{t(`symbol.${key}`)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The conflicts between sources: each reading, and which one Farmer uses. */
function ConflictList({ ruleSet }: { readonly ruleSet: RuleSet }) {
  const titleOf = (id: string) => ruleSet.sources.find((source) => source.id === id)?.title ?? id;
  const { t } = useTranslation('rules');
  return (
    <Card flush>
      <ul className={classes['conflicts']}>
        {ruleSet.conflicts.map((conflict) => (
          <li key={conflict.id}>
            <p className={classes['question']}>{conflict.question}</p>
            <dl className={classes['readings']}>
              {conflict.readings.map((reading) => (
                <div key={`${reading.source}-${reading.says}`}>
                  <dt>{titleOf(reading.source)}</dt>
                  <dd>{reading.says}</dd>
                </div>
              ))}
              <div className={classes['decision']}>
                <dt>{t('decision')}</dt>
                <dd>{conflict.decision}</dd>
              </div>
            </dl>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Summary({ ruleSet }: { readonly ruleSet: RuleSet }) {
  const { t } = useTranslation('rules');
  const nameOf = useRuleSetName();
  const holds = useHolds();
  const { basedOn } = ruleSet;
  return (
    <Card title={ruleSet.title} tools={<RuleStatus status={ruleSet.status} />}>
      <p className={classes['summary']}>{ruleSet.summary}</p>
      <FactList
        facts={[
          { name: t('holds.title'), value: holds(ruleSet) },
          ...(basedOn === null ? [] : [{ name: t('basedOn'), value: nameOf(basedOn) }]),
          { name: t('id'), value: <code className={classes['code']}>{ruleSet.id}</code> },
        ]}
      />
    </Card>
  );
}

function Formulas({ ruleSet, signs }: { readonly ruleSet: RuleSet; readonly signs: readonly FormulaSymbol[] }) {
  return (
    <Card flush>
      <dl className={classes['formulas']}>
        {ruleSet.formulas.map((formula) => (
          <div key={formula.id}>
            <dt>{formula.label}</dt>
            <dd>
              <code className={classes['code']}>{formula.text}</code>{' '}
              <SourceMark ruleSet={ruleSet} id={formula.source} />
            </dd>
          </div>
        ))}
      </dl>
      <SymbolList signs={signs} />
    </Card>
  );
}

type Constant = RuleSet['constants'][number];

function useFigureColumns(ruleSet: RuleSet): readonly Column<Constant>[] {
  const { t } = useTranslation('rules');
  const translate = useMessage();
  const titleOf = (id: string) => ruleSet.sources.find((source) => source.id === id)?.title ?? id;
  const plain: Column<Constant> = numberColumn('plain', t('figure.plain'), plainValue, {
    cell: (row) => plainValue(row) ?? '',
  });
  return [
    textColumn('figure', t('figure.name'), (row) => row.label, {
      cell: (row) => (
        <>
          {row.label}
          {row.unit === '' ? null : (
            <div className={classes['unit']}>{t('figure.in', { unit: translate(row.unit) })}</div>
          )}
        </>
      ),
    }),
    numberColumn('value', t('figure.value'), (row) => row.value, {
      format: (value) => formatNumber(value, { maxPlaces: 20 }),
    }),
    exportColumn('unit', 'text', (row) => row.unit),
    ...(ruleSet.constants.some((row) => plainValue(row) !== null) ? [plain] : []),
    textColumn('source', t('figure.source'), (row) => titleOf(row.source), {
      cell: (row) => <SourceMark ruleSet={ruleSet} id={row.source} />,
    }),
  ];
}

function Figures({ ruleSet }: { readonly ruleSet: RuleSet }) {
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

function Sources({ ruleSet }: { readonly ruleSet: RuleSet }) {
  const { t } = useTranslation('rules');
  return (
    <Card title={t('sources')}>
      <ol className={classes['sources']}>
        {ruleSet.sources.map((source, index) => (
          <li key={source.id}>
            <span className={classes['mark']} aria-hidden>
              {index + 1}
            </span>
            <span>{source.title}</span>
            <span className={classes['reference']}>
              <SourceReference reference={source.reference} />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** All details of one rule set. */
export function RuleSetView({ ruleSet }: { readonly ruleSet: RuleSet }) {
  const { t } = useTranslation('rules');
  return (
    <>
      <CardGrid minWidth="24rem">
        <Summary ruleSet={ruleSet} />
        <Sources ruleSet={ruleSet} />
      </CardGrid>
      <Section title={t('formulas')}>
        <Formulas ruleSet={ruleSet} signs={formulaSymbols(ruleSet)} />
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
