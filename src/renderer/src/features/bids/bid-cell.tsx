import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { RankedBid, ValuedBid } from '#shared/contract/bids/bids.ts';
import { decimalOrNull } from '#shared/decimal.ts';
import { formatMoney, formatNumber } from '#renderer/ui/format.ts';
import { Tag } from '#renderer/ui/tag.tsx';
import classes from './bids.module.css';

/** The resources that a bid needs, in one line. */
export function formatNeed(t: TFunction<'bids'>, bid: ValuedBid): string {
  const sizes = t('bid.need', {
    vcpus: formatNumber(bid.vcpus),
    memory: formatNumber(bid.memoryGib),
    ssd: formatNumber(bid.ssdGib),
  });
  return bid.gpus === 0 ? sizes : `${sizes}, ${t('bid.gpus', { count: bid.gpus })}`;
}

/** The monthly price of a bid, in its own currency. */
export function formatOffer(bid: ValuedBid): string {
  return formatMoney(bid.pricePerMonth, bid.currency);
}

/** The monthly price of a bid in whole micro-USD, so that offers in different currencies can be sorted. */
export function comparableOffer({ worthUsd, months }: ValuedBid): number | null {
  return decimalOrNull(worthUsd)?.times(1_000_000).div(months).floor().toNumber() ?? null;
}

function BidTags({ bid, t }: { readonly bid: ValuedBid; readonly t: TFunction<'bids'> }) {
  return (
    <>
      {bid.isSimulated ? <Tag>{t('bid.simulated')}</Tag> : null}
      {bid.needsKyc === true ? <Tag>{t('bid.kyc')}</Tag> : null}
      {bid.certifiedOnly ? <Tag>{t('bid.certified')}</Tag> : null}
    </>
  );
}

/** A bid in two lines: the buyer with warnings, and the resources with the bid's id. */
export function BidCell({ bid, t }: { readonly bid: ValuedBid; readonly t: TFunction<'bids'> }) {
  const need = `${formatNeed(t, bid)} · ${bid.id}`;
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

interface MissingCostsProps {
  readonly costs: NonNullable<RankedBid['place']>['missingCosts'];
}

/** Shown below a net amount that excludes costs that were not entered. */
export function MissingCosts({ costs }: MissingCostsProps) {
  const { t } = useTranslation(['bids', 'slices']);
  return costs.length === 0 ? null : (
    <div className={classes['small']} title={costs.map((cost) => t(`slices:missing.${cost}`)).join(' ')}>
      {t('beforeCosts', { count: costs.length })}
    </div>
  );
}
