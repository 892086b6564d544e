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
const WARM_UP_ROUNDS = 12;

/** Chris Doty-Humphrey's small fast counter generator, 128 bits of state, as a class so that the state stays in registers. */
class Sfc32 implements RandomSource {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number, stream: number) {
    this.#a = seed | 0;
    this.#b = stream | 0;
    this.#c = (seed ^ Math.imul(stream + 1, 0x9e37_79b9)) | 0;
    for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
      this.#next();
    }
  }

  #next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  uniform(): number {
    return (this.#next() + 0.5) / TWO_POW_32;
  }

  normal(): number {
    return normalQuantile(this.uniform());
  }

  index(count: number): number {
    return Math.min(count - 1, Math.floor(this.uniform() * count));
  }
}

/**
 * A source of random numbers.
 * @param seed whole, 0 to MAX_SEED
 * @param stream whole, 0 to 2^32-1: streams of one seed are independent, so work can be cut anywhere
 */
export function createRandom(seed: number, stream: number): RandomSource {
  return new Sfc32(seed, stream);
}
