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

/** Smaller sizes are implausible for memory and disks: a suffix was probably forgotten. */
const LEAST_PLAUSIBLE_BYTES = 1_048_576;

/** The hint for a size that is probably a mistake, such as "64" for "64GiB"; otherwise null. */
function bareSizeHint(option: string, text: string): string | null {
  const digits = text.trim();
  const isBare = /^\d{1,7}$/.test(digits) && Number(digits) > 0 && Number(digits) < LEAST_PLAUSIBLE_BYTES;
  return isBare ? `${option} ${digits} is ${Number(digits)} bytes; did you mean ${digits}GiB?` : null;
}

/** Makes every `<size>` option of a command and its subcommands print a hint when its value is only a few bytes. */
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

/** The range that an option accepts: zero or more by default, `max` included. */
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
 * A commander parser for decimals in plain notation.
 * @throws FarmerError INVALID_INPUT for anything else, and for numbers outside the range
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

/** A commander parser for one of several words. */
export function oneOf<T extends string>(option: string, words: readonly T[]) {
  return (text: string): T => {
    const found = words.find((word) => word === text);
    if (found === undefined) {
      throw new InvalidArgumentError(`${option} takes ${words.join(', ')}.`);
    }
    return found;
  };
}

/** The reward options that several commands share. */
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

/** An option that selects a node by its number. */
export function nodeOption(text: string) {
  return ['--node <number>', text, whole('--node', undefined, 1)] as const;
}

/** The parsed values of the four resource options. */
export interface ResourceOptions {
  readonly cru: number;
  readonly mru: number;
  readonly sru: number;
  readonly hru: number;
}

/**
 * Adds the options for the four resources of a machine; {@link toResources} converts their values.
 * @param areRequired false if another option can replace them
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

/** The values of the four resource options as resources. */
export function toResources(options: ResourceOptions): Resources {
  return { cru: options.cru, mruBytes: options.mru, sruBytes: options.sru, hruBytes: options.hru };
}
