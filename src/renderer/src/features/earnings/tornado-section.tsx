import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import { Decimal } from '#shared/decimal.ts';
import { api, type client } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { ChartFrame, ChartLegend } from '#renderer/ui/chart-frame.tsx';
import { numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { withUnit } from '#renderer/ui/format.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import classes from './earnings.module.css';
import { subjectOf } from './scenario-draft.ts';

type Sensitivity = Awaited<ReturnType<typeof client.earnings.projections.analyzeSensitivity>>;
type Bar = Sensitivity['bars'][number];

/** The position of an amount on the common scale, 0 to 100. */
function placeOn(amount: string, low: Decimal, high: Decimal): number {
  const span = high.minus(low);
  return span.isZero() ? 50 : new Decimal(amount).minus(low).div(span).times(100).toNumber();
}

function Scale({ children }: { readonly children: ReactNode }) {
  return (
    <td>
      <div className={classes['scale']}>{children}</div>
    </td>
  );
}

function Tornado({ weighed }: { readonly weighed: Sensitivity }) {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const ends = weighed.bars.flatMap((bar) => [bar.netAtLow, bar.netAtHigh]).map((text) => new Decimal(text));
  const [low, high] = [Decimal.min(...ends, weighed.totalNet), Decimal.max(...ends, weighed.totalNet)];
  const middle = placeOn(weighed.totalNet, low, high);
  const part = (amount: string, name: string) => {
    const at = placeOn(amount, low, high);
    const style = { insetInlineStart: `${Math.min(at, middle)}%`, inlineSize: `${Math.abs(at - middle)}%` };
    return <span className={classes[name]} style={style} />;
  };
  return (
    <table className={classes['tornado']}>
      <thead>
        <tr>
          <th scope="col">{t('tornado.what')}</th>
          <Scale>
            <span style={{ flexGrow: middle }} />
            <span>{t('tornado.expected', { net: money.digits(weighed.totalNet) })}</span>
            <span style={{ flexGrow: 100 - middle }} />
          </Scale>
        </tr>
      </thead>
      <tbody>
        {weighed.bars.map((bar) => (
          <tr key={bar.input}>
            <th scope="row">{t(`tornado.input.${bar.input}`)}</th>
            <td className={classes['swing']}>
              {part(bar.netAtLow, 'below')}
              {part(bar.netAtHigh, 'above')}
              <span className={classes['middle']} style={{ insetInlineStart: `${middle}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{withUnit(t('tornado.axis'), money.code)}</th>
          <Scale>
            <span>{money.digits(low)}</span>
            <span>{money.digits(high)}</span>
          </Scale>
        </tr>
      </tfoot>
    </table>
  );
}

function useColumns(): readonly Column<Bar>[] {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const amount = (id: 'netAtLow' | 'netAtHigh' | 'swing'): Column<Bar> =>
    numberColumn(`${id}Usd`, t(`tornado.${id}`), (row) => row[id], { format: money.format });
  return [
    textColumn('input', t('tornado.what'), (row) => t(`tornado.input.${row.input}`)),
    amount('netAtLow'),
    amount('netAtHigh'),
    amount('swing'),
  ];
}

/** The inputs that affect the result most, as bars around the expected net, with the figures behind. */
export function TornadoSection({ node, scenario }: { readonly node: FarmNode; readonly scenario: Scenario }) {
  const { t } = useTranslation('earnings');
  const columns = useColumns();
  const money = useMoney();
  const query = useQuery(
    api.earnings.projections.analyzeSensitivity.queryOptions({
      input: { subject: subjectOf(node), scenario },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <Section title={t('tornado.title')}>
      <QueryView query={query}>
        {(weighed) => (
          <Card>
            <ChartFrame
              title={t('tornado.caption', { months: scenario.months })}
              summary={t('tornado.summary', {
                first: weighed.bars[0] === undefined ? '' : t(`tornado.input.${weighed.bars[0].input}`),
                net: money.format(weighed.totalNet),
              })}
              table={{ columns, rows: weighed.bars, rowKey: (row) => row.input, exportName: 'farmer-sensitivity' }}
              legend={
                <ChartLegend
                  entries={[
                    { label: t('tornado.lower'), color: 'var(--series-2)' },
                    { label: t('tornado.higher'), color: 'var(--series-1)' },
                  ]}
                />
              }
              note={t('tornado.note')}
            >
              <Tornado weighed={weighed} />
            </ChartFrame>
          </Card>
        )}
      </QueryView>
    </Section>
  );
}
