import '#main/english.ts';
import { Command, CommanderError } from 'commander';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import { createCalls } from '#main/app/router.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { FarmerError } from '#shared/errors.ts';
import { allInEnglish, inEnglish, message } from '#shared/message.ts';
import { VERSION } from '#main/version.ts';
import { hintAtBareSizes } from './options/options.ts';
import { COMMANDS } from './commands.ts';
import { type CliIo, escapeOutput, processIo, reportError } from './io.ts';
import type { CliSession, GlobalOptions } from './session.ts';
import { startSpinner } from './spinner.ts';
import { createStyle } from './style.ts';
import { HELP_CODES, inOptionWords, usageError } from './usage.ts';

/** The state of one run of the command line. */
interface Run {
  /** Escapes what it writes; {@link terminal} does not. */
  readonly io: CliIo;
  readonly terminal: CliIo;
  readonly isJson: boolean;
  readonly program: Command;
  readonly env: NodeJS.ProcessEnv;
  exitCode: number;
  app: ComposedApp | undefined;
  /** The command whose code was loaded, and the subcommand that runs. */
  command: Command | undefined;
  acting: Command | undefined;
}

function hasJsonOption(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).includes('--json');
}

/** Composes the app at the first use, when all options are known. */
function composeOnce(run: Run): ComposedApp {
  const { dataDir } = run.program.opts<GlobalOptions>();
  run.app ??= composeApp({ host: 'cli', env: run.env, ...(dataDir === undefined ? {} : { dataDir }) });
  return run.app;
}

function createSession(run: Run): CliSession {
  const { io, terminal, isJson } = run;
  return {
    io,
    isJson,
    get style() {
      return createStyle(io.isColour && !isJson && run.program.opts<GlobalOptions>().color);
    },
    get app() {
      return composeOnce(run);
    },
    get calls() {
      return createCalls(composeOnce(run).context);
    },
    print: (json, text) => io.stdout(isJson ? `${JSON.stringify(allInEnglish(json))}\n` : `${text()}\n`),
    hint: (text) => io.stderr(`hint: ${text}\n`),
    wait: async (label, work) => {
      const stop = io.isInteractive && !isJson ? startSpinner(terminal, label) : () => undefined;
      try {
        return await work;
      } finally {
        stop();
      }
    },
    endRefused: (total) => {
      io.stderr(
        `error: ${inEnglish(message('cli:core.allRefused', { total }))}\nhint: ${inEnglish(message('cli:core.correctAndImportAgain'))}\n`,
      );
      run.exitCode = 2;
    },
    exitWith: (code) => {
      run.exitCode = code;
    },
  };
}

/** Writes help and version as commander formats them, or as one JSON document with `--json`. */
function writeAnswer(io: CliIo, isJson: boolean) {
  return (text: string): void => {
    const answer = text === `${VERSION}\n` ? { version: VERSION } : { help: text };
    io.stdout(isJson ? `${JSON.stringify(answer)}\n` : text);
  };
}

function createProgram(io: CliIo, isJson: boolean): Command {
  return new Command('farmer')
    .description('Check a 3Node, keep its uptime paid, and price what it sells.')
    .version(VERSION, '--version', 'print the version')
    .option('--data-dir <dir>', 'where Farmer keeps its data (or FARMER_DATA_DIR)')
    .option('--json', 'print one JSON document and nothing else', false)
    .option('--no-color', 'plain text')
    .configureOutput({ writeOut: writeAnswer(io, isJson), writeErr: () => undefined })
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError(true)
    .exitOverride();
}

function toReportable(error: unknown, run: Run, argv: readonly string[]): FarmerError {
  if (error instanceof CommanderError) {
    return usageError(error, run.command, argv);
  }
  const known = toFarmerError(error);
  return known === null ? internalError(error) : inOptionWords(known, run.acting);
}

function internalError(error: unknown): FarmerError {
  return new FarmerError(
    'INTERNAL',
    message('cli:core.internalError', { value: error instanceof Error ? error.message : '' }),
    {
      hint: message('app:core.tryAgainOrRunDoctor'),
      cause: error,
    },
  );
}

/** The first word that is neither an option nor the value of --data-dir; after "help", the word that follows. */
function commandWord(argv: readonly string[]): string | undefined {
  const [first, second] = argv.filter((word, index) => !word.startsWith('-') && argv[index - 1] !== '--data-dir');
  return first === 'help' ? second : first;
}

/** Loads only the code of the given command; the others are registered by name and summary, for the help. */
async function defineCommands(run: Run, argv: readonly string[]): Promise<void> {
  const word = commandWord(argv);
  const given = COMMANDS.find((entry) => entry.name === word);
  // The other commands are registered only for the help and for "did you mean".
  for (const entry of given === undefined ? COMMANDS : [given]) {
    const command = run.program.command(entry.name).description(entry.summary).copyInheritedSettings(run.program);
    command.allowExcessArguments(false);
    if (entry === given) {
      const session = createSession(run);
      run.command = command;
      (await entry.load()).define(command, session);
      hintAtBareSizes(command, (text) => session.hint(text));
    }
  }
}

/** Warns that lists are incomplete because some rows could not be read. */
function hintAtUnreadableRows({ app, io }: Run): void {
  const places = app?.context.unreadableRows?.() ?? [];
  if (places.length > 0) {
    io.stderr(`hint: ${inEnglish(message('data:core.rowsUnreadableHint', { where: places.join(', ') }))}\n`);
  }
}

/**
 * Runs one command line.
 * @param argv the words after the program's name
 * @returns the exit code: 0 done, 1 internal, 2 wrong usage or input, 3 not eligible, 4 cannot tell, 5 data directory, 6 no answer of the grid
 */
export async function runCli(argv: readonly string[], env = process.env, terminal = processIo(env)): Promise<number> {
  const io = escapeOutput(terminal);
  const isJson = hasJsonOption(argv);
  const program = createProgram(io, isJson);
  const run: Run = {
    io,
    terminal,
    isJson,
    program,
    env,
    exitCode: 0,
    app: undefined,
    command: undefined,
    acting: undefined,
  };
  program.hook('preAction', (_, acting) => {
    run.acting = acting;
  });
  try {
    await defineCommands(run, argv);
    await run.program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && HELP_CODES.has(error.code) && error.exitCode === 0) {
      return 0;
    }
    run.exitCode = reportError(io, toReportable(error, run, argv), isJson);
  } finally {
    hintAtUnreadableRows(run);
    await run.app?.close();
  }
  return run.exitCode;
}
