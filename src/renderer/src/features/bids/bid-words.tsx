import type { TFunction } from 'i18next';
import type { ValuedBid } from '#shared/contract/bids/bids.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { formatMoney, formatNumber } from '#renderer/ui/format.ts';
import { Tag } from '#renderer/ui/tag.tsx';
import classes from './bids.module.css';

/** What a bid asks for, in one line. */
export function needText(t: TFunction<'bids'>, bid: ValuedBid): string {
  const sizes = t('bid.need', {
    vcpus: formatNumber(bid.vcpus),
    memory: formatNumber(bid.memoryGib),
    ssd: formatNumber(bid.ssdGib),
  });
  return bid.gpus === 0 ? sizes : `${sizes}, ${t('bid.gpus', { count: bid.gpus })}`;
}

/** What a bid pays a month, in its own currency. */
export function offerText(bid: ValuedBid): string {
  return formatMoney(bid.pricePerMonth, bid.currency);
}

/** What a bid pays a month in whole micro-USD: offers in different currencies are ordered by it. */
export function offerRank({ worthUsd, months }: ValuedBid): number {
  return Number(toPlain(new Decimal(worthUsd).times(1_000_000).div(months).floor()));
}

function BidTags({ bid, t }: { readonly bid: ValuedBid; readonly t: TFunction<'bids'> }) {
  return (
    <>
      {bid.isSimulated ? <Tag>{t('bid.simulated')}</Tag> : null}
      {bid.needsKyc ? <Tag>{t('bid.kyc')}</Tag> : null}
      {bid.certifiedOnly ? <Tag>{t('bid.certified')}</Tag> : null}
    </>
  );
}

/** A bid in two lines: who, with what has to be known before it is taken; what they need, and the bid's id. */
export function BidCell({ bid, t }: { readonly bid: ValuedBid; readonly t: TFunction<'bids'> }) {
  const need = `${needText(t, bid)} · ${bid.id}`;
  return (
    <>
      <div className={classes['who']}>
        <strong>{bid.buyer}</strong>
        <BidTags bid={bid} t={t} />
      </div>
      <div className={classes['need']} title={need}>
        {need}
      </div>
    </>
  );
}
