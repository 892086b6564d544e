import type { Command } from 'commander';
import type { ShareStatus } from '#shared/contract/share/share.ts';
import { inEnglish } from '#shared/message.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { isoUtc } from '#main/hosts/cli/options/time-option.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable } from '#main/hosts/cli/style.ts';

const atMs = (ms: number | null): string | null => (ms === null ? null : isoUtc(Math.floor(ms / 1000)));

/** Scripts get texts of problems in English, and times as text. */
function jsonOf({ behindSinceMs, lastSuccessMs, problem, installations, ...status }: ShareStatus) {
  return toSnakeCase({
    ...status,
    behindSince: atMs(behindSinceMs),
    lastSuccess: atMs(lastSuccessMs),
    problem: problem && { kind: problem.kind, message: inEnglish(problem.message), hint: inEnglish(problem.hint) },
    installations: installations.map(({ heardAtMs, ...installation }) => ({
      ...installation,
      lastHeard: atMs(heardAtMs),
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
  const rows = status.installations.map(({ id, name, heardAtMs }) => [name, id, atMs(heardAtMs) ?? '']);
  return [
    headline(status),
    ...(rows.length === 0
      ? []
      : [renderTable(session.style, [{ title: 'Computer' }, { title: 'Id' }, { title: 'Last heard' }], rows)]),
    ...(status.state === 'off' ? [] : [`Shared: ${status.tables.join(', ')}.`]),
  ].join('\n\n');
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
    .action(async (url: string, { name, farm }: { readonly name?: string; readonly farm?: string }) =>
      print(
        session,
        await session.wait(
          'sharing the farm',
          session.calls.share.connect({ url, name: name ?? null, farm: farm ?? null }),
        ),
      ),
    );
  command
    .command('sync')
    .description('send what changed here, and take in what changed elsewhere')
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
    .description('stop sharing; what was taken in stays')
    .action(async () => {
      await session.calls.share.disconnect();
      session.print({ disconnected: true }, () => 'Not shared any more. What was taken in stays.');
    });
}
