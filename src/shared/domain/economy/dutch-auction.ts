import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';

/**
 * One offer to leave the pool. `amount` is in the unit of the round's maximum, `minPrice` the least the provider takes
 * per unit. What the provider contributed over its life and already took out are null when not stated.
 */
export interface AuctionBid {
  readonly lp: string;
  readonly amount: Decimal;
  readonly minPrice: Decimal;
  readonly contributed: Decimal | null;
  readonly exited: Decimal | null;
}

/** The limits of a round. `marketPrice` and `poolUsdc` are null when not known: their rule is then not applied. */
export interface AuctionRound {
  readonly max: Decimal;
  readonly marketPrice: Decimal | null;
  readonly poolUsdc: Decimal | null;
}

/** Why a bid is not filled. */
export type RejectionCause = 'discount' | 'lifetime-cap' | 'round-full' | 'after-stop';

/** What happened to one bid, in the order in which the auction looked at it. */
export interface AuctionStep {
  readonly lp: string;
  /** The bid's place in the file, from 0. */
  readonly position: number;
  readonly amount: Decimal;
  readonly minPrice: Decimal;
  readonly outcome: 'accepted' | RejectionCause;
  /** The filled total after this bid. */
  readonly filled: Decimal;
  /** What an accepted bid's margin leaves with the others: amount × (clearing − minimum price); zero otherwise. */
  readonly margin: Decimal;
  readonly reason: string;
}

/** The outcome of a round. `clearingPrice` is null when nothing was accepted. */
export interface AuctionResult {
  readonly clearingPrice: Decimal | null;
  readonly filled: Decimal;
  /** What the round may take: the given maximum, or 5 % of the pool when that is less. */
  readonly max: Decimal;
  /** The highest minimum price that keeps the discount; null without a market price. */
  readonly highestPrice: Decimal | null;
  readonly marginKept: Decimal;
  /** amount × (market − clearing) over the accepted bids: what the discount to the market leaves; null without one. */
  readonly discountKept: Decimal | null;
  readonly steps: readonly AuctionStep[];
}

/** The part of the pool's USDC that one round may use. Source: docs/rules.md#auction-limits */
export const POOL_FRACTION_PER_PERIOD = new Decimal('0.05');
/** The least discount to the market price. Source: docs/rules.md#auction-limits */
export const MINIMUM_DISCOUNT = new Decimal('0.2');
/** The part of a lifetime's contributions that may leave by auction. Source: docs/rules.md#auction-limits */
export const LIFETIME_EXIT_FRACTION = new Decimal('0.5');

/**
 * A round decides by comparing sums with its maximum, so no sum may be rounded: a bid file's numbers have up to 60
 * digits, and their products and sums stay far below this many.
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

function assertPositive(value: Decimal | null, what: string, field: string): void {
  if (value !== null && !(value.isFinite() && value.gt(0))) {
    throw invalidInput(
      phrase('{{what}} must be above zero.', { what: phrase(what) }),
      'Give it in plain digits, like 3000000 or 0.125.',
      { field },
    );
  }
}

/**
 * What a provider may still take out over its life: half of what it put in, less what it took out.
 * @returns null when the contributions are not stated; never negative
 * Source: docs/rules.md#auction-limits
 */
export function lifetimeExitLeft(bid: Pick<AuctionBid, 'contributed' | 'exited'>): Decimal | null {
  if (bid.contributed === null) {
    return null;
  }
  const left = bid.contributed.times(LIFETIME_EXIT_FRACTION).minus(bid.exited ?? 0);
  return left.isNegative() ? ZERO : left;
}

/** The highest minimum price that still leaves the discount to the market. Source: docs/rules.md#auction-limits */
export function highestAllowedPrice(marketPrice: Decimal): Decimal {
  return marketPrice.times(new Decimal(1).minus(MINIMUM_DISCOUNT));
}

/** What a round may take in all. Source: docs/rules.md#auction-limits */
export function roundMaximum(round: AuctionRound): Decimal {
  const ofPool = round.poolUsdc?.times(POOL_FRACTION_PER_PERIOD);
  return ofPool?.lt(round.max) === true ? ofPool : round.max;
}

/** Runs the bids in their order and says of each what became of it; margins are filled in once the price is known. */
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

  #judge(bid: AuctionBid): readonly ['accepted' | RejectionCause, string] {
    if (this.#highestPrice !== null && bid.minPrice.gt(this.#highestPrice)) {
      return [
        'discount',
        `asks ${bid.minPrice.toFixed()}, more than ${this.#highestPrice.toFixed()} (market less 20 %)`,
      ];
    }
    const left = lifetimeExitLeft(bid)?.minus(this.#taken.get(bid.lp) ?? 0) ?? null;
    if (left !== null && bid.amount.gt(left)) {
      return ['lifetime-cap', `may take out ${left.toFixed()} more (half of its contributions less past exits)`];
    }
    if (this.isStopped) {
      return ['after-stop', 'comes after the first bid that did not fit; may try again in another round'];
    }
    const room = this.#max.minus(this.filled);
    if (bid.amount.gt(room)) {
      return ['round-full', `does not fit whole: ${room.toFixed()} is left in the round; may try again in another`];
    }
    return ['accepted', `fits: ${room.minus(bid.amount).toFixed()} is left in the round`];
  }
}

/**
 * Clears one round of the exit auction.
 *
 * Bids are looked at from the lowest minimum price up, equal prices in the file's order. A bid that its own limits bar
 * (too small a discount, lifetime cap) is left out and stops nobody. The first of the others that does not fit whole
 * stops the round. The last accepted bid sets the one price at which all accepted leave; what each would have taken
 * less stays with those who remain.
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
  assertPositive(round.max, "The round's maximum", 'max');
  assertPositive(round.marketPrice, 'The market price', 'market');
  assertPositive(round.poolUsdc, "The pool's USDC", 'pool');
  for (const bid of bids) {
    assertPositive(bid.amount, `The amount of ${bid.lp}`, 'amount');
    assertPositive(bid.minPrice, `The minimum price of ${bid.lp}`, 'minPrice');
  }
  const max = roundMaximum(round);
  const highestPrice = round.marketPrice === null ? null : highestAllowedPrice(round.marketPrice);
  const state = new Round(max, highestPrice);
  const looked = bids
    .map((bid, position) => ({ bid: exactBid(bid), position }))
    .sort((a, b) => a.bid.minPrice.comparedTo(b.bid.minPrice) || a.position - b.position)
    .map((candidate) => state.take(candidate));
  const price = state.clearingPrice;
  const steps = looked.map((step) =>
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
