import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { KnownProjection } from '#shared/contract/earnings/projections.ts';
import { toSimulatedDecimal } from '#shared/domain/earnings/simulated-decimal.ts';
import { Decimal } from '#shared/decimal.ts';
import { AsIfMinted } from '#renderer/ui/as-if-minted.tsx';
import { type Fact, FactList } from '#renderer/ui/fact-list.tsx';
import { formatNumber, formatPercent, formatShortTft } from '#renderer/ui/format.ts';
import { formatInstant, formatPeriodName } from '#renderer/ui/format-time.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { useRuleSetName } from '#renderer/ui/rule-set-name.ts';
import { RuleStatus } from '#renderer/ui/source.tsx';
import { useRuleSets } from '#renderer/ui/rule-set.ts';
import { AssumptionGroups } from './assumption-list.tsx';
import { MoneySteps } from './money-steps.tsx';
import { ObstacleNotice } from './obstacle-notice.tsx';
import { useOutageText } from './use-assumption-text.ts';
import { usePaybackText, useRoiText } from './payback-text.ts';
import { ReportChart } from './report-chart.tsx';
import type { Simulation } from './use-simulation.ts';
import classes from './report.module.css';

interface ReportProps {
  readonly node: FarmNode;
  readonly projection: KnownProjection;
  readonly simulation: Simulation;
  /** Unix seconds. */
  readonly printedAtS: number;
  /** The stored scenario of the projection; null for unsaved assumptions. */
  readonly scenarioName: string | null;
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** The rule set with its status and sources. */
function Rules({ projection }: { readonly projection: KnownProjection }) {
  const { t } = useTranslation('earnings');
  const ruleSetName = useRuleSetName();
  const { data: ruleSets = [] } = useRuleSets();
  const rules = ruleSets.find(({ id }) => id === projection.rules);
  if (rules === undefined) return null;
  return (
    <Part title={t('rules.picker')}>
      <p>
        <strong>{ruleSetName(rules.id, rules.title)}</strong> <RuleStatus status={rules.status} /> {rules.summary}
      </p>
      <ul>
        {rules.sources.map((source) => (
          <li key={source.id}>
            {source.title}: {source.reference}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function useSummaryFacts({ node, projection, simulation }: ReportProps): readonly Fact[] {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const paybackText = usePaybackText();
  const roiText = useRoiText();
  const outageText = useOutageText();
  const { cases, months, roi, totalNet } = projection;
  const { summary } = simulation;
  const drawn = (value: number) => money.format(toSimulatedDecimal(value));
  return [
    { name: t('net.title'), value: money.format(new Decimal(totalNet).div(months.length)) },
    { name: t('net.total', { count: months.length }), value: money.format(totalNet) },
    { name: t('report.lowHigh'), value: `${money.format(cases.low.totalNet)} / ${money.format(cases.high.totalNet)}` },
    { name: t('payback.title'), value: paybackText(projection) },
    ...(roi === null ? [] : [{ name: t('payback.roi'), value: roiText(roi) }]),
    ...(summary === null
      ? []
      : [
          {
            name: t('report.quantiles'),
            value: `${drawn(summary.total.p10)} / ${drawn(summary.total.p50)} / ${drawn(summary.total.p90)}`,
          },
          {
            name: t(`miss.title.${node.certification}`),
            value: t('report.missed', {
              chance: formatPercent(toSimulatedDecimal(summary.missChance[node.certification] * 100)),
              drawn: outageText(projection.assumptions),
            }),
          },
        ]),
  ];
}

function MonthTable({ months }: Pick<KnownProjection, 'months'>) {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const columns = ['gross', 'share', 'electricity', 'hardware', 'other', 'net', 'cumulative'] as const;
  return (
    <table className={classes['months']}>
      <thead>
        <tr>
          <th scope="col">{t('chart.month')}</th>
          <th scope="col">{t('chart.period')}</th>
          <th scope="col">{`${t('chart.reward')} TFT`}</th>
          {columns.map((column) => (
            <th key={column} scope="col">
              {t(column === 'cumulative' ? 'chart.cumulative' : `steps.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {months.map((month) => (
          <tr key={month.month}>
            <td>{month.month}</td>
            <td>{formatPeriodName(month.period)}</td>
            <td>{formatShortTft(month.rewardTft)}</td>
            {columns.map((column) => (
              <td key={column}>{money.digits(month[column])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/**
 * The complete report for printing, independent of the open part of the page: summary, gross to net, chart, months,
 * assumptions.
 */
export function PrintReport(props: ReportProps) {
  const { t } = useTranslation(['earnings', 'common']);
  const money = useMoney();
  const facts = useSummaryFacts(props);
  const { projection, simulation, scenarioName } = props;
  return (
    <div className={classes['report']}>
      <header>
        <h1>{t('report.print', { machine: projection.label })}</h1>
        <p>
          {t('report.stands', {
            scenario: scenarioName ?? t('scenario.none'),
            date: formatInstant(props.printedAtS),
          })}
        </p>
      </header>
      {projection.asIfMintedFromMonth === null ? null : <AsIfMinted fromMonth={projection.asIfMintedFromMonth} />}
      <ObstacleNotice projection={projection} />
      <Part title={t('report.summary')}>
        <FactList facts={facts} />
        <p className={classes['quiet']}>
          {t('spread.footer', { paths: formatNumber(projection.plan.paths), seed: projection.plan.seed })}
        </p>
      </Part>
      <Rules projection={projection} />
      <MoneySteps projection={projection} />
      <Part title={t('chart.title', { count: projection.months.length })}>
        <ReportChart projection={projection} simulation={simulation.summary} money={money} />
        <p className={classes['quiet']}>{t(projection.roi === null ? 'chart.month730' : 'chart.note')}</p>
      </Part>
      <Part title={t('stands.title')}>
        <div className={classes['assumptions']}>
          <AssumptionGroups assumptions={projection.assumptions} />
        </div>
        <p className={classes['quiet']}>{t('stands.note')}</p>
      </Part>
      <Part title={t('report.months', { currency: money.code })}>
        <MonthTable months={projection.months} />
      </Part>
    </div>
  );
}
