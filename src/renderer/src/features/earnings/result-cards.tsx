import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { KnownProjection } from '#shared/contract/earnings/projections.ts';
import { toSimulatedDecimal } from '#shared/domain/earnings/simulated-decimal.ts';
import { Card } from '#renderer/ui/card.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatNumber, formatPercent } from '#renderer/ui/format.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { useAssumptionText, useOutageText } from './use-assumption-text.ts';
import type { Simulation } from './use-simulation.ts';
import classes from './earnings.module.css';

const chanceDigits = (value: number) =>
  formatNumber(toSimulatedDecimal(value * 100), { minPlaces: 1, maxPlaces: 1, rounding: 'floor' });
const chanceText = (value: number) => formatPercent(toSimulatedDecimal(value * 100));

interface SpreadCardProps {
  readonly simulation: Simulation;
  readonly projection: KnownProjection;
}

type SureCardsProps = SpreadCardProps & Pick<FarmNode, 'certification'>;

function SpreadCard({ simulation, projection: { roi, cases } }: SpreadCardProps) {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const { summary, progress } = simulation;
  const amount = (value: number | undefined) => (value === undefined ? '…' : money.digits(toSimulatedDecimal(value)));
  return (
    <Card title={t('spread.title')}>
      <Figure
        value={summary === null ? null : money.digits(toSimulatedDecimal(summary.total.p50))}
        unit={money.code}
        caption={t('spread.caption')}
      />
      {progress === null ? null : <Progress value={progress * 100} size="xs" aria-label={t('spread.drawing')} />}
      {simulation.hasFailed ? <p className={classes['failed']}>{t('spread.failed')}</p> : null}
      <FactList
        facts={[
          { name: t('spread.p10'), value: amount(summary?.total.p10) },
          { name: t('spread.p90'), value: amount(summary?.total.p90) },
          { name: t('net.low'), value: money.digits(cases.low.totalNet) },
          { name: t('net.high'), value: money.digits(cases.high.totalNet) },
          {
            name: t('spread.paysBack'),
            value: roi === null ? t('spread.noPrice') : summary === null ? '…' : chanceText(summary.paybackChance),
          },
        ]}
      />
    </Card>
  );
}

function MissCard({ projection, simulation, certification }: SureCardsProps) {
  const { t } = useTranslation('earnings');
  const write = useAssumptionText();
  const outageText = useOutageText();
  const { summary } = simulation;
  const uptime = projection.assumptions.find(({ id }) => id === 'uptime');
  return (
    <Card title={t(`miss.title.${certification}`)}>
      <Figure
        value={summary === null ? null : chanceDigits(summary.missChance[certification])}
        unit="%"
        caption={t('miss.caption')}
      />
      <FactList
        facts={[
          {
            name: t('spread.missAny', { count: projection.months.length }),
            value: summary === null ? '…' : chanceText(summary.missAnyChance[certification]),
          },
          { name: t('miss.drawn'), value: outageText(projection.assumptions) },
          { name: t('miss.stated'), value: uptime === undefined ? '' : t('miss.unused', { uptime: write(uptime) }) },
        ]}
      />
    </Card>
  );
}

/** The uncertainty of the result: the simulation, the cases, and the probability of missing the uptime target. */
export function SureCards({ projection, simulation, certification }: SureCardsProps) {
  const { t } = useTranslation('earnings');
  const { paths, seed } = projection.plan;
  return (
    <div className={classes['answer']}>
      <div className={classes['results']}>
        <SpreadCard simulation={simulation} projection={projection} />
        <MissCard projection={projection} simulation={simulation} certification={certification} />
      </div>
      <p className={classes['ruleNote']}>{t('spread.footer', { paths: formatNumber(paths), seed })}</p>
    </div>
  );
}
