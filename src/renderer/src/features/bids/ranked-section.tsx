import { Anchor, Button } from '@mantine/core';
import { IconArrowsExchange, IconX } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RankedBid, ValuedBid } from '#shared/contract/bids/bids.ts';
import { Decimal } from '#shared/decimal.ts';
import { api, type client } from '#renderer/client/client.ts';
import { actionColumn, exportColumn, instantColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { showUndo } from '#renderer/ui/confirm-undo.tsx';
import { type Column } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { formatNumber, formatRatio } from '#renderer/ui/format.ts';
import { formatInstant } from '#renderer/ui/format-time.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { type Money, useMoney } from '#renderer/ui/money.ts';
import { Section } from '#renderer/ui/page.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { useKindName } from '#renderer/ui/slice-kind.tsx';
import { TableCard } from '#renderer/ui/table-card.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { BidCell, comparableOffer, formatOffer, MissingCosts } from './bid-cell.tsx';
import { CounterDialog, DeclineDialog, LossDialog } from './decision-dialogs.tsx';
import classes from './bids.module.css';

type T = TFunction<'bids'>;
type Ranking = Awaited<ReturnType<typeof client.bids.rank>>;

interface Decisions {
  readonly accept: (row: RankedBid) => void;
  readonly counter: (bid: ValuedBid) => void;
  readonly decline: (bid: ValuedBid) => void;
  readonly isRunning: boolean;
}

/** Why a bid does not fit, with the shortage where it can be computed. */
function formatRejection(t: T, { code, shortage }: RankedBid): string {
  return shortage === null
    ? t(`doesNotFit.${code ?? 'no-node'}`)
    : t(`short.${shortage.of}`, {
        needed: formatNumber(shortage.needed, { maxPlaces: 2, rounding: 'ceil' }),
        available: formatNumber(shortage.available, { maxPlaces: 2, rounding: 'floor' }),
      });
}

function FitCell({ row, t }: { readonly row: RankedBid; readonly t: T }) {
  const formatKind = useKindName();
  const { place } = row;
  if (place === null) {
    const badge = <StatusBadge plain tone="unknown" word={formatRejection(t, row)} />;
    return (
      <div className={classes['fit']}>
        {row.code === 'gold-price' ? (
          <Anchor href={hrefTo('/settings', { section: 'money' })} inherit>
            {badge}
          </Anchor>
        ) : (
          badge
        )}
      </div>
    );
  }
  const { risk } = place;
  return (
    <>
      <div className={classes['fit']}>
        <StatusBadge
          plain
          tone="good"
          word={t('ranked.fits', { count: place.slices, kind: formatKind(place.kindId) })}
        />
      </div>
      {risk === null || risk.misses === 0 ? null : (
        <div className={classes['small']} title={t('ranked.riskOf', { misses: risk.misses, periods: risk.periods })}>
          {t('ranked.risk', { chance: formatRatio(risk.missChance) })}
        </div>
      )}
    </>
  );
}

function Actions({ row, t, decisions }: { readonly row: RankedBid; readonly t: T; readonly decisions: Decisions }) {
  const { bid } = row;
  return (
    <div className={classes['decisions']}>
      <Button
        variant="default"
        size="compact-sm"
        disabled={row.place === null || decisions.isRunning}
        aria-label={t('action.acceptThis', { id: bid.id })}
        onClick={() => decisions.accept(row)}
      >
        {t('action.accept')}
      </Button>
      <IconButton
        icon={IconArrowsExchange}
        variant="default"
        size={26}
        title={t('action.counter')}
        label={t('action.counterThis', { id: bid.id })}
        onClick={() => decisions.counter(bid)}
      />
      <IconButton
        icon={IconX}
        variant="default"
        size={26}
        title={t('action.decline')}
        label={t('action.declineThis', { id: bid.id })}
        onClick={() => decisions.decline(bid)}
      />
    </div>
  );
}

function bidColumns(t: T): readonly Column<RankedBid>[] {
  return [
    textColumn('id', t('ranked.bid'), ({ bid }) => bid.id, { cell: ({ bid }) => <BidCell bid={bid} t={t} /> }),
    numberColumn('pricePerMonth', t('ranked.offer'), ({ bid }) => bid.pricePerMonth, {
      rank: ({ bid }) => comparableOffer(bid),
      cell: ({ bid }) => (
        <>
          {formatOffer(bid)}
          <div className={classes['small']}>{t('ranked.term', { count: bid.months })}</div>
        </>
      ),
    }),
    exportColumn('currency', 'text', ({ bid }) => bid.currency),
    exportColumn('months', 'number', ({ bid }) => bid.months),
  ];
}

function worthColumns(t: T, money: Money, scarce: Ranking['scarce']): readonly Column<RankedBid>[] {
  return [
    numberColumn('netMonthUsd', t('ranked.net'), ({ place }) => place?.netMonthUsd ?? null, {
      unit: money.code,
      cell: ({ place }) =>
        place === null ? null : (
          <>
            <span data-loss={new Decimal(place.netMonthUsd).lt(0)} className={classes['net']}>
              {money.digits(place.netMonthUsd)}
            </span>
            {place.netPerScarceUnitUsd === null ? null : (
              <div className={classes['small']}>
                {t(`ranked.per.${scarce}`, { amount: money.digits(place.netPerScarceUnitUsd) })}
              </div>
            )}
            <MissingCosts costs={place.missingCosts} />
          </>
        ),
    }),
    exportColumn('netPerScarceUnitUsd', 'number', ({ place }) => place?.netPerScarceUnitUsd ?? null),
    textColumn('fit', t('ranked.fit'), (row) => (row.reason === null ? '' : formatRejection(t, row)), {
      cell: (row) => <FitCell row={row} t={t} />,
    }),
    instantColumn('expiresAt', t('ranked.expires'), ({ bid }) => bid.expiresAtS, {
      cell: ({ bid }) => (
        <span className={classes['date']}>
          {bid.expiresAtS === null ? t('ranked.never') : formatInstant(bid.expiresAtS, { precision: 'date' })}
        </span>
      ),
    }),
  ];
}

function createColumns(
  t: T,
  money: Money,
  scarce: Ranking['scarce'],
  decisions: Decisions,
): readonly Column<RankedBid>[] {
  return [
    ...bidColumns(t),
    ...worthColumns(t, money, scarce),
    actionColumn('actions', t('ranked.decide'), (row) => <Actions row={row} t={t} decisions={decisions} />),
  ];
}

/** Open bids by descending income, with the decisions in each row. */
export function RankedSection({ ranking }: { readonly ranking: Ranking }) {
  const { t } = useTranslation(['bids', 'common']);
  const money = useMoney();
  const [countered, setCountered] = useState<ValuedBid | null>(null);
  const [losing, setLosing] = useState<RankedBid | null>(null);
  const [declined, setDeclined] = useState<ValuedBid | null>(null);
  const reopen = useCommand(api.bids.reopen);
  const accept = useCommand(api.bids.accept, {
    onDone: ({ bid }) =>
      showUndo({
        message: t('action.accepted', { buyer: bid.buyer }),
        onUndo: () => reopen.run({ id: bid.id }),
      }),
  });
  const decisions: Decisions = {
    accept: (row) => {
      if (row.place?.netMonthUsd.startsWith('-') === true) setLosing(row);
      else accept.run({ id: row.bid.id });
    },
    counter: setCountered,
    decline: setDeclined,
    isRunning: accept.isRunning,
  };
  return (
    <Section title={t('ranked.title', { fitting: ranking.fitting, total: ranking.total })}>
      {ranking.total === 0 ? (
        <EmptyState compact title={t('ranked.none')} purpose={t('ranked.noneHint')} />
      ) : (
        <TableCard
          caption={t('ranked.caption')}
          columns={createColumns(t, money, ranking.scarce, decisions)}
          rows={ranking.bids}
          rowKey={({ bid }) => bid.id}
          exportName="farmer-bids"
          footer={t('ranked.note', { resource: t(`scarce.${ranking.scarce}`) })}
        />
      )}
      {countered === null ? null : (
        <CounterDialog key={countered.id} bid={countered} onClose={() => setCountered(null)} />
      )}
      {losing === null ? null : (
        <LossDialog
          key={losing.bid.id}
          row={losing}
          isRunning={accept.isRunning}
          onAccept={(reason) => {
            accept.run({ id: losing.bid.id, acceptsLoss: true, reason });
            setLosing(null);
          }}
          onClose={() => setLosing(null)}
        />
      )}
      {declined === null ? null : <DeclineDialog key={declined.id} bid={declined} onClose={() => setDeclined(null)} />}
    </Section>
  );
}
