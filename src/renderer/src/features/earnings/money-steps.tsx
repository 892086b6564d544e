import { useTranslation } from 'react-i18next';
import type { KnownProjection } from '#shared/contract/earnings/projections.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { Card } from '#renderer/ui/card.tsx';
import { formatTft, tftBetween } from '#renderer/ui/format.ts';
import { formatPeriodName } from '#renderer/ui/format-time.ts';
import { useMoney } from '#renderer/ui/money.ts';
import hidden from '#renderer/ui/hidden.module.css';
import classes from './earnings.module.css';

interface Step {
  readonly id: 'gross' | 'given' | 'share' | 'electricity' | 'hardware' | 'other' | 'net';
  readonly amount: Decimal;
  /** Whether it is a stage that is reached, or what is taken on the way. */
  readonly kind: 'stage' | 'taken';
}

/** What is left at each stage of the first month. */
function stepsOf(month: KnownProjection['months'][number]): readonly Step[] {
  return [
    { id: 'gross', amount: new Decimal(month.gross), kind: 'stage' },
    { id: 'given', amount: new Decimal(month.gross).minus(month.share), kind: 'taken' },
    { id: 'share', amount: new Decimal(month.share), kind: 'stage' },
    { id: 'electricity', amount: new Decimal(month.electricity), kind: 'taken' },
    { id: 'hardware', amount: new Decimal(month.hardware), kind: 'taken' },
    { id: 'other', amount: new Decimal(month.other), kind: 'taken' },
    { id: 'net', amount: new Decimal(month.net), kind: 'stage' },
  ];
}

function barWidth(amount: Decimal, widest: Decimal): string {
  return widest.isZero() ? '0%' : `${amount.abs().div(widest).times(100).toFixed(1)}%`;
}

/** From gross to net for the first month, each step with its bar. */
export function MoneySteps({ projection }: { readonly projection: KnownProjection }) {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const [first] = projection.months;
  if (first === undefined) return null;
  const steps = stepsOf(first);
  const widest = steps.reduce((most, step) => Decimal.max(most, step.amount.abs()), new Decimal(0));
  if (widest.isZero()) return null;
  return (
    <Card
      title={t('steps.title', { period: formatPeriodName(first.period) })}
      footer={t('steps.reward', {
        tft: projection.runningTft === null ? formatTft(first.rewardTft) : tftBetween(projection.runningTft),
      })}
    >
      <table className={classes['steps']}>
        <caption className={hidden['hidden']}>{t('steps.caption')}</caption>
        <tbody>
          {steps.map((step) => (
            <tr key={step.id} data-kind={step.kind}>
              <th scope="row">{t(`steps.${step.id}`)}</th>
              <td className={classes['bar']} aria-hidden>
                <span
                  data-kind={step.kind}
                  data-negative={step.amount.isNegative()}
                  style={{ inlineSize: barWidth(step.amount, widest) }}
                />
              </td>
              <td className={classes['amount']}>
                {money.format(
                  toPlain(step.kind === 'taken' && !step.amount.isZero() ? step.amount.negated() : step.amount),
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
