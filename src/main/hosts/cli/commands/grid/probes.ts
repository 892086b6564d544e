import type { Command } from 'commander';
import type { Probe } from '#shared/contract/grid/probes.ts';
import { toSnakeCase } from '#main/hosts/cli/json.ts';
import { nodeOption, whole } from '#main/hosts/cli/options/options.ts';
import { hoursMinutes, isoUtc } from '#main/hosts/cli/options/time-option.ts';
import type { CliSession } from '#main/hosts/cli/session.ts';
import { renderTable } from '#main/hosts/cli/style.ts';

const VERDICTS = {
  on: 'it is on, here and for the grid',
  unheard: 'it answers here, and the grid does not hear it',
  off: 'it is off, or its connection is: neither hears it',
  'not-from-here': 'the grid hears it; it cannot be reached from here',
  asleep: 'the farmerbot put it to sleep',
  unknown: 'not known',
} as const satisfies Record<Probe['verdict'], string>;

function lastText(last: Probe['last']): string {
  if (last === null) return 'never';
  const since = last.startS === last.endS ? '' : `, for ${hoursMinutes(last.endS - last.startS)}`;
  return `${isoUtc(last.endS)} ${last.isAnswered ? 'answered' : 'no answer'}${since}`;
}

function print(session: CliSession, { probes }: { readonly probes: readonly Probe[] }): void {
  const json = probes.map(({ node, ...rest }) => ({ node: node.id, gridNodeId: node.gridNodeId, ...rest }));
  session.print(toSnakeCase({ probes: json }), () =>
    probes.length === 0
      ? 'No node is tried from here. "farmer grid probes set NODE HOST:PORT" begins.'
      : renderTable(
          session.style,
          ['Node', 'Address', 'Last try', 'Together with the grid'],
          probes.map(({ node, address, proposed, last, verdict }) => [
            node.name,
            address ?? (proposed === null ? 'off' : `off; the grid lists ${proposed}`),
            lastText(last),
            VERDICTS[verdict],
          ]),
        ),
  );
}

const node = whole('node', undefined, 1);

/** `farmer grid probes`: nodes that are tried from this computer, beside what the grid hears of them. */
export function defineProbes(command: Command, session: CliSession): void {
  // Evaluated when a command runs: --data-dir is not known before.
  const probes = () => session.calls.grid.probes;
  const group = command
    .command('probes')
    .description('nodes that this computer tries to reach; off until you set one')
    .option(...nodeOption('one node, also where it is off'))
    .action(async (options: { readonly node?: number }) =>
      print(session, await probes().list({ nodeId: options.node ?? null })),
    );
  group
    .command('set')
    .description('try a node every five minutes, where the window, "farmer serve" or "farmer record" runs')
    .argument('<node>', 'its number in Farmer', node)
    .argument('<address>', 'host:port')
    .action(async (nodeId: number, address: string) => print(session, await probes().set({ nodeId, address })));
  group
    .command('off')
    .description('stop trying a node')
    .argument('<node>', 'its number in Farmer', node)
    .action(async (nodeId: number) => print(session, await probes().set({ nodeId, address: null })));
  group
    .command('try')
    .description('try every node that has an address, or one, now')
    .argument('[node]', 'its number in Farmer', node)
    .action(async (nodeId: number | undefined) =>
      print(session, await session.wait('trying', probes().tryNow({ nodeId: nodeId ?? null }))),
    );
}
