import { resolve } from 'node:path';
import type { Command } from 'commander';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { addPassphraseOption, askPassphrase, type PassphraseOptions, readPassphrase } from './passphrase.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderPairs } from '#main/hosts/cli/style.ts';

interface BackupOptions extends PassphraseOptions {
  readonly encrypt: boolean;
}

async function newPassphrase(session: CliSession, options: BackupOptions): Promise<string | undefined> {
  const given = await readPassphrase(options);
  if (given !== undefined || !options.encrypt) {
    return given;
  }
  if (!process.stdin.isTTY || session.isJson) {
    throw invalidInput(message('cli:core.passphraseNotInteractive'), message('cli:core.namePassphraseFile'));
  }
  const first = await askPassphrase('Passphrase (at least 8 characters): ');
  if (first !== (await askPassphrase('The same again: '))) {
    throw invalidInput(message('cli:core.passphrasesDiffer'), message('cli:core.tryAgain'));
  }
  return first;
}

/** `farmer backup FILE`: everything in one checked file, while Farmer may go on recording. */
export function define(command: Command, session: CliSession): void {
  addPassphraseOption(command)
    .argument('<file>', 'a file that does not exist yet')
    .option('--encrypt', 'ask for a passphrase', false)
    .action(async (file: string, options: BackupOptions) => {
      const passphrase = await newPassphrase(session, options);
      const area = session.calls.data.backups;
      const path = resolve(file);
      const written = await session.wait(
        'writing and checking',
        area.exportTo(passphrase === undefined ? { path } : { path, passphrase }),
      );
      session.print(toSnakeCase(written), () =>
        renderPairs(session.style, [
          ['Backup', `${session.style.strong(written.path)}  ${session.style.good('checked')}`],
          ['Size', `${written.sizeBytes} bytes`],
          ['Encrypted', written.isEncrypted ? 'yes' : 'no'],
          ['SHA-256', written.sha256],
        ]),
      );
    });
}
