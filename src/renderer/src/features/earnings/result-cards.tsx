import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { KnownProjection } from '#shared/contract/earnings/projections.ts';
import { toSimulatedDecimal } from '#shared/domain/earnings/simulated-decimal.ts';
import { type PaidBack, paybackMonth } from '#shared/domain/earnings/payback-text.ts';
import { Decimal } from '#shared/decimal.ts';
import { Card } from '#renderer/ui/card.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { Figure, figureCharacters } from '#renderer/ui/figure.tsx';
import { formatNumber, formatPercent } from '#renderer/ui/format.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { Tag } from '#renderer/ui/tag.tsx';
import classes from './earnings.module.css';
import { usePaybackText, useRoiText } from './payback-text.ts';
import { useAssumptionText, useOutageText } from './use-assumption-text.ts';
import type { Simulation } from './use-simulation.ts';

/** The figure of a card, and how many digits wide the longest of the row is. */
interface Lead {
  readonly value: string | null;
  readonly unit?: string;
  readonly tone?: 'bad';
  readonly fitCharacters: number;
}

function NetCard({ projection, lead }: { readonly projection: KnownProjection; readonly lead: Lead }) {
  const { t } = useTranslation(['earnings', 'common']);
  const money = useMoney();
  const { breakEvenTftPriceUsd, breakEvenKwhPriceUsd } = projection;
  const breakEvens = [
    ...(breakEvenTftPriceUsd === null
      ? []
      : [{ name: t('net.breakEvenTft'), value: money.unitPrice(breakEvenTftPriceUsd) }]),
    ...(breakEvenKwhPriceUsd === null
      ? []
      : [{ name: t('net.breakEvenKwh'), value: money.unitPrice(breakEvenKwhPriceUsd) }]),
  ];
  return (
    <Card title={t('net.title')} tools={<Tag>{t('common:estimate')}</Tag>}>
      <Figure size="hero" {...lead} caption={t('net.average', { count: projection.months.length })} />
      <FactList
        facts={[
          { name: t('net.total', { count: projection.months.length }), value: money.digits(projection.totalNet) },
          { name: t('net.low'), value: money.digits(projection.cases.low.totalNet) },
          { name: t('net.high'), value: money.digits(projection.cases.high.totalNet) },
          ...breakEvens,
        ]}
      />
    </Card>
  );
}

function PaybackCard({ projection, lead }: { readonly projection: KnownProjection; readonly lead: Lead }) {
  const { t } = useTranslation('earnings');
  const paybackText = usePaybackText();
  const roiText = useRoiText();
  const { roi, cases } = projection;
  const short = (paid: PaidBack) => (paybackMonth(paid) === null ? t('payback.neverShort') : paybackText(paid));
  return (
    <Card title={t('payback.title')}>
      <Figure size="hero" {...lead} caption={paybackText(projection)} />
      {roi === null ? (
        <p className={classes['ruleNote']}>{t('payback.give')}</p>
      ) : (
        <FactList
          facts={[
            { name: t('payback.roiShort'), value: roiText(roi) },
            { name: t('net.low'), value: short(cases.low) },
            { name: t('net.high'), value: short(cases.high) },
          ]}
        />
      )}
    </Card>
  );
}

const chanceDigits = (value: number) =>
  formatNumber(toSimulatedDecimal(value * 100), { minPlaces: 1, maxPlaces: 1, rounding: 'floor' });
const chanceText = (value: number) => formatPercent(toSimulatedDecimal(value * 100));

interface SpreadCardProps {
  readonly simulation: Simulation;
  readonly hasPrice: boolean;
  readonly lead: Lead;
}

function SpreadCard({ simulation, hasPrice, lead }: SpreadCardProps) {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const { summary, progress } = simulation;
  const amount = (value: number | undefined) => (value === undefined ? '…' : money.digits(toSimulatedDecimal(value)));
  return (
    <Card title={t('spread.title')}>
      <Figure size="hero" {...lead} caption={t('spread.caption')} />
      {progress === null ? null : <Progress value={progress * 100} size="xs" aria-label={t('spread.drawing')} />}
      {simulation.hasFailed ? <p className={classes['failed']}>{t('spread.failed')}</p> : null}
      <FactList
        facts={[
          { name: t('spread.p10'), value: amount(summary?.total.p10) },
          { name: t('spread.p90'), value: amount(summary?.total.p90) },
          {
            name: t('spread.paysBack'),
            value: !hasPrice ? t('spread.noPrice') : summary === null ? '…' : chanceText(summary.paybackChance),
          },
        ]}
      />
    </Card>
  );
}

function MissCard({
  projection,
  simulation,
  certification,
  lead,
}: {
  readonly projection: KnownProjection;
  readonly simulation: Simulation;
  readonly lead: Lead;
} & Pick<FarmNode, 'certification'>) {
  const { t } = useTranslation('earnings');
  const write = useAssumptionText();
  const outageText = useOutageText();
  const { summary } = simulation;
  const uptime = projection.assumptions.find(({ id }) => id === 'uptime');
  return (
    <Card title={t(`miss.title.${certification}`)}>
      <Figure size="hero" {...lead} caption={t('miss.caption')} />
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

/** What each card leads with, all in the size of the longest. */
function useLeads(
  projection: KnownProjection,
  { summary }: Simulation,
  certification: FarmNode['certification'],
): Readonly<Record<'net' | 'payback' | 'spread' | 'miss', Lead>> {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const perMonth = new Decimal(projection.totalNet).div(projection.months.length);
  const month = paybackMonth(projection);
  const hasNone = projection.roi === null;
  const net = { value: money.digits(perMonth), unit: money.code };
  const paid =
    month === null
      ? { value: hasNone ? null : t('payback.neverShort'), tone: 'bad' as const }
      : { value: formatNumber(month), unit: t('payback.unit') };
  const spread = {
    value: summary === null ? null : money.digits(toSimulatedDecimal(summary.total.p50)),
    unit: money.code,
  };
  const miss = { value: summary === null ? null : chanceDigits(summary.missChance[certification]), unit: '%' };
  const widths = [net, paid, spread, miss].map((lead) =>
    figureCharacters(lead.value, 'unit' in lead ? lead.unit : undefined),
  );
  const fit = { fitCharacters: Math.max(...widths) };
  const isLoss = perMonth.isNegative() && !perMonth.isZero();
  return {
    net: { ...net, ...fit, ...(isLoss ? { tone: 'bad' } : {}) },
    payback: { ...paid, ...fit },
    spread: { ...spread, ...fit },
    miss: { ...miss, ...fit },
  };
}

/** The answers of the screen: what stays a month, when the machine has paid for itself, how sure both are. */
export function ResultCards({
  projection,
  simulation,
  certification,
}: {
  readonly projection: KnownProjection;
  readonly simulation: Simulation;
} & Pick<FarmNode, 'certification'>) {
  const { t } = useTranslation('earnings');
  const { paths, seed } = projection.plan;
  const leads = useLeads(projection, simulation, certification);
  return (
    <div className={classes['answer']}>
      <div className={classes['results']}>
        <NetCard projection={projection} lead={leads.net} />
        <PaybackCard projection={projection} lead={leads.payback} />
        <SpreadCard simulation={simulation} hasPrice={projection.roi !== null} lead={leads.spread} />
        <MissCard projection={projection} simulation={simulation} certification={certification} lead={leads.miss} />
      </div>
      <p className={classes['ruleNote']}>{t('spread.footer', { paths: formatNumber(paths), seed })}</p>
    </div>
  );
}
