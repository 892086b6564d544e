import { Button, Checkbox } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatInstant } from '#renderer/ui/format-time.ts';
import { type Money, useMoney } from '#renderer/ui/money.ts';
import { Section } from '#renderer/ui/page.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { offerText } from './bid-words.tsx';
import classes from './bids.module.css';

type Best = Awaited<ReturnType<typeof client.bids.findBest>>;
type Chosen = Best['chosen'][number];

const DEFAULT_MONTHS = '12';

function columnsOf(t: TFunction<'bids'>, money: Money): readonly Column<Chosen>[] {
  return [
    { id: 'bid', header: t('ranked.bid'), kind: 'text', value: (row) => row.bid.id, cell: (row) => row.bid.buyer },
    {
      id: 'offer',
      header: t('ranked.offer'),
      kind: 'number',
      value: (row) => row.bid.pricePerMonth,
      cell: (row) => offerText(row.bid),
    },
    { id: 'months', header: t('ranked.months'), kind: 'number', value: (row) => row.bid.months },
    { id: 'slices', header: t('best.slices'), kind: 'number', value: (row) => row.slices },
    { id: 'node', header: t('best.node'), kind: 'text', value: (row) => `${row.nodeName}, ${row.kindId}` },
    {
      id: 'start',
      header: t('best.start'),
      kind: 'text',
      value: (row) => new Date(row.startS * 1000).toISOString(),
      cell: (row) => (row.startMonth === 0 ? t('best.now') : formatInstant(row.startS, { precision: 'date' })),
    },
    {
      id: 'netUsd',
      header: t('best.net'),
      unit: money.code,
      kind: 'number',
      value: (row) => row.netUsd,
      cell: (row) => money.digits(row.netUsd),
    },
  ];
}

function Found({ best }: { readonly best: Best }) {
  const { t } = useTranslation('bids');
  const money = useMoney();
  return (
    <>
      <Figure
        label={t('best.income', { count: best.months })}
        value={money.digits(best.incomeUsd)}
        unit={money.code}
        caption={
          <StatusBadge
            tone={best.isOptimal ? 'good' : 'warn'}
            word={best.isOptimal ? t('best.proven') : t('best.atMost', { amount: money.format(best.boundUsd) })}
          />
        }
      />
      <DataTable
        caption={t('best.title')}
        hideCaption
        columns={columnsOf(t, money)}
        rows={best.chosen}
        rowKey={(row) => row.bid.id}
        emptyText={t('best.none')}
        exportName="farmer-best-bids"
      />
    </>
  );
}

/** Accepts one after another; the first that is refused ends it, with its reason shown. */
async function acceptAll(best: Best): Promise<void> {
  for (const { bid, nodeId, kindId, startMonth, startS } of best.chosen) {
    // One at a time: each needs to see what the one before has reserved.
    // oxlint-disable-next-line no-await-in-loop -- in this order on purpose
    await client.bids.accept({ id: bid.id, nodeId, kindId, startS: startMonth === 0 ? null : startS });
  }
}

/** The set of open bids that brings most in the coming months. */
export function BestSetSection({ nodeId }: { readonly nodeId: number | null }) {
  const { t } = useTranslation('bids');
  const [months, setMonths] = useState(DEFAULT_MONTHS);
  const [mayBeginLater, setMayBeginLater] = useState(false);
  const find = useCommand<{ nodeId: number | null; months: number; mayBeginLater: boolean }, Best>({
    mutationOptions: () => ({ mutationFn: (input) => client.bids.findBest(input) }),
  });
  const accept = useCommand<Best, void>(
    { mutationOptions: () => ({ mutationFn: acceptAll }) },
    { doneText: t('best.accepted'), onDone: () => find.reset() },
  );
  const best = find.data;
  return (
    <Section title={t('best.title')}>
      <Card footer={best !== undefined && best.leftOut > 0 ? t('best.leftOut', { count: best.leftOut }) : undefined}>
        <div className={classes['row']}>
          <DecimalInput
            label={t('best.months')}
            min="1"
            max="60"
            maxPlaces={0}
            step="1"
            value={months}
            onChange={setMonths}
          />
          <Button
            variant="default"
            disabled={months === ''}
            loading={find.isRunning}
            onClick={() => find.run({ nodeId, months: Number(months), mayBeginLater })}
          >
            {t('best.find')}
          </Button>
          {best === undefined || best.chosen.length === 0 ? null : (
            <Button variant="default" loading={accept.isRunning} onClick={() => accept.run(best)}>
              {t('best.acceptAll', { count: best.chosen.length })}
            </Button>
          )}
        </div>
        <Checkbox
          label={t('best.later')}
          checked={mayBeginLater}
          onChange={(event) => setMayBeginLater(event.currentTarget.checked)}
        />
        {best === undefined ? <p className={classes['quiet']}>{t('best.purpose')}</p> : <Found best={best} />}
      </Card>
    </Section>
  );
}
