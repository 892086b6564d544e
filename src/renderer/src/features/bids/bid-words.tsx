import type { TFunction } from 'i18next';
import type { BidWire } from '#shared/contract/bids.ts';
import { formatMoney, formatNumber } from '#renderer/ui/format.ts';
import { Tag } from '#renderer/ui/tag.tsx';

/** What a bid asks for, in one line. */
export function needText(t: TFunction<'bids'>, bid: BidWire): string {
  const sizes = t('bid.need', {
    vcpus: formatNumber(bid.vcpus),
    memory: formatNumber(bid.memoryGib),
    ssd: formatNumber(bid.ssdGib),
  });
  return bid.gpus === 0 ? sizes : `${sizes}, ${t('bid.gpus', { count: bid.gpus })}`;
}

/** What a bid pays a month, in its own currency. */
export function offerText(bid: BidWire): string {
  return formatMoney(bid.pricePerMonth, bid.currency);
}

/** What has to be known before a bid is taken. */
export function BidTags({ bid, t }: { readonly bid: BidWire; readonly t: TFunction<'bids'> }) {
  return (
    <>
      {bid.isSimulated ? <Tag>{t('bid.simulated')}</Tag> : null} {bid.needsKyc ? <Tag>{t('bid.kyc')}</Tag> : null}{' '}
      {bid.certifiedOnly ? <Tag>{t('bid.certified')}</Tag> : null}
    </>
  );
}
