import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Receipt, ReceiptList } from '#shared/contract/uptime/receipts.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { Figure, FigureRow } from '#renderer/ui/figure.tsx';
import { formatPermille, formatShortTft, formatTft, formatTftRange } from '#renderer/ui/format.ts';
import { formatPeriodName } from '#renderer/ui/format-time.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { useTftWorth } from '#renderer/ui/money.ts';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { AnswerSkeleton } from './answer-skeleton.tsx';

function NoReceipt({ isPlanned }: { readonly isPlanned: boolean }) {
  const { t } = useTranslation('summary');
  return (
    <EmptyState
      compact
      title={t(isPlanned ? 'last.plannedTitle' : 'last.noneTitle')}
      purpose={t(isPlanned ? 'last.plannedPurpose' : 'last.nonePurpose')}
      action={
        isPlanned ? (
          <Button variant="default" size="xs" onClick={() => goTo('/earnings')}>
            {t('last.earnings')}
          </Button>
        ) : (
          <Button variant="default" size="xs" onClick={() => goTo('/uptime', { import: 'receipt' })}>
            {t('last.import')}
          </Button>
        )
      }
    />
  );
}

function Receipt({ receipt }: { readonly receipt: Receipt }) {
  const { t } = useTranslation('summary');
  const worth = useTftWorth();
  const { ownTft, tftDifference } = receipt;
  return (
    <>
      <Figure
        value={formatShortTft(receipt.tft)}
        unit="TFT"
        caption={t('last.caption', {
          period: formatPeriodName(receipt.period.name),
          amount: worth.of(receipt.tft),
        })}
      />
      <FigureRow
        isFoot
        figures={[
          { label: t('earning.uptime'), value: formatPermille(receipt.permille) },
          { label: t('last.own'), value: ownTft === null ? null : formatTftRange(ownTft), unit: 'TFT' },
          {
            label: t('last.difference'),
            value: tftDifference === null ? null : formatTft(tftDifference, { maxPlaces: 2, sign: 'always' }),
            unit: 'TFT',
          },
        ]}
      />
    </>
  );
}

/** A period with only a correction, which contains the corrected amount but no uptime. */
function Correction({ fixup: { correct, period } }: { readonly fixup: ReceiptList['fixups'][number] }) {
  const { t } = useTranslation('summary');
  const worth = useTftWorth();
  return (
    <>
      <Figure
        size="hero"
        value={formatShortTft(correct.tft)}
        unit="TFT"
        caption={t('last.caption', { period: formatPeriodName(period.name), amount: worth.of(correct.tft) })}
      />
      <p>{t('last.corrected')}</p>
    </>
  );
}

/** The last payment of the grid for this node, next to the node's own record. */
export function LastPayoutCard({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('summary');
  const isPlanned = node.kind === 'planned';
  const latest = useQuery(
    api.uptime.receipts.getLatest.queryOptions({ input: { nodeId: node.id }, enabled: !isPlanned }),
  );
  return (
    <Card title={t(isPlanned ? 'last.plannedTitleCard' : 'last.title')}>
      {isPlanned ? (
        <NoReceipt isPlanned />
      ) : (
        <QueryView query={latest} loading={<AnswerSkeleton />}>
          {({ receipt, fixup }) => {
            if (fixup !== null) return <Correction fixup={fixup} />;
            return receipt === null ? <NoReceipt isPlanned={false} /> : <Receipt receipt={receipt} />;
          }}
        </QueryView>
      )}
    </Card>
  );
}
