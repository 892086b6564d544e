import { type Command, InvalidArgumentError, Option } from 'commander';
import { MAX_CRU, type Resources } from '#shared/domain/hardware/resources.ts';
import { MAX_CONNECTION_PRICE_MUSD } from '#shared/domain/earnings/reward-terms.ts';
import { MAX_CHAIN_NUMBER } from '#shared/domain/rules/policy-limits.ts';
import { type DecimalString, parseDecimal, toPlain } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { parseSizeBytes } from '#shared/units.ts';

/**
 * Reads a whole number from the command line.
 * @throws FarmerError INVALID_INPUT for signs, fractions, words and numbers outside `min` to `max`
 */
export function parseWhole(text: string, option: string, max = Number.MAX_SAFE_INTEGER, min = 0): number {
  const value = /^\d{1,17}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < min || value > max) {
    throw invalidInput(
      message('cli:core.optionNotWholeNumber', { option, min, max, text: text.slice(0, 60) }),
      message('cli:core.writeDigitsOnly'),
      {
        field: option,
      },
    );
  }
  return value;
}

/** A commander parser for whole numbers. */
export function whole(option: string, max?: number, min?: number) {
  return (text: string): number => parseWhole(text, option, max, min);
}

/** A commander parser for sizes: bytes or a suffix. */
export function size(option: string) {
  return (text: string): number => parseSizeBytes(text, option);
}

/** Less than this is no memory and no disk: a suffix was meant. */
const LEAST_PLAUSIBLE_BYTES = 1_048_576;

/** What to say of a size that reads like a slip, or null: "64" where "64GiB" was meant. */
function bareSizeHint(option: string, text: string): string | null {
  const digits = text.trim();
  const isBare = /^\d{1,7}$/.test(digits) && Number(digits) > 0 && Number(digits) < LEAST_PLAUSIBLE_BYTES;
  return isBare ? `${option} ${digits} is ${Number(digits)} bytes; did you mean ${digits}GiB?` : null;
}

/** Has every option of a command, and of those below it, that takes a `<size>` say so when it is a few bytes. */
export function hintAtBareSizes(command: Command, say: (hint: string) => void): void {
  for (const option of command.options.filter(({ flags }) => flags.includes('<size>'))) {
    command.on(`option:${option.name()}`, (text: string) => {
      const hint = bareSizeHint(option.long ?? option.flags, text);
      if (hint !== null) say(hint);
    });
  }
  for (const below of command.commands) {
    hintAtBareSizes(below, say);
  }
}

/** The numbers that an option takes: from zero on, where nothing else is said. Both ends belong to it. */
export interface DecimalRange {
  readonly isAboveZero?: boolean;
  readonly max?: number;
}

function rangeText({ isAboveZero = false, max }: DecimalRange): string {
  if (max === undefined) {
    return isAboveZero ? 'must be above zero' : 'cannot be negative';
  }
  return isAboveZero ? `must be above 0 and at most ${max}` : `must be from 0 to ${max}`;
}

/**
 * A commander parser for decimals, given in plain notation as calls take them.
 * @throws FarmerError INVALID_INPUT for what is no plain number, and outside the range
 */
export function decimal(option: string, range: DecimalRange = {}) {
  return (text: string): DecimalString => {
    const value = parseDecimal(text, option);
    if (value.lt(0) || (range.isAboveZero === true && value.isZero()) || value.gt(range.max ?? value)) {
      throw invalidInput(
        message('cli:core.optionOutOfRange', { option, range: rangeText(range), text: text.slice(0, 60) }),
        message('cli:core.correctAndRetry'),
        {
          field: option,
        },
      );
    }
    return toPlain(value.abs());
  };
}

/** A commander parser for one of a few words. */
export function oneOf<T extends string>(option: string, words: readonly T[]) {
  return (text: string): T => {
    const found = words.find((word) => word === text);
    if (found === undefined) {
      throw new InvalidArgumentError(`${option} takes ${words.join(', ')}.`);
    }
    return found;
  };
}

/** The terms of a node's reward that several commands take. */
export const POLICY_OPTION = [
  '--policy <number>',
  'farming policy of the chain',
  whole('--policy', MAX_CHAIN_NUMBER),
] as const;
export const CONNECTION_PRICE_OPTION = [
  '--connection-price <mUSD>',
  'milli-USD for one TFT when it registered',
  whole('--connection-price', MAX_CONNECTION_PRICE_MUSD, 1),
] as const;

/** An option that names a node of the farm by its number. */
export function nodeOption(text: string) {
  return ['--node <number>', text, whole('--node', undefined, 1)] as const;
}

/** The four resource options as commander leaves them. */
export interface ResourceOptions {
  readonly cru: number;
  readonly mru: number;
  readonly sru: number;
  readonly hru: number;
}

/**
 * Asks for the four resources of a machine; {@link toResources} takes what was given.
 * @param areRequired whether nothing else can stand in for them
 */
export function addResourceOptions(command: Command, areRequired = true, coresText = 'logical cores'): Command {
  const options = [
    new Option('--cru <count>', coresText).argParser(whole('--cru', MAX_CRU)),
    new Option('--mru <size>', 'memory').argParser(size('--mru')),
    new Option('--sru <size>', 'SSD').argParser(size('--sru')),
    new Option('--hru <size>', 'HDD').argParser(size('--hru')),
  ];
  for (const option of options) command.addOption(option.makeOptionMandatory(areRequired));
  return command;
}

/** The four resource options as the domain takes them. */
export function toResources(options: ResourceOptions): Resources {
  return { cru: options.cru, mruBytes: options.mru, sruBytes: options.sru, hruBytes: options.hru };
}
