import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { Writable } from 'node:stream';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { readTextFile } from '#main/hosts/cli/options/input-file.ts';

/** The source of a passphrase. Never an argument: other users of the computer can read those. */
export interface PassphraseOptions {
  readonly passphraseFile?: string;
}

/** Adds the option that names a file with the passphrase in its first line. */
export function addPassphraseOption(command: Command): Command {
  return command.option('--passphrase-file <file>', 'read the passphrase from the first line of a file');
}

/**
 * Reads the passphrase from the given file, or else from FARMER_PASSPHRASE; undefined if neither is set.
 * @throws FarmerError FILE_UNREADABLE, INVALID_INPUT for an empty one
 */
export async function readPassphrase(
  options: PassphraseOptions,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  if (options.passphraseFile === undefined) {
    return env['FARMER_PASSPHRASE'];
  }
  const [line = ''] = readTextFile(options.passphraseFile).split(/\r?\n/);
  if (line === '') {
    throw invalidInput(message('cli:core.passphraseFileEmpty'), message('cli:core.writePassphraseFirstLine'));
  }
  return line;
}

/** Prompts at the terminal without echoing the input. */
export async function askPassphrase(question: string): Promise<string> {
  process.stderr.write(question);
  const mute = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: mute, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
