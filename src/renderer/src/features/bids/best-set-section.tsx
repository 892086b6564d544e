import { Anchor, Button, Checkbox } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BestSet } from '#shared/contract/bids/bids.ts';
import { Decimal } from '#shared/decimal.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { exportColumn, instantColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { showSuccess } from '#renderer/ui/confirm-undo.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatPercent } from '#renderer/ui/format.ts';
import { formatInstant } from '#renderer/ui/format-time.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { type Money, useMoney } from '#renderer/ui/money.ts';
import { Section } from '#renderer/ui/page.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { SliceCount } from '#renderer/ui/slice-kind.tsx';
import { CountInput } from '#renderer/ui/count-input.tsx';
import { BidCell, comparableOffer, formatOffer, MissingCosts } from './bid-cell.tsx';
import type { ScheduledBid } from './schedule.ts';
import { ScheduleChart } from './schedule-chart.tsx';
import classes from './bids.module.css';

const DEFAULT_MONTHS = '12';

function createColumns(t: TFunction<'bids'>, money: Money): readonly Column<ScheduledBid>[] {
  return [
    textColumn('bid', t('ranked.bid'), (row) => row.bid.id, { cell: (row) => <BidCell bid={row.bid} t={t} /> }),
    numberColumn('offer', t('ranked.offer'), (row) => row.bid.pricePerMonth, {
      rank: (row) => comparableOffer(row.bid),
      cell: (row) => (
        <>
          {formatOffer(row.bid)}
          <div className={classes['small']}>{t('ranked.term', { count: row.bid.months })}</div>
        </>
      ),
    }),
    exportColumn('months', 'number', (row) => row.bid.months),
    textColumn('slices', t('best.slices'), (row) => `${row.slices} × ${row.kindId}`, {
      cell: (row) => (
        <>
          <SliceCount count={row.slices} kindId={row.kindId} />
          <div className={classes['small']}>{row.nodeName}</div>
        </>
      ),
    }),
    exportColumn('node', 'text', (row) => row.nodeName),
    instantColumn('start', t('best.start'), (row) => row.startS, {
      cell: (row) => (row.startMonth === 0 ? t('best.now') : formatInstant(row.startS, { precision: 'date' })),
    }),
    numberColumn('netUsd', t('best.net'), (row) => row.netUsd, {
      unit: money.code,
      cell: (row) => (
        <>
          {money.digits(row.netUsd)}
          <MissingCosts costs={row.missingCosts} />
        </>
      ),
    }),
  ];
}

/** How far the found income may be below the optimum, in percent of it. */
function computeGap({ incomeUsd, boundUsd }: BestSet): Decimal {
  const bound = new Decimal(boundUsd);
  return bound.isZero() ? bound : bound.minus(incomeUsd).div(bound).times(100);
}

interface FoundProps {
  readonly best: BestSet;
  /** Set when bids or slices have changed since: a newer set is being computed, or could not be computed. */
  readonly outdated: 'searching' | 'earlier' | null;
  readonly action: ReactNode;
}

/** Whether the set is proven to be optimal, or how close to the optimum it is. */
function Proof({ best, outdated }: Pick<FoundProps, 'best' | 'outdated'>) {
  const { t } = useTranslation('bids');
  const money = useMoney();
  if (outdated !== null) return <StatusBadge tone="unknown" word={t(`best.${outdated}`)} />;
  if (best.needGoldPrice > 0) {
    return (
      <Anchor href={hrefTo('/settings', { section: 'money' })} inherit>
        <StatusBadge tone="unknown" word={t('best.needGoldPrice', { count: best.needGoldPrice })} />
      </Anchor>
    );
  }
  return best.isOptimal ? (
    <StatusBadge tone="good" word={t('best.proven')} />
  ) : (
    <StatusBadge
      tone="warn"
      word={t('best.atMost', { amount: money.format(best.boundUsd), gap: formatPercent(computeGap(best)) })}
    />
  );
}

function Found({ best, outdated, action }: FoundProps) {
  const { t } = useTranslation('bids');
  const money = useMoney();
  if (best.chosen.length === 0) {
    return (
      <>
        <p className={classes['quiet']}>{t('best.none')}</p>
        {best.needGoldPrice > 0 ? <Proof best={best} outdated={outdated} /> : null}
      </>
    );
  }
  return (
    <>
      <div className={classes['result']}>
        <Figure
          label={t('best.income', { count: best.months })}
          value={money.digits(best.incomeUsd)}
          unit={money.code}
          caption={
            <span className={classes['proof']}>
              <Proof best={best} outdated={outdated} />
              {t('best.chosen', { count: best.chosen.length, considered: best.considered })}
            </span>
          }
        />
        {action}
      </div>
      <ScheduleChart best={best} />
      <DataTable
        caption={t('best.title')}
        hideCaption
        columns={createColumns(t, money)}
        rows={best.chosen}
        rowKey={(row) => row.bid.id}
        exportName="farmer-best-bids"
      />
    </>
  );
}

/** The bids of a set as input for accepting them together. */
function acceptInputs({ chosen }: BestSet) {
  return chosen.map(({ bid, nodeId, kindId, startMonth, startS }) => ({
    id: bid.id,
    nodeId,
    kindId,
    startS: startMonth === 0 ? null : startS,
  }));
}

/** The open bids with the highest combined income in the coming months. */
export function BestSetSection() {
  const { t } = useTranslation('bids');
  const [months, setMonths] = useState(DEFAULT_MONTHS);
  const [mayBeginLater, setMayBeginLater] = useState(false);
  const [question, setQuestion] = useState<{ readonly months: number; readonly mayBeginLater: boolean } | null>(null);
  // A query and not a command, so that it runs again when a bid or price changes.
  const found = useQuery({
    ...api.bids.findBest.queryOptions({
      input: { nodeId: null, ...(question ?? { months: 1, mayBeginLater: false }) },
    }),
    enabled: question !== null,
    placeholderData: keepPreviousData,
  });
  const accept = useCommand(api.bids.acceptAll, {
    isFailureShown: true,
    onDone: ({ accepted }) => {
      showSuccess(t('best.accepted', { count: accepted.length }));
      setQuestion(null);
    },
  });
  const outdated = found.isFetching ? 'searching' : found.error === null ? null : 'earlier';
  const best = question === null ? undefined : found.data;
  return (
    <Section title={t('best.title')}>
      <Card footer={best !== undefined && best.leftOut > 0 ? t('best.leftOut', { count: best.leftOut }) : undefined}>
        <div className={classes['row']}>
          <CountInput label={t('best.months')} min="1" max="60" value={months} onChange={setMonths} />
          <Button
            variant="default"
            disabled={months === ''}
            loading={question !== null && found.isFetching}
            onClick={() => {
              accept.reset();
              setQuestion({ months: Number(months), mayBeginLater });
            }}
          >
            {t('best.find')}
          </Button>
          <Checkbox
            className={classes['tick']}
            label={t('best.later')}
            checked={mayBeginLater}
            onChange={(event) => setMayBeginLater(event.currentTarget.checked)}
          />
        </div>
        {question !== null && found.error !== null ? <ErrorState error={found.error} /> : null}
        {accept.error === null ? null : (
          <>
            <p>{t('best.noneAccepted')}</p>
            <ErrorState error={accept.error} />
          </>
        )}
        {best === undefined ? (
          <p className={classes['quiet']}>{t('best.purpose')}</p>
        ) : (
          <Found
            best={best}
            outdated={outdated}
            action={
              <Button
                variant="default"
                disabled={outdated !== null}
                loading={accept.isRunning}
                onClick={() => accept.run({ bids: acceptInputs(best) })}
              >
                {t('best.acceptAll', { count: best.chosen.length })}
              </Button>
            }
          />
        )}
      </Card>
    </Section>
  );
}
