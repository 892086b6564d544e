import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BidWire, RankedBidWire } from '#shared/contract/bids.ts';
import { Decimal } from '#shared/decimal.ts';
import { api, type client } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { showUndo } from '#renderer/ui/confirm-undo.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { formatPercent } from '#renderer/ui/format.ts';
import { formatInstant } from '#renderer/ui/format-time.ts';
import { type Money, useMoney } from '#renderer/ui/money.ts';
import { Section } from '#renderer/ui/page.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { BidTags, needText, offerText } from './bid-words.tsx';
import classes from './bids.module.css';
import { CounterDialog, DeclineDialog } from './decision-dialogs.tsx';

type T = TFunction<'bids'>;
type Ranking = Awaited<ReturnType<typeof client.bids.rank>>;

interface Decisions {
  readonly accept: (bid: BidWire) => void;
  readonly counter: (bid: BidWire) => void;
  readonly decline: (bid: BidWire) => void;
  readonly isRunning: boolean;
}

function FitCell({ row, t }: { readonly row: RankedBidWire; readonly t: T }) {
  const { place, code } = row;
  if (place === null) {
    return (
      <div className={classes['fit']}>
        <StatusBadge plain tone="unknown" word={t(`misfit.${code ?? 'no-node'}`)} />
      </div>
    );
  }
  return (
    <div className={classes['fit']}>
      <StatusBadge plain tone="good" word={t('ranked.fits', { count: place.slices, kind: place.kindId })} />
      {place.risk === null ? null : (
        <div className={classes['quiet']}>
          {t('ranked.risk', {
            chance: formatPercent(new Decimal(place.risk.missChance).times(100)),
            misses: place.risk.misses,
            periods: place.risk.periods,
          })}
        </div>
      )}
    </div>
  );
}

function Actions({ row, t, decisions }: { readonly row: RankedBidWire; readonly t: T; readonly decisions: Decisions }) {
  const { bid } = row;
  return (
    <div className={classes['actions']}>
      <Button
        variant="default"
        size="compact-sm"
        disabled={!row.fits || decisions.isRunning}
        aria-label={t('action.acceptThis', { id: bid.id })}
        onClick={() => decisions.accept(bid)}
      >
        {t('action.accept')}
      </Button>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-label={t('action.counterThis', { id: bid.id })}
        onClick={() => decisions.counter(bid)}
      >
        {t('action.counter')}
      </Button>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-label={t('action.declineThis', { id: bid.id })}
        onClick={() => decisions.decline(bid)}
      >
        {t('action.decline')}
      </Button>
    </div>
  );
}

function bidColumns(t: T): readonly Column<RankedBidWire>[] {
  return [
    {
      id: 'id',
      header: t('ranked.bid'),
      kind: 'text',
      value: ({ bid }) => bid.id,
      cell: ({ bid }) => (
        <>
          <strong>{bid.buyer}</strong> <BidTags bid={bid} t={t} />
          <div className={classes['quiet']}>{needText(t, bid)}</div>
          <div className={classes['quiet']}>{bid.id}</div>
        </>
      ),
    },
    {
      id: 'pricePerMonth',
      header: t('ranked.offer'),
      kind: 'number',
      value: ({ bid }) => bid.pricePerMonth,
      cell: ({ bid }) => offerText(bid),
    },
    { id: 'months', header: t('ranked.months'), kind: 'number', value: ({ bid }) => bid.months },
  ];
}

function worthColumns(t: T, money: Money, scarce: string): readonly Column<RankedBidWire>[] {
  return [
    {
      id: 'netMonthUsd',
      header: t('ranked.net'),
      unit: t('ranked.perMonth', { code: money.code }),
      kind: 'number',
      value: ({ place }) => place?.netMonthUsd ?? null,
      cell: ({ place }) => (place === null ? null : money.digits(place.netMonthUsd)),
    },
    {
      id: 'netPerScarceUnitUsd',
      header: t(`ranked.per.${scarce}`),
      unit: money.code,
      kind: 'number',
      value: ({ place }) => place?.netPerScarceUnitUsd ?? null,
      cell: ({ place }) =>
        place === null || place.netPerScarceUnitUsd === null ? null : money.unitPrice(place.netPerScarceUnitUsd),
    },
    {
      id: 'fit',
      header: t('ranked.fit'),
      kind: 'text',
      value: ({ reason }) => reason ?? '',
      cell: (row) => <FitCell row={row} t={t} />,
    },
    {
      id: 'expiresAt',
      header: t('ranked.expires'),
      kind: 'text',
      value: ({ bid }) => (bid.expiresAtS === null ? null : new Date(bid.expiresAtS * 1000).toISOString()),
      cell: ({ bid }) =>
        bid.expiresAtS === null ? t('ranked.never') : formatInstant(bid.expiresAtS, { precision: 'date' }),
    },
  ];
}

function columnsOf(t: T, money: Money, scarce: string, decisions: Decisions): readonly Column<RankedBidWire>[] {
  return [
    ...bidColumns(t),
    ...worthColumns(t, money, scarce),
    {
      id: 'actions',
      header: t('ranked.decide'),
      kind: 'text',
      isAction: true,
      value: () => null,
      cell: (row) => <Actions row={row} t={t} decisions={decisions} />,
    },
  ];
}

/** Open bids in the order of what they bring, with a decision in each line. */
export function RankedSection({ ranking, nodeId }: { readonly ranking: Ranking; readonly nodeId: number | null }) {
  const { t } = useTranslation(['bids', 'common']);
  const money = useMoney();
  const [countered, setCountered] = useState<BidWire | null>(null);
  const [declined, setDeclined] = useState<BidWire | null>(null);
  const reopen = useCommand(api.bids.reopen);
  const accept = useCommand(api.bids.accept, {
    onDone: ({ bid }) =>
      showUndo({
        message: t('action.accepted', { buyer: bid.buyer }),
        undoLabel: t('common:undo'),
        onUndo: () => reopen.run({ id: bid.id }),
      }),
  });
  const decisions: Decisions = {
    accept: (bid) => accept.run({ id: bid.id, nodeId }),
    counter: setCountered,
    decline: setDeclined,
    isRunning: accept.isRunning,
  };
  return (
    <Section title={t('ranked.title', { fitting: ranking.fitting, total: ranking.total })}>
      {ranking.total === 0 ? (
        <EmptyState compact title={t('ranked.none')} purpose={t('ranked.noneHint')} />
      ) : (
        <Card flush footer={t('ranked.note', { resource: t(`scarce.${ranking.scarce}`) })}>
          <DataTable
            caption={t('ranked.caption')}
            hideCaption
            columns={columnsOf(t, money, ranking.scarce, decisions)}
            rows={ranking.bids}
            rowKey={({ bid }) => bid.id}
            exportName="farmer-bids"
            pageSize={25}
          />
        </Card>
      )}
      {countered === null ? null : (
        <CounterDialog key={countered.id} bid={countered} onClose={() => setCountered(null)} />
      )}
      {declined === null ? null : <DeclineDialog key={declined.id} bid={declined} onClose={() => setDeclined(null)} />}
    </Section>
  );
}
