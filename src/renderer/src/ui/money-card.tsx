import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { PeriodMoneyAnswer } from '#shared/contract/earnings/value.ts';
import { paybackMonthsText } from '#shared/domain/earnings/payback-text.ts';
import { api } from '#renderer/client/client.ts';
import { useBreakEvenFacts } from './break-even-facts.ts';
import { Card } from './card.tsx';
import { type Fact, FactList } from './fact-list.tsx';
import { Figure } from './figure.tsx';
import { useMessage } from './message.ts';
import { useMoney, useTftWorth } from './money.ts';
import { MissingNumbers } from './missing-numbers.tsx';
import { QueryView } from './query-view.tsx';
import { Tag } from './tag.tsx';

type KnownMoney = Extract<PeriodMoneyAnswer, { state: 'known' }>;

function Net({
  known,
  paybackMonths,
  hasPrice,
  isPlanned,
}: {
  readonly known: KnownMoney;
  readonly paybackMonths: number | null;
  readonly hasPrice: boolean;
  readonly isPlanned: boolean;
}) {
  const { t } = useTranslation('common');
  const money = useMoney();
  const worth = useTftWorth();
  const translate = useMessage();
  const isLoss = known.netUsd.startsWith('-');
  const amountFacts = useAmountFacts();
  const breakEvenFacts = useBreakEvenFacts();
  return (
    <>
      <Figure
        value={money.digits(known.netUsd)}
        unit={money.code}
        {...(isLoss ? { tone: 'bad' as const } : {})}
        caption={[
          ...(isLoss ? [t(isPlanned ? 'net.notWorth' : 'net.turnOff')] : []),
          t('net.caption', { note: worth.note }),
        ].join(' ')}
      />
      <FactList
        facts={[
          ...amountFacts(known),
          ...(known.otherUsd === '0' ? [] : [{ name: t('net.other'), value: money.format(known.otherUsd) }]),
          ...breakEvenFacts(known),
          {
            name: t('net.payback'),
            term: 'payback',
            value: translate(paybackMonthsText(paybackMonths, hasPrice)),
          },
        ]}
      />
    </>
  );
}

/** The known amounts of a period, while others are missing. */
function useAmountFacts(): (amounts: Pick<PeriodMoneyAnswer, 'grossUsd' | 'powerUsd'>) => readonly Fact[] {
  const { t } = useTranslation('common');
  const money = useMoney();
  return ({ grossUsd, powerUsd }) => [
    ...(grossUsd === null ? [] : [{ name: t('net.gross'), term: 'gross' as const, value: money.format(grossUsd) }]),
    ...(powerUsd === null ? [] : [{ name: t('net.power'), value: money.format(powerUsd) }]),
  ];
}

function KnownParts({ parts }: { readonly parts: Extract<PeriodMoneyAnswer, { state: 'missing' }> }) {
  const facts = useAmountFacts()(parts);
  return facts.length === 0 ? null : <FactList facts={facts} />;
}

/** The net of a node for a complete minting period after power, at the farmer's TFT price, and what would change it. */
export function MoneyCard({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('common');
  const query = useQuery(api.nodes.getMoney.queryOptions({ input: { id: node.id } }));
  return (
    <Card title={t('net.title')} tools={<Tag>{t('estimate')}</Tag>}>
      <QueryView query={query}>
        {({ money, paybackMonths }) =>
          money.state === 'missing' ? (
            <>
              <MissingNumbers missing={money.missing} node={node} />
              <KnownParts parts={money} />
            </>
          ) : (
            <Net
              known={money}
              paybackMonths={paybackMonths}
              hasPrice={node.costs.hardwareCostUsd !== null}
              isPlanned={node.kind === 'planned'}
            />
          )
        }
      </QueryView>
    </Card>
  );
}
