import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { KnownProjection } from '#shared/contract/earnings/projections.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { paybackMonth } from '#shared/domain/earnings/payback-text.ts';
import { api } from '#renderer/client/client.ts';
import { useBreakEvenFacts } from '#renderer/ui/break-even-facts.ts';
import { Card } from '#renderer/ui/card.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { useMoney } from '#renderer/ui/money.ts';
import { Tag } from '#renderer/ui/tag.tsx';
import classes from './earnings.module.css';
import { usePaybackText, useRoiText } from './payback-text.ts';

/** The result in one sentence; "turn it off" where power costs more than it earns. */
function useAnswer(isPlanned: boolean): (projection: KnownProjection) => string {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const paybackText = usePaybackText();
  return ({ afterPowerPerMonth, roi, ...projection }) => {
    if (afterPowerPerMonth.startsWith('-')) {
      return t(isPlanned ? 'answer.notWorth' : 'answer.turnOff', { amount: money.format(afterPowerPerMonth.slice(1)) });
    }
    const earns = t('answer.earns', { amount: money.format(afterPowerPerMonth) });
    if (roi === null) return t('answer.needsPrice', { earns });
    const isPaid = paybackMonth({ ...projection, roi }) !== null;
    return t(isPaid ? 'answer.paid' : 'answer.notPaid', { earns, when: paybackText({ ...projection, roi }) });
  };
}

/** Single changes that would each make the machine profitable; empty when it already is. */
function useChanges(): (projection: KnownProjection) => readonly string[] {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  return ({
    afterPowerPerMonth,
    breakEvenTftPriceUsd,
    breakEvenKwhPriceUsd,
    paidTftPriceUsd,
    payback,
    months,
    roi,
  }) => {
    const isLoss = afterPowerPerMonth.startsWith('-');
    const isLate = roi !== null && payback.kind !== 'within';
    return [
      ...(isLoss && breakEvenTftPriceUsd !== null
        ? [t('answer.ifTft', { price: money.breakEven(breakEvenTftPriceUsd) })]
        : []),
      ...(isLoss && breakEvenKwhPriceUsd !== null
        ? [t('answer.ifKwh', { price: money.breakEven(breakEvenKwhPriceUsd) })]
        : []),
      ...(isLate && paidTftPriceUsd !== null
        ? [t('answer.ifPaid', { price: money.breakEven(paidTftPriceUsd), count: months.length })]
        : []),
    ];
  };
}

/** The net of a complete period as on the Farm and Summary pages, where it differs from the one shown here. */
function useFullUptime(node: FarmNode, shownUsd: string): string | null {
  const amount = useMoney();
  const { data } = useQuery(api.nodes.getMoney.queryOptions({ input: { id: node.id } }));
  if (data?.money.state !== 'known') return null;
  const text = amount.format(data.money.netUsd);
  return text === amount.format(shownUsd) ? null : text;
}

/**
 * The main result of the page: what remains after power, in one sentence, and what would have to change for a profit.
 */
export function AnswerCard({ projection, node }: { readonly projection: KnownProjection; readonly node: FarmNode }) {
  const { t } = useTranslation(['earnings', 'common']);
  const { afterPowerPerMonth, totalNet, months, roi } = projection;
  const money = useMoney();
  const paybackText = usePaybackText();
  const roiText = useRoiText();
  const answer = useAnswer(node.kind === 'planned');
  const fullUptime = useFullUptime(node, afterPowerPerMonth);
  const changes = useChanges()(projection);
  const isLoss = afterPowerPerMonth.startsWith('-');
  const breakEvenFacts = useBreakEvenFacts();
  return (
    <Card title={t('answer.title')} tools={<Tag>{t('common:estimate')}</Tag>}>
      <Figure
        value={money.digits(afterPowerPerMonth)}
        unit={money.code}
        caption={answer(projection)}
        {...(isLoss ? { tone: 'bad' } : {})}
      />
      {changes.length === 0 ? null : (
        <ul className={classes['changes']} aria-label={t('answer.changes')}>
          {changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
      <FactList
        facts={[
          ...(fullUptime === null ? [] : [{ name: t('answer.fullUptime'), value: fullUptime }]),
          { name: t('payback.title'), term: 'payback', value: paybackText(projection) },
          ...(roi === null ? [] : [{ name: t('payback.roiShort'), value: roiText(roi) }]),
          ...breakEvenFacts(projection),
          {
            name: t('answer.afterHardware', { count: months.length }),
            value: t('answer.perMonthAndTotal', {
              month: money.format(projection.netPerMonth),
              total: money.format(totalNet),
            }),
          },
        ]}
      />
    </Card>
  );
}
