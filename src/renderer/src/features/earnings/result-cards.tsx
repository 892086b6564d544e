import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes.ts';
import type { ProjectionWire } from '#shared/contract/projections.ts';
import { simulatedDecimal } from '#shared/domain/earnings/simulation-summary.ts';
import { Decimal } from '#shared/decimal.ts';
import { Card } from '#renderer/ui/card.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatNumber, formatPercent } from '#renderer/ui/format.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { CardGrid } from '#renderer/ui/page.tsx';
import { Tag } from '#renderer/ui/tag.tsx';
import classes from './earnings.module.css';
import { usePaybackText } from './payback-text.ts';
import type { Simulation } from './use-simulation.ts';

function NetCard({ projection }: { readonly projection: ProjectionWire }) {
  const { t } = useTranslation(['earnings', 'common']);
  const money = useMoney();
  const perMonth = new Decimal(projection.totalNet).div(projection.months.length);
  return (
    <Card title={t('net.title')} tools={<Tag>{t('common:estimate')}</Tag>}>
      <Figure size="hero" value={money.digits(perMonth)} unit={money.code} caption={t('common:periodMonth')} />
      <FactList
        facts={[
          { name: t('net.total', { count: projection.months.length }), value: money.format(projection.totalNet) },
          { name: t('net.low'), value: money.format(projection.cases.low.totalNet) },
          { name: t('net.high'), value: money.format(projection.cases.high.totalNet) },
        ]}
      />
    </Card>
  );
}

function PaybackCard({ projection }: { readonly projection: ProjectionWire }) {
  const { t } = useTranslation('earnings');
  const paybackText = usePaybackText();
  const { payback, roi } = projection;
  const isNever = payback.kind === 'never';
  return (
    <Card title={t('payback.title')}>
      <Figure
        size="hero"
        value={isNever ? t('payback.neverShort') : String(payback.month)}
        {...(isNever ? { tone: 'bad' as const } : { unit: t('payback.unit') })}
        caption={paybackText(payback)}
      />
      <FactList
        facts={[
          {
            name: t('payback.roi'),
            value: roi === null ? t('payback.noHardware') : formatPercent(new Decimal(roi).times(100)),
          },
          { name: t('payback.low'), value: paybackText(projection.cases.low.payback) },
          { name: t('payback.high'), value: paybackText(projection.cases.high.payback) },
        ]}
      />
    </Card>
  );
}

const chance = (value: number) => formatPercent(simulatedDecimal(value * 100));

function SpreadCard({
  simulation,
  certification,
}: { readonly simulation: Simulation } & Pick<FarmNode, 'certification'>) {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const { summary, progress } = simulation;
  const amount = (value: number | undefined) => (value === undefined ? null : money.digits(simulatedDecimal(value)));
  return (
    <Card
      title={t('spread.title')}
      footer={
        summary === null ? undefined : t('spread.footer', { paths: formatNumber(summary.paths), seed: summary.seed })
      }
    >
      <Figure size="hero" value={amount(summary?.total.p50)} unit={money.code} caption={t('spread.caption')} />
      {progress === null ? null : <Progress value={progress * 100} size="xs" aria-label={t('spread.drawing')} />}
      {simulation.hasFailed ? <p className={classes['failed']}>{t('spread.failed')}</p> : null}
      {summary === null ? null : (
        <FactList
          facts={[
            { name: 'P10', value: money.format(simulatedDecimal(summary.total.p10)) },
            { name: 'P90', value: money.format(simulatedDecimal(summary.total.p90)) },
            {
              name: t(`spread.miss.${certification}`),
              value: chance(summary.missChance[certification]),
            },
            {
              name: t('spread.missAny', { count: summary.byMonth.length }),
              value: chance(summary.missAnyChance[certification]),
            },
            { name: t('spread.paysBack'), value: chance(summary.paybackChance) },
          ]}
        />
      )}
    </Card>
  );
}

/** The three answers of the screen: what stays a month, when the machine has paid for itself, how sure that is. */
export function ResultCards({
  projection,
  simulation,
  certification,
}: {
  readonly projection: ProjectionWire;
  readonly simulation: Simulation;
} & Pick<FarmNode, 'certification'>) {
  return (
    <CardGrid minWidth="17rem">
      <NetCard projection={projection} />
      <PaybackCard projection={projection} />
      <SpreadCard simulation={simulation} certification={certification} />
    </CardGrid>
  );
}
