import type { Command, CommanderError } from 'commander';
import { FarmerError } from '#shared/errors.ts';

/** The codes with which commander says that it has answered, or that nothing was asked. */
export const HELP_CODES: ReadonlySet<string> = new Set([
  'commander.help',
  'commander.helpDisplayed',
  'commander.version',
]);

/** The words that start a command, as a person types them: "farmer bids accept". */
function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

/** A word where one of the commands below was meant, or null where the command has none. */
function unknownBelow(asked: Command, word: string | undefined): FarmerError | null {
  const names = asked.commands.map((below) => below.name()).filter((name) => name !== 'help');
  return names.length === 0 || word === undefined
    ? null
    : new FarmerError('INVALID_INPUT', `"${nameOf(asked)}" has no command "${word.slice(0, 60)}".`, {
        hint: `It has ${names.join(', ')}.`,
      });
}

/** The word that was taken for an argument of a command that nobody typed: "farmer bids frob" is no "bids rank". */
function strayWord(message: string, asked: Command, argv: readonly string[]): string | undefined {
  const [, taker = '', word] = /'([^']*)'.*?: ([^,]*?)\.?(?:,|$)/.exec(message) ?? [];
  return taker === asked.name() || !argv.includes(taker) ? word : undefined;
}

/**
 * Commander's own complaints as the same two lines as every other error.
 * @param asked the command that was asked for, if there is such a one
 * @param argv the words after the program's name
 */
export function usageError(error: CommanderError, asked: Command | undefined, argv: readonly string[]): FarmerError {
  if (HELP_CODES.has(error.code)) {
    return new FarmerError('INVALID_INPUT', 'No known command was given.', { hint: 'See "farmer --help".' });
  }
  const [message = error.message, suggestion] = error.message.replace(/^error: /, '').split('\n');
  if (error.code === 'commander.excessArguments' && asked !== undefined) {
    const unknown = unknownBelow(asked, strayWord(message, asked, argv));
    if (unknown !== null) {
      return unknown;
    }
  }
  const hint = suggestion?.replaceAll(/[()]/g, '').trim();
  return new FarmerError('INVALID_INPUT', message, {
    hint: hint === undefined || hint === '' ? `See "${asked === undefined ? 'farmer' : nameOf(asked)} --help".` : hint,
  });
}

function toKebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The longest option that a field of a call is named after: `tftPriceUsd` after `--tft-price`. */
function optionOf(field: string, command: Command): string | null {
  for (const part of field.split('.').toReversed()) {
    const name = toKebab(part);
    const [longest] = command.options
      .map((option) => option.name())
      .filter((option) => name === option || name.startsWith(`${option}-`))
      .toSorted((a, b) => b.length - a.length);
    if (longest !== undefined) {
      return `--${longest}`;
    }
  }
  return null;
}

/** A call's refusal of a field in the words of the command line: the option that was typed, not the field behind it. */
export function inOptionWords(error: FarmerError, command: Command | undefined): FarmerError {
  const { field } = error.details;
  if (command === undefined || typeof field !== 'string' || !error.message.startsWith(`${field}: `)) {
    return error;
  }
  const option = optionOf(field, command);
  return option === null
    ? error
    : new FarmerError(error.code, `${option} ${error.message.slice(field.length + 2)}`, {
        hint: `See "${nameOf(command)} --help".`,
        details: { ...error.details, field: option },
        cause: error,
      });
}
