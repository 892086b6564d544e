import type { Command } from 'commander';
import type { ShareStatus } from '#shared/contract/share/share.ts';
import { invalidInput } from '#shared/errors.ts';
import { inEnglish, message } from '#shared/message.ts';
import { readSecretLine } from '#main/hosts/cli/secret-line.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { isoUtc } from '#main/hosts/cli/options/time-option.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable } from '#main/hosts/cli/style.ts';

const atMs = (ms: number | null): string | null => (ms === null ? null : isoUtc(Math.floor(ms / 1000)));

/** JSON: problems in English, and times as ISO 8601. */
function jsonOf({ behindSinceMs, lastSuccessMs, problem, installations, ...status }: ShareStatus) {
  return toSnakeCase({
    ...status,
    behindSince: atMs(behindSinceMs),
    lastSuccess: atMs(lastSuccessMs),
    problem: problem && { kind: problem.kind, message: inEnglish(problem.message), hint: inEnglish(problem.hint) },
    installations: installations.map(({ heardAtMs, wrote, ...installation }) => ({
      ...installation,
      lastHeard: atMs(heardAtMs),
      wrote: wrote.map(({ lastMs, ...rows }) => ({ ...rows, last: atMs(lastMs) })),
    })),
  });
}

function headline({ state, farm, installation, behind, behindSinceMs, problem }: ShareStatus): string {
  if (state === 'off' || installation === null) {
    return 'Not shared. "farmer share connect postgres://user@host/database" shares this farm.';
  }
  const who = `"${farm ?? ''}" is shared; this computer is "${installation.name}".`;
  const waiting = behind === 0 ? 'Nothing waits.' : `${behind} rows wait since ${atMs(behindSinceMs) ?? 'now'}.`;
  return [who, waiting, ...(problem === null ? [] : [inEnglish(problem.message), inEnglish(problem.hint)])].join('\n');
}

function render(session: CliSession, status: ShareStatus): string {
  const rows = status.installations.map(({ id, name, heardAtMs, wrote }) => [
    name,
    id,
    atMs(heardAtMs) ?? '',
    wrote.map(({ area, rows: count }) => `${area} ${count}`).join(', '),
  ]);
  return [
    headline(status),
    ...(rows.length === 0
      ? []
      : [renderTable(session.style, ['Computer', 'Id', 'Last heard', 'Wrote, in rows'], rows)]),
    ...(status.state === 'off' ? [] : [`Shared: ${status.tables.join(', ')}.`]),
  ].join('\n\n');
}

interface ConnectOptions {
  readonly name?: string;
  readonly farm?: string;
  readonly keepPassword: boolean;
}

/** @throws FarmerError INVALID_INPUT where nothing was written */
async function readPassword(): Promise<string> {
  const password = await readSecretLine('Password of the database: ');
  if (password === '') throw invalidInput(message('cli:core.secretEmpty'), message('cli:core.pipePassword'));
  return password;
}

function print(session: CliSession, status: ShareStatus): void {
  session.print(jsonOf(status), () => render(session, status));
}

/** `farmer share`: one farm on several computers, over PostgreSQL; nothing is sent before "connect". */
export function define(command: Command, session: CliSession): void {
  command
    .command('connect')
    .description('share this farm over a database, or join the farm that is there')
    .argument('<url>', 'postgres://user@host/database; the password comes from PGPASSWORD or ~/.pgpass')
    .option('--name <name>', 'what this computer is called (default: its host name)')
    .option('--farm <name>', 'which farm, where the database has several, or another one')
    .option('--keep-password', 'read the password from the standard input and keep it with the other secrets', false)
    .action(async (url: string, { name, farm, keepPassword }: ConnectOptions) => {
      const password = keepPassword ? await readPassword() : null;
      print(
        session,
        await session.wait(
          'sharing the farm',
          session.calls.share.connect({ url, name: name ?? null, farm: farm ?? null, password }),
        ),
      );
    });
  command
    .command('sync')
    .description('send what changed here, and fetch what changed elsewhere')
    .action(async () => {
      const { sent, received } = await session.wait('synchronising', session.calls.share.sync());
      session.print({ sent, received }, () => `${sent} rows sent, ${received} received.`);
    });
  command
    .command('status')
    .description('whether the farm is shared, what waits, and who was heard when')
    .action(async () => print(session, await session.calls.share.getStatus()));
  command
    .command('disconnect')
    .description('stop sharing; what was received stays')
    .action(async () => {
      await session.calls.share.disconnect();
      session.print({ disconnected: true }, () => 'Not shared any more. What was received stays.');
    });
}
