import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { normalQuantile } from './normal-quantile.ts';

/** Numbers that look random and follow from a seed: the same seed gives the same numbers on every machine. */
export interface RandomSource {
  /** Uniform in the open interval (0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Whole number from 0 to `count` − 1. */
  index(count: number): number;
}

const TWO_POW_32 = 4_294_967_296;
const GOLDEN_RATIO = 0x9e37_79b9;
const WARM_UP_ROUNDS = 12;

/** Spreads every bit of a number over all 32, one to one: neighbouring seeds and streams start far apart. */
function spreadBits(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  return bits ^ (bits >>> 16);
}

/**
 * A source of random numbers.
 * @param seed whole, 0 to MAX_SEED
 * @param stream whole, 0 to 2^32-1: streams of one seed are independent, so work can be cut anywhere
 */
export function createRandom(seed: number, stream: number): RandomSource {
  const state = [spreadBits(seed), spreadBits(stream + GOLDEN_RATIO), spreadBits(seed ^ stream), 1];
  const generator = xoroshiro128plusFromState(state);
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) generator.next();
  const uniform = () => ((generator.next() >>> 0) + 0.5) / TWO_POW_32;
  return {
    uniform,
    normal: () => normalQuantile(uniform()),
    index: (count) => Math.min(count - 1, Math.floor(uniform() * count)),
  };
}
