import { useTranslation } from 'react-i18next';
import type { KnownProjection } from '#shared/contract/earnings/projections.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { Card } from '#renderer/ui/card.tsx';
import { formatShortTft, formatTftRange } from '#renderer/ui/format.ts';
import { formatPeriodName } from '#renderer/ui/format-time.ts';
import { useMoney } from '#renderer/ui/money.ts';
import hidden from '#renderer/ui/hidden.module.css';
import classes from './earnings.module.css';

interface Step {
  readonly id: 'gross' | 'given' | 'share' | 'electricity' | 'hardware' | 'other' | 'net';
  readonly amount: Decimal;
  /** Whether it is an intermediate result or a deduction. */
  readonly kind: 'stage' | 'taken';
}

/** The amounts from gross to net in the first month; deductions of zero are omitted. */
function stepsOf(month: KnownProjection['months'][number]): readonly Step[] {
  const [gross, share] = [new Decimal(month.gross), new Decimal(month.share)];
  const steps: readonly Step[] = [
    { id: 'gross', amount: gross, kind: 'stage' },
    { id: 'given', amount: gross.minus(share), kind: 'taken' },
    ...(gross.equals(share) ? [] : [{ id: 'share', amount: share, kind: 'stage' } as const]),
    { id: 'electricity', amount: new Decimal(month.electricity), kind: 'taken' },
    { id: 'hardware', amount: new Decimal(month.hardware), kind: 'taken' },
    { id: 'other', amount: new Decimal(month.other), kind: 'taken' },
    { id: 'net', amount: new Decimal(month.net), kind: 'stage' },
  ];
  return steps.filter(({ kind, amount }) => kind === 'stage' || !amount.isZero());
}

/** The start and end of each bar: results start at zero, deductions at the result before them. */
function barsOf(steps: readonly Step[]): readonly (readonly [Decimal, Decimal])[] {
  let left = new Decimal(0);
  return steps.map(({ kind, amount }) => {
    const before = kind === 'stage' ? new Decimal(0) : left;
    left = kind === 'stage' ? amount : left.minus(amount);
    return [before, left];
  });
}

/** From gross to net in the first month, each step with a bar. */
export function MoneySteps({ projection }: { readonly projection: KnownProjection }) {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const [first] = projection.months;
  if (first === undefined) return null;
  const steps = stepsOf(first);
  const bars = barsOf(steps);
  const low = Decimal.min(0, ...bars.flat());
  const span = Decimal.max(0, ...bars.flat()).minus(low);
  if (span.isZero()) return null;
  const percent = (amount: Decimal) => `${amount.div(span).times(100).toFixed(1)}%`;
  const barStyle = ([from, to] = [low, low] as readonly [Decimal, Decimal]) => ({
    marginInlineStart: percent(Decimal.min(from, to).minus(low)),
    inlineSize: percent(from.minus(to).abs()),
  });
  return (
    <Card
      title={t('steps.title', { period: formatPeriodName(first.period) })}
      footer={t('steps.reward', {
        tft: projection.runningTft === null ? formatShortTft(first.rewardTft) : formatTftRange(projection.runningTft),
      })}
    >
      <table className={classes['steps']}>
        <caption className={hidden['hidden']}>{t('steps.caption')}</caption>
        <tbody>
          {steps.map((step, index) => (
            <tr key={step.id} data-kind={step.kind}>
              <th scope="row">{t(`steps.${step.id}`)}</th>
              <td className={classes['bar']} aria-hidden>
                <span data-kind={step.kind} data-negative={step.amount.isNegative()} style={barStyle(bars[index])} />
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
