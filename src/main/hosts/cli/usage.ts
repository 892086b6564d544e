import type { Command, CommanderError } from 'commander';
import { FarmerError } from '#shared/errors.ts';
import { message, storedText } from '#shared/message.ts';

/** Commander's codes for help and version, which are no errors. */
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
    : new FarmerError(
        'INVALID_INPUT',
        message('cli:core.commandUnknown', { asked: nameOf(asked), word: word.slice(0, 60) }),
        {
          hint: message('cli:core.subcommandsAre', { names: names.join(', ') }),
        },
      );
}

/** The word that was taken for an argument of a command that nobody typed: "farmer bids frob" is no "bids rank". */
function strayWord(complaint: string, asked: Command, argv: readonly string[]): string | undefined {
  const [, taker = '', word] = /'([^']*)'.*?: ([^,]*?)\.?(?:,|$)/.exec(complaint) ?? [];
  return taker === asked.name() || !argv.includes(taker) ? word : undefined;
}

/**
 * Commander's own complaints as the same two lines as every other error.
 * @param asked the command that was given, if it exists
 * @param argv the words after the program's name
 */
export function usageError(error: CommanderError, asked: Command | undefined, argv: readonly string[]): FarmerError {
  if (HELP_CODES.has(error.code)) {
    return new FarmerError('INVALID_INPUT', message('cli:core.noCommandGiven'), {
      hint: message('cli:core.seeFarmerHelp'),
    });
  }
  const [complaint = error.message, suggestion] = error.message.replace(/^error: /, '').split('\n');
  if (error.code === 'commander.excessArguments' && asked !== undefined) {
    const unknown = unknownBelow(asked, strayWord(complaint, asked, argv));
    if (unknown !== null) {
      return unknown;
    }
  }
  const hint = suggestion?.replaceAll(/[()]/g, '').trim();
  return new FarmerError('INVALID_INPUT', storedText(complaint), {
    hint:
      hint === undefined || hint === ''
        ? message('cli:core.seeOptionHelp', { value: asked === undefined ? 'farmer' : nameOf(asked) })
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

/** The option or argument that a field of a call stands for, as it is typed; the longest name of several. */
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

/** A call's refusal of a field in the words of the command line: what was typed, not the field behind it. */
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
