import type { AuctionBid } from '#shared/contract/economy/economy.ts';
import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { createRandom } from '#shared/domain/earnings/random.ts';
import { MAX_DRAWN_BIDS } from './constants.ts';

/** A market to practise on. Amounts in the unit of the round, the price in that of the market price. */
interface DrawnMarket {
  readonly seed: number;
  readonly bids: number;
  readonly marketPrice: Decimal;
  /** The middle amount of a bid. */
  readonly typicalAmount: Decimal;
}

const PRICE_PLACES = 4;
const AMOUNT_SPREAD = 0.7;
/** Minimum prices are 60 to 100 % of the market price. */
const LOWEST_PART = 0.6;

/**
 * Bids of simulated providers, the same for the same seed: amounts vary around a typical one, prices from 60 % of the
 * market price up. The names of the providers show that they are simulated.
 * @throws FarmerError INVALID_INPUT for a price or amount not above zero, or too many bids
 */
export function drawMarket(market: DrawnMarket): AuctionBid[] {
  if (market.marketPrice.lte(0) || market.typicalAmount.lte(0)) {
    throw invalidInput(message('economy:core.marketFiguresNotAboveZero'), message('economy:core.giveBothInDigits'), {
      field: 'marketPrice',
    });
  }
  if (!Number.isInteger(market.bids) || market.bids < 1 || market.bids > MAX_DRAWN_BIDS) {
    throw invalidInput(
      message('economy:core.drawCountOutOfRange', { maxDrawnBids: MAX_DRAWN_BIDS }),
      message('economy:core.twentyBidsSuffice'),
      { field: 'bids' },
    );
  }
  const random = createRandom(market.seed, market.bids);
  return Array.from({ length: market.bids }, (_, index) => {
    const size = Math.exp(AMOUNT_SPREAD * random.normal());
    const part = LOWEST_PART + (1 - LOWEST_PART) * random.uniform();
    const amount = market.typicalAmount.times(size.toFixed(6)).toDecimalPlaces(0);
    const minPrice = market.marketPrice.times(part.toFixed(6)).toDecimalPlaces(PRICE_PLACES, Decimal.ROUND_UP);
    return {
      lp: `simulated-${index + 1}`,
      amount: Decimal.max(amount, 1),
      minPrice,
      contributed: null,
      exited: null,
    };
  });
}
