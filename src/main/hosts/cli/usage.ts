import type { Command, CommanderError } from 'commander';
import { FarmerError } from '#shared/errors.ts';
import { message, storedText } from '#shared/message.ts';

/** Commander's codes for help and version, which are not errors. */
export const HELP_CODES: ReadonlySet<string> = new Set([
  'commander.help',
  'commander.helpDisplayed',
  'commander.version',
]);

/** The words that run a command: "farmer bids accept". */
function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

/** The error for an unknown subcommand; null if the command has no subcommands. */
function unknownBelow(command: Command, word: string | undefined): FarmerError | null {
  const names = command.commands.map((below) => below.name()).filter((name) => name !== 'help');
  return names.length === 0 || word === undefined
    ? null
    : new FarmerError(
        'INVALID_INPUT',
        message('cli:core.commandUnknown', { command: nameOf(command), word: word.slice(0, 60) }),
        {
          hint: message('cli:core.subcommandsAre', { names: names.join(', ') }),
        },
      );
}

/** The unknown word that commander took as an argument of the default subcommand: "frob" in "farmer bids frob". */
function strayWord(complaint: string, command: Command, argv: readonly string[]): string | undefined {
  const [, taker = '', word] = /'([^']*)'.*?: ([^,]*?)\.?(?:,|$)/.exec(complaint) ?? [];
  return taker === command.name() || !argv.includes(taker) ? word : undefined;
}

/**
 * Converts an error of commander to a FarmerError.
 * @param command the given command, if it exists
 * @param argv the words after the program's name
 */
export function usageError(error: CommanderError, command: Command | undefined, argv: readonly string[]): FarmerError {
  if (HELP_CODES.has(error.code)) {
    return new FarmerError('INVALID_INPUT', message('cli:core.noCommandGiven'), {
      hint: message('cli:core.seeFarmerHelp'),
    });
  }
  const [complaint = error.message, suggestion] = error.message.replace(/^error: /, '').split('\n');
  if (error.code === 'commander.excessArguments' && command !== undefined) {
    const unknown = unknownBelow(command, strayWord(complaint, command, argv));
    if (unknown !== null) {
      return unknown;
    }
  }
  const hint = suggestion?.replaceAll(/[()]/g, '').trim();
  return new FarmerError('INVALID_INPUT', storedText(complaint), {
    hint:
      hint === undefined || hint === ''
        ? message('cli:core.seeOptionHelp', { value: command === undefined ? 'farmer' : nameOf(command) })
        : storedText(hint),
  });
}

function toKebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Whether a field is named after an option or argument: `tftPriceUsd` after "tft-price", `priceMonth` after "month". */
function isNamedAfter(field: string, name: string): boolean {
  return field === name || field.startsWith(`${name}-`) || field.endsWith(`-${name}`);
}

/** The option or argument that sets a field of a call; if several match, the one with the longest name. */
function typedName(field: string, command: Command): string | null {
  const names = [
    ...command.options.map((option) => ({ name: option.name(), typed: `--${option.name()}` })),
    ...command.registeredArguments.map((argument) => ({ name: argument.name(), typed: `<${argument.name()}>` })),
  ].toSorted((a, b) => b.name.length - a.name.length);
  for (const part of field.split('.').toReversed()) {
    const found = names.find(({ name }) => isNamedAfter(toKebab(part), name));
    if (found !== undefined) {
      return found.typed;
    }
  }
  return null;
}

/** Rewrites the refusal of a call to name the option or argument instead of the field. */
export function inOptionWords(error: FarmerError, command: Command | undefined): FarmerError {
  const { field } = error.details;
  if (command === undefined || typeof field !== 'string' || !error.message.startsWith(`${field}: `)) {
    return error;
  }
  const typed = typedName(field, command);
  return typed === null
    ? error
    : new FarmerError(
        error.code,
        message('cli:core.typedMessage', { typed, message: error.message.slice(field.length + 2) }),
        {
          hint: message('cli:core.seeCommandHelp', { command: nameOf(command) }),
          details: { ...error.details, field: typed },
          cause: error,
        },
      );
}
