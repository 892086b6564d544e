import type { AuctionBid, AuctionResult, AuctionRound } from '#shared/contract/economy/economy.ts';
import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';

type AuctionStep = AuctionResult['steps'][number];

/** The part of the pool's USDC that one round may use. Source: docs/rules.md#auction-limits */
const POOL_FRACTION_PER_PERIOD = new Decimal('0.05');
/** The least discount to the market price. Source: docs/rules.md#auction-limits */
const MINIMUM_DISCOUNT = new Decimal('0.2');
/** The part of a lifetime's contributions that may leave by auction. Source: docs/rules.md#auction-limits */
const LIFETIME_EXIT_FRACTION = new Decimal('0.5');

/**
 * A round compares sums with its maximum, so no sum may be rounded: a bid file's numbers have up to 60 digits, and their
 * products and sums stay far below this precision.
 */
const Exact = Decimal.clone({ precision: 400 });
const ZERO = new Exact(0);

function exactOrNull(value: Decimal | null): Decimal | null {
  return value === null ? null : new Exact(value);
}

function exactBid(bid: AuctionBid): AuctionBid {
  return {
    lp: bid.lp,
    amount: new Exact(bid.amount),
    minPrice: new Exact(bid.minPrice),
    contributed: exactOrNull(bid.contributed),
    exited: exactOrNull(bid.exited),
  };
}

interface Candidate {
  readonly bid: AuctionBid;
  readonly position: number;
}

function assertPositive(value: Decimal | null, what: Message, field: string): void {
  if (value !== null && !(value.isFinite() && value.gt(0))) {
    throw invalidInput(message('economy:core.figureNotAboveZero', { what }), message('economy:core.givePlainDigits'), {
      field,
    });
  }
}

/**
 * The amount that a provider may still take out over its lifetime: half of its contributions less past exits.
 * @returns null when the contributions are not stated; never negative
 * Source: docs/rules.md#auction-limits
 */
function lifetimeExitLeft(bid: AuctionBid): Decimal | null {
  if (bid.contributed === null) {
    return null;
  }
  const left = bid.contributed.times(LIFETIME_EXIT_FRACTION).minus(bid.exited ?? 0);
  return left.isNegative() ? ZERO : left;
}

/** The highest minimum price that still leaves the discount to the market. Source: docs/rules.md#auction-limits */
function highestAllowedPrice(marketPrice: Decimal): Decimal {
  return marketPrice.times(new Decimal(1).minus(MINIMUM_DISCOUNT));
}

/** The maximum of a round. Source: docs/rules.md#auction-limits */
function roundMaximum(round: AuctionRound): Decimal {
  const ofPool = round.poolUsdc?.times(POOL_FRACTION_PER_PERIOD);
  return ofPool?.lt(round.max) === true ? ofPool : round.max;
}

/** Decides on the bids in their order; margins are added once the clearing price is known. */
class Round {
  filled = ZERO;
  clearingPrice: Decimal | null = null;
  isStopped = false;
  readonly #max: Decimal;
  readonly #highestPrice: Decimal | null;
  readonly #taken = new Map<string, Decimal>();

  constructor(max: Decimal, highestPrice: Decimal | null) {
    this.#max = max;
    this.#highestPrice = highestPrice;
  }

  take({ bid, position }: Candidate): AuctionStep {
    const [outcome, reason] = this.#judge(bid);
    if (outcome === 'accepted') {
      this.filled = this.filled.plus(bid.amount);
      this.clearingPrice = bid.minPrice;
      this.#taken.set(bid.lp, (this.#taken.get(bid.lp) ?? ZERO).plus(bid.amount));
    }
    this.isStopped ||= outcome === 'round-full';
    const { lp, amount, minPrice } = bid;
    return { lp, position, amount, minPrice, outcome, reason, filled: this.filled, margin: ZERO };
  }

  #judge(bid: AuctionBid): readonly [AuctionStep['outcome'], Message] {
    if (this.#highestPrice !== null && bid.minPrice.gt(this.#highestPrice)) {
      const [price, highest] = [bid.minPrice.toFixed(), this.#highestPrice.toFixed()];
      return ['discount', message('economy:core.auctionDiscount', { price, highest })];
    }
    const left = lifetimeExitLeft(bid)?.minus(this.#taken.get(bid.lp) ?? 0) ?? null;
    if (left !== null && bid.amount.gt(left)) {
      return ['lifetime-cap', message('economy:core.auctionLifetimeCap', { left: left.toFixed() })];
    }
    if (this.isStopped) {
      return ['after-stop', message('economy:core.auctionAfterStop')];
    }
    const room = this.#max.minus(this.filled);
    if (bid.amount.gt(room)) {
      return ['round-full', message('economy:core.auctionRoundFull', { left: room.toFixed() })];
    }
    return ['accepted', message('economy:core.auctionAccepted', { left: room.minus(bid.amount).toFixed() })];
  }
}

/**
 * Clears one round of the exit auction.
 *
 * Bids are considered from the lowest minimum price up, equal prices in the file's order. A bid beyond its own limits
 * (discount too small, lifetime cap) is skipped and does not stop the round. The first of the others that does not fit
 * whole stops it. The last accepted bid sets the clearing price for all accepted ones; the difference to their own
 * minimum prices stays with the remaining providers.
 *
 * @throws FarmerError INVALID_INPUT for a maximum, market price, pool, amount or price that is not above zero
 * Source: docs/rules.md#auction
 */
export function clearAuction(bids: readonly AuctionBid[], limits: AuctionRound): AuctionResult {
  const round: AuctionRound = {
    max: new Exact(limits.max),
    marketPrice: exactOrNull(limits.marketPrice),
    poolUsdc: exactOrNull(limits.poolUsdc),
  };
  assertPositive(round.max, message('economy:core.roundsMaximum'), 'max');
  assertPositive(round.marketPrice, message('economy:core.marketPrice'), 'market');
  assertPositive(round.poolUsdc, message('economy:core.poolsUsdc'), 'pool');
  for (const bid of bids) {
    assertPositive(bid.amount, message('economy:core.amountOf', { lp: bid.lp }), 'amount');
    assertPositive(bid.minPrice, message('economy:core.minimumPriceOf', { lp: bid.lp }), 'minPrice');
  }
  const max = roundMaximum(round);
  const highestPrice = round.marketPrice === null ? null : highestAllowedPrice(round.marketPrice);
  const state = new Round(max, highestPrice);
  const considered = bids
    .map((bid, position) => ({ bid: exactBid(bid), position }))
    .sort((a, b) => a.bid.minPrice.comparedTo(b.bid.minPrice) || a.position - b.position)
    .map((candidate) => state.take(candidate));
  const price = state.clearingPrice;
  const steps = considered.map((step) =>
    step.outcome === 'accepted' && price !== null
      ? { ...step, margin: step.amount.times(price.minus(step.minPrice)) }
      : step,
  );
  return {
    clearingPrice: price,
    filled: state.filled,
    max,
    highestPrice,
    marginKept: steps.reduce((sum, step) => sum.plus(step.margin), ZERO),
    discountKept:
      round.marketPrice === null ? null : state.filled.times(round.marketPrice.minus(price ?? round.marketPrice)),
    steps,
  };
}
