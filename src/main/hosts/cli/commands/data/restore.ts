import { resolve } from 'node:path';
import type { Command } from 'commander';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { addPassphraseOption, askPassphrase, type PassphraseOptions, readPassphrase } from './passphrase.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderPairs } from '#main/hosts/cli/style.ts';

interface RestoreOptions extends PassphraseOptions {
  readonly fromOtherMachine: boolean;
  readonly dryRun: boolean;
}

function lacksPassphrase(error: unknown): boolean {
  return toFarmerError(error)?.details['field'] === 'passphrase';
}

/** Tries without a passphrase first, and prompts for one if the backup is encrypted. */
async function withPassphrase<T>(
  session: CliSession,
  options: PassphraseOptions,
  work: (passphrase: string | undefined) => Promise<T>,
): Promise<T> {
  const given = await readPassphrase(options);
  try {
    return await work(given);
  } catch (error) {
    if (given !== undefined || session.isJson || !process.stdin.isTTY || !lacksPassphrase(error)) {
      throw error;
    }
    return work(await askPassphrase('Passphrase: '));
  }
}

/** `farmer restore FILE`: puts a backup in the place of the data, which is kept aside. */
export function define(command: Command, session: CliSession): void {
  addPassphraseOption(command)
    .argument('<file>', 'what "farmer backup" wrote')
    .option('--from-other-machine', 'its "this machine" becomes an imported node', false)
    .option('--dry-run', 'open and check it only', false)
    .action(async (file: string, options: RestoreOptions) => {
      const area = session.calls.data.backups;
      const source = { path: resolve(file) };
      const { contents, setAsideName, leftOut } = await withPassphrase(session, options, async (passphrase) => {
        const opened = passphrase === undefined ? { source } : { source, passphrase };
        return options.dryRun
          ? { contents: await area.inspect(opened), setAsideName: null, leftOut: null }
          : session.wait('restoring', area.restore({ ...opened, isFromOtherMachine: options.fromOtherMachine }));
      });
      session.print(
        {
          restored: !options.dryRun,
          nodes: contents.nodeCount,
          created_at: contents.createdAtMs === null ? null : new Date(contents.createdAtMs).toISOString(),
          program_version: contents.programVersion,
          encrypted: contents.isEncrypted,
          set_aside: setAsideName,
          left_out: leftOut,
        },
        () =>
          renderPairs(session.style, [
            ['Backup', options.dryRun ? session.style.good('sound') : session.style.good('restored')],
            ['Made', contents.createdAtMs === null ? 'unknown' : new Date(contents.createdAtMs).toISOString()],
            ['Nodes', String(contents.nodeCount)],
            leftOut && ['Left out', `${leftOut.count} rows that cannot be read: ${leftOut.where}`],
            ['Data before', setAsideName === null ? 'none was replaced' : `kept in set-aside/${setAsideName}`],
          ]),
      );
    });
}
